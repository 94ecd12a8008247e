/** Codes of an authenticator app: TOTP of RFC 6238 over HOTP of RFC 4226, SHA-1, 6 digits, 30 s: what every app speaks. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const stepMs = 30_000;
const digits = 6;
/** Steps by which the clock of a phone may be off to either side (RFC 6238 §5.2 advises one). */
const drift = 1;
const secretBytes = 20;
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** @returns 160 bits in base32, as RFC 4226 §4 advises */
export function newSecret(): string {
  let bits = '';
  for (const byte of randomBytes(secretBytes)) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{5}/g) ?? []).map((five) => base32[Number.parseInt(five, 2)]).join('');
}

/** What an authenticator app reads, typed or as a picture (Key URI Format). */
export function secretUri(secret: string, user: string): string {
  const label = encodeURIComponent(`Hải Đăng:${user}`);
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent('Hải Đăng')}`;
}

/** @param step 30 s since 1970 @throws Error when the secret is not base32 */
export function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const offset = hash[hash.length - 1]! & 0xf;
  const number = hash.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/**
 * @param at epoch ms
 * @param after step whose code was used last: it and those before it are used up (RFC 6238 §5.2)
 * @returns the step that the code is of
 */
export function stepOfCode(secret: string, code: string, at: number, after: number): number | undefined {
  const now = Math.floor(at / stepMs);
  for (let step = now - drift; step <= now + drift; step += 1) {
    if (step > after && isSame(codeAt(secret, step), code)) return step;
  }
  return undefined;
}

function isSame(right: string, given: string): boolean {
  return right.length === given.length && timingSafeEqual(Buffer.from(right), Buffer.from(given));
}

function bytesOf(secret: string): Buffer {
  let bits = '';
  for (const letter of secret) {
    const value = base32.indexOf(letter);
    if (value < 0) throw new Error('the stored secret is damaged');
    bits += value.toString(2).padStart(5, '0');
  }
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
