/** Passwords and tokens: how they are made, and what of them is kept. */
import { hash, randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { HaidangError } from '../errors.ts';

export interface PasswordCost {
  /** log2 of scrypt's N. */
  logN: number;
  r: number;
  p: number;
}

/** OWASP's first recommendation: 128 MiB and about half a second for each try. */
export const recommendedCost: PasswordCost = { logN: 17, r: 8, p: 1 };

const saltBytes = 16;
const hashBytes = 32;
/** Tries that may wait for their turn before more are turned away. */
const longestQueue = 20;

let waiting = 0;
let turn: Promise<unknown> = Promise.resolve();

/** @returns `scrypt$logN$r$p$salt$hash` */
export async function hashPassword(password: string, cost: PasswordCost): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive(password, salt, cost);
  return ['scrypt', cost.logN, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Verified against when there is no such user, so that the answer takes just as long. No password gives this hash of zeros. */
export function decoyPassword(cost: PasswordCost): string {
  const zeros = (bytes: number): string => Buffer.alloc(bytes).toString('base64url');
  return ['scrypt', cost.logN, cost.r, cost.p, zeros(saltBytes), zeros(hashBytes)].join('$');
}

export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [kind, logN, r, p, salt, hash] = stored.split('$');
  if (kind !== 'scrypt' || salt === undefined || hash === undefined) throw new Error('the stored password is damaged');
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) };
  const derived = await derive(password, Buffer.from(salt, 'base64url'), cost);
  return timingSafeEqual(derived, Buffer.from(hash, 'base64url'));
}

/** One at a time, so that a storm of tries takes neither all the memory nor every thread. */
async function derive(password: string, salt: Buffer, { logN, r, p }: PasswordCost): Promise<Buffer> {
  if (waiting >= longestQueue) throw new HaidangError('too-many-attempts', { seconds: 10 });
  waiting++;
  const mine = turn.then(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        const N = 2 ** logN;
        scrypt(password.normalize('NFC'), salt, hashBytes, { N, r, p, maxmem: 130 * N * r * p }, (error, hash) =>
          error ? reject(error) : resolve(hash),
        );
      }),
  );
  turn = mine.catch(() => undefined);
  try {
    return await mine;
  } finally {
    waiting--;
  }
}

export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a token: enough to know it again, useless to whoever reads it. */
export function tokenHash(token: string): string {
  return hash('sha256', token, 'base64url');
}

/** Without the characters that people mistake for one another. */
const readable = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Four groups of four characters: about 79 bits, and can be read out over the phone. */
export function readablePassword(): string {
  return readableCode(4);
}

/** Groups of four characters, each of about 19.8 bits: from six on, a plain hash of it is as good as a slow one (OWASP ASVS 5.0, 6.5.2). */
export function readableCode(groups: number): string {
  const group = () => Array.from({ length: 4 }, () => readable[randomInt(readable.length)]!).join('');
  return Array.from({ length: groups }, group).join('-');
}
