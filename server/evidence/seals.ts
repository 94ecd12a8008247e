/**
 * The journal's chain, vouched for: its seal stands for all that is in closed segments, and the issuer's signature under the seal for
 * that nobody without the key has written the whole of it anew. Signed seals stand in a file beside the segments, a line each.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { segmentHead } from '../journal/contents.ts';
import { syncFolder } from '../journal/disk.ts';
import { listSegments } from '../journal/segments.ts';
import { type ClosedSegment, type Finding, type Verification, verifyJournal } from '../journal/verify.ts';
import { fingerprintOf, isSignatureOf, keptSignature, type Signed, type Signer, signatureOf } from './signature.ts';

export const SEALS_FILE = 'seals.ndjson';
const SEAL_FORMAT = 'haidang-seal/1';

const seal = z.object({
  /** Position behind the last closed segment. */
  position: z.int().min(0),
  /** Of the last closed segment, unpacked, as the next one begins with it; hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Seal = z.infer<typeof seal>;

const signedSeal = seal
  .extend({ format: z.literal(SEAL_FORMAT), at: z.iso.datetime(), ...keptSignature.shape })
  .strict();
type SignedSeal = z.infer<typeof signedSeal>;

/** How far the chain is vouched for. */
interface SealedUntil {
  position: number;
  /** ISO 8601. */
  at: string;
  signer: string;
  /** SHA-256 of the public key, hexadecimal. */
  key: string;
}

export interface ProvenJournal extends Verification {
  /** By the newest signature that is right, and that the given key made where one is given. */
  sealed?: SealedUntil;
  /** Closed segments behind that: all of them where nothing is signed. */
  unsealedSegments: number;
}

/** What to hold the journal against besides itself. */
export interface Expected {
  /** The issuer's public key as `readPublicKey` gives it: it has to have signed. */
  publicKey?: string;
  /** A seal that was kept elsewhere, hexadecimal: the journal has to have come by it. */
  seal?: string;
}

/** The seal as the newest segment begins with it; undefined while only one segment is there. Reads one header. */
export function headSeal(journalFolder: string): Seal | undefined {
  const [before, last] = listSegments(journalFolder).slice(-2);
  if (!before || !last) return undefined;
  const sha256 = segmentHead(last)?.previousHash.toString('hex');
  return sha256 === undefined ? undefined : { position: last.start, sha256 };
}

/** Signs the chain's head unless that has been done. @param now epoch ms @returns whether there was one to sign */
export function signHead(journalFolder: string, signer: Signer, now: number): boolean {
  const head = headSeal(journalFolder);
  if (!head) return false;
  const { publicKey, ...rest } = signatureOf(signer, signedOf({ ...head, at: new Date(now).toISOString() }));
  const lines = sealLines(journalFolder);
  const last = readSeal(lines.at(-1));
  if (last?.position === head.position && last.sha256 === head.sha256 && last.publicKey === publicKey) return false;
  const made: SignedSeal = { format: SEAL_FORMAT, ...head, at: new Date(now).toISOString(), ...rest, publicKey };
  const path = join(journalFolder, SEALS_FILE);
  writeFileSync(`${path}.part`, [...lines, JSON.stringify(made), ''].join('\n'), { flush: true, mode: 0o600 });
  renameSync(`${path}.part`, path);
  syncFolder(journalFolder);
  return true;
}

/** Verifies segments and the chain, and that signed seals are the chain's and their signers'. */
export function proveJournal(journalFolder: string, expected: Expected = {}): ProvenJournal {
  const closed: ClosedSegment[] = [];
  // First, since a segment that closes while the rest is read may be signed at once.
  const lines = sealLines(journalFolder);
  const verification = verifyJournal(journalFolder, (one) => closed.push(one));
  const { findings, sealed } = checkSeals(lines, closed, expected);
  if (expected.seal !== undefined && !closed.some(({ sha256 }) => sha256 === expected.seal?.toLowerCase()))
    findings.push({ segment: 'chain', problem: 'no closed segment has the seal that was given' });
  return {
    ...verification,
    findings: [...verification.findings, ...findings],
    ...(sealed && { sealed }),
    unsealedSegments: closed.filter(({ end }) => end > (sealed?.position ?? 0)).length,
  };
}

function checkSeals(
  lines: readonly string[],
  closed: readonly ClosedSegment[],
  { publicKey: wanted }: Expected,
): { findings: Finding[]; sealed?: SealedUntil } {
  const ends = new Map(closed.map((one) => [one.end, one]));
  const findings: Finding[] = [];
  let sealed: SealedUntil | undefined;
  for (const [index, line] of lines.entries()) {
    const found = readSeal(line);
    const find = (problem: string): void => void findings.push({ segment: SEALS_FILE, record: index + 1, problem });
    const segment = found && ends.get(found.position);
    if (!found || !isSignatureOf(found, signedOf(found))) find('the signature is not one of this seal');
    else if (!segment) find(`no closed segment ends at position ${found.position}, where one was sealed`);
    else if (segment.sha256 === undefined) continue;
    else if (segment.sha256 !== found.sha256) find(`what ends at position ${found.position} is not what was sealed`);
    else if (wanted === undefined || found.publicKey === wanted) {
      const { position, at, signer, publicKey } = found;
      sealed = { position, at, signer, key: fingerprintOf(publicKey) };
    }
  }
  if (wanted !== undefined && !sealed)
    findings.push({
      segment: SEALS_FILE,
      problem: `no seal of this journal is signed with the key ${fingerprintOf(wanted)}`,
    });
  return { findings, ...(sealed && { sealed }) };
}

function signedOf({ position, sha256, at }: Seal & { at: string }): Signed {
  return { format: SEAL_FORMAT, content: Buffer.from(`${position}\n${sha256}\n${at}\n`) };
}

function readSeal(line: string | undefined): SignedSeal | undefined {
  try {
    return signedSeal.safeParse(JSON.parse(line ?? '')).data;
  } catch {
    return undefined;
  }
}

function sealLines(journalFolder: string): string[] {
  try {
    return readFileSync(join(journalFolder, SEALS_FILE), 'utf8').split('\n').filter(Boolean);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
