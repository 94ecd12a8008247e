/** `haidang journal`: proves, prints and counts what the journal holds. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { oneOf } from '../command-line.ts';
import { HaidangError } from '../errors.ts';
import { type Expected, type ProvenJournal, proveJournal } from '../evidence/seals.ts';
import { readPublicKey } from '../evidence/signature.ts';
import { type PlacedRecord, RecordType } from '../journal/record.ts';
import { listSegments, readJournal, type SegmentDamage } from '../journal/segments.ts';
import type { Finding } from '../journal/verify.ts';
import { systemWords } from '../system-words.ts';
import { dataFolder, LineOutput, mustExist, parseCommand } from './data-command.ts';

const usage = `haidang journal verify|cat|stats [--key FILE] [--seal SEAL] [--json] [--data DIR]

  verify      reads every segment and names the segment and record that was altered; exit code 1 when there is one
  cat         one JSON line a record: position, receive time, type, feed, and the bytes as text (one character a byte)
  stats       counts, times and sizes, as one JSON line
  --key FILE  verify: the issuer's public key (Ed25519, PEM), which has to have signed the chain
  --seal SEAL verify: a seal that was kept elsewhere, by which the chain has to have come
  --json      verify as one JSON line too; cat and stats are always so
  --data DIR  data folder (default ./haidang-data/live; the demonstration's is ./haidang-data/demo)

The seal that verify prints stands for all segments before the one being written. Signed (evidence.signingKey) or kept elsewhere,
it also proves later that nobody wrote the whole journal anew.
`;

const actions = { verify, cat, stats };

/** Returns the exit code; bad usage and unreadable folders are thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseCommand('journal', args, {
    json: { type: 'boolean' },
    key: { type: 'string' },
    seal: { type: 'string' },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const action = oneOf('journal', positionals, Object.keys(actions) as (keyof typeof actions)[]);
  const dir = mustExist(join(dataFolder(values.data), 'journal'));
  const publicKey = values.key === undefined ? undefined : readPublicKey(values.key);
  try {
    return await actions[action](dir, { ...values, publicKey });
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new HaidangError('file-unreadable', { path: dir, why: systemWords(error) });
  }
}

async function verify(dir: string, { json, ...expected }: Expected & { json?: boolean }): Promise<number> {
  const verification = proveJournal(dir, expected);
  const { findings, segments, closedSegments, packedSegments, records, bytes, fileBytes, seal } = verification;
  const exitCode = findings.length === 0 ? 0 : 1;
  if (json) {
    console.log(JSON.stringify(verification));
    return exitCode;
  }
  for (const finding of findings) console.log(findingLine(finding));
  if (seal) console.log(`seal ${seal}`);
  // Of a key that has signed nothing here a finding tells.
  if (seal && (verification.sealed || expected.publicKey === undefined)) console.log(sealedLine(verification));
  console.log(
    `${segments} segments (${closedSegments} closed, ${packedSegments} packed), ${records} records, ${bytes} bytes ` +
      `(${fileBytes} on disk): ${findings.length === 0 ? 'nothing was altered.' : `${findings.length} findings.`}`,
  );
  return exitCode;
}

function sealedLine({ sealed, unsealedSegments: rest }: ProvenJournal): string {
  if (!sealed) return 'not signed: that nobody wrote all of it anew is proven by a seal that was kept elsewhere alone.';
  const { position, at, signer, key } = sealed;
  const behind = rest > 0 ? `; ${rest} closed segments behind it are not signed yet` : '';
  return `signed up to position ${position} at ${at} by “${signer}”, key ${key}${behind}.`;
}

function findingLine({ segment, record, offset, problem }: Finding): string {
  const place = [record && `record ${record}`, offset !== undefined && `byte ${offset}`].filter(Boolean).join(', ');
  return `${segment}${place && `, ${place}`}: ${problem}`;
}

async function cat(dir: string): Promise<number> {
  const output = new LineOutput();
  const damages: SegmentDamage[] = [];
  for (const record of readJournal(dir, 0, (damage) => damages.push(damage))) {
    if (output.gone) return 0;
    await output.line(recordLine(record));
  }
  await output.flush();
  for (const { path, offset, damage } of damages) console.error(`haidang journal: ${path}, byte ${offset}: ${damage}`);
  return damages.length === 0 ? 0 : 1;
}

function recordLine({ position, receivedAt, type, feed, whole, payload }: PlacedRecord) {
  const received = new Date(receivedAt).toISOString();
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  switch (type) {
    case RecordType.entry:
      return { position, received, type: 'entry', entry: JSON.parse(bytes.toString('utf8')) as unknown };
    case RecordType.bytes:
      return { position, received, type: 'bytes', feed, whole, text: bytes.toString('latin1') };
    default:
      return { position, received, type: typeName(type) };
  }
}

function typeName(type: number): string {
  return Object.entries(RecordType).find(([, value]) => value === type)![0];
}

async function stats(dir: string): Promise<number> {
  const records: Record<string, number> = {};
  const bytesByFeed: Record<number, number> = {};
  let first: number | undefined;
  let last: number | undefined;
  let end = 0;
  for (const { type, feed, receivedAt, payload, next } of readJournal(dir)) {
    const name = typeName(type);
    records[name] = (records[name] ?? 0) + 1;
    if (type === RecordType.bytes) bytesByFeed[feed] = (bytesByFeed[feed] ?? 0) + payload.length;
    first ??= receivedAt;
    last = receivedAt;
    end = next;
  }
  const iso = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toISOString());
  const segments = listSegments(dir);
  const fileBytes = segments.reduce((sum, { path }) => sum + statSync(path).size, 0);
  const packed = segments.filter((segment) => segment.packed).length;
  const days = first === undefined || last === undefined ? 0 : (last - first) / 86_400_000;
  const perDay = days > 0 ? { bytes: Math.round(end / days), fileBytes: Math.round(fileBytes / days) } : undefined;
  console.log(
    JSON.stringify({
      records,
      bytesByFeed,
      first: iso(first),
      last: iso(last),
      bytes: end,
      fileBytes,
      segments: segments.length,
      packed,
      perDay,
    }),
  );
  return 0;
}
