/** Bytes of a text file → text, whatever it is written in: UTF-8, UTF-16 with its mark, or a Vietnamese code page. */

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * @param encoding what the file says of itself, used when it is not UTF-8; unknown names and none mean Windows-1258, which
 * Vietnamese Excel and MapInfo write
 */
export function textOf(bytes: Uint8Array, encoding?: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return utf8.decode(bytes);
  } catch {
    return decoderFor(encoding).decode(bytes).normalize('NFC');
  }
}

function decoderFor(encoding: string | undefined): TextDecoder {
  try {
    return new TextDecoder(encoding || 'windows-1258');
  } catch {
    return new TextDecoder('windows-1258');
  }
}
