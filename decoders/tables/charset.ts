/** Bytes of table rows → text. Vietnamese files are UTF-8, or come from older programs as Windows-1258. */
import { fromLatin1, latin1 } from '../bytes.ts';
import type { Charset } from './column-map.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const legacy = {
  'windows-1258': new TextDecoder('windows-1258'),
  'windows-1252': new TextDecoder('windows-1252'),
} as const;

/**
 * @param text one character a byte
 * @returns the text that the bytes stand for, with composed letters; bytes that are none in UTF-8 become U+FFFD when the charset says UTF-8
 */
export function rowText(text: string, charset: Charset): string {
  if (!/[\x80-\xff]/.test(text)) return text;
  const bytes = fromLatin1(text);
  if (charset === 'windows-1258' || charset === 'windows-1252') return legacy[charset].decode(bytes).normalize('NFC');
  try {
    return utf8.decode(bytes).normalize('NFC');
  } catch {
    if (charset === 'utf-8') return new TextDecoder().decode(bytes);
    // The Vietnamese page writes the accents of other Latin letters where ISO 8859-1 has them.
    return legacy['windows-1258'].decode(bytes).normalize('NFC');
  }
}

/** Cuts a stream of UTF-16 at whole characters and gives UTF-8. Spreadsheets save “Unicode text” like this. */
export class Utf16 {
  private rest = '';
  private readonly isLittle: boolean;

  constructor(isLittle: boolean) {
    this.isLittle = isLittle;
  }

  /** @param text one character a byte @returns the same in UTF-8, one character a byte */
  push(text: string): string {
    const all = this.rest + text;
    let whole = all.length - (all.length % 2);
    // The first half of a character beyond the basic plane waits for the second.
    if (whole >= 2 && (this.unit(all, whole - 2) & 0xfc00) === 0xd800) whole -= 2;
    this.rest = all.slice(whole);
    let decoded = '';
    for (let at = 0; at < whole; at += 2) decoded += String.fromCharCode(this.unit(all, at));
    const bytes = new TextEncoder().encode(decoded);
    return latin1(bytes, 0, bytes.length);
  }

  save(): string {
    return this.rest;
  }

  restore(rest: string): void {
    this.rest = rest;
  }

  private unit(text: string, at: number): number {
    const [first, second] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
    return this.isLittle ? (second << 8) | first : (first << 8) | second;
  }
}
