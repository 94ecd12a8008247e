/** `haidang verify`: what an evidence archive proves, for whoever was given it. Needs no data folder. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { needed, nothingMore, readCommandLine } from '../command-line.ts';
import { HaidangError } from '../errors.ts';
import { checkAgainstJournal } from '../evidence/archive/check-journal.ts';
import { type Verdict, verifyArchive } from '../evidence/archive/verify-archive.ts';
import { type Sentence, sentence } from '../evidence/archive/verify-words.ts';
import { MAX_ZIP_BYTES } from '../evidence/archive/zip-writer.ts';
import { readPublicKey } from '../evidence/signature.ts';
import { systemWords } from '../system-words.ts';
import { mustExist } from './data-command.ts';

const usage = `haidang verify FILE.zip [--data DIR] [--key FILE] [--json]

  Says of an evidence archive what is proven, what is not, and what was altered and where, in Vietnamese and English:
  that every file is as the manifest says, that each fix comes out of its raw bytes when they are decoded again, that tables
  and map files say the same, that the journal's hashes form a chain. Needs nothing but the file.
  --data DIR  also holds raw records and hashes against the journal in this data folder
  --key FILE  the issuer's public key (Ed25519, PEM): it has to have signed the archive
  --json      one JSON object instead of sentences
  Exit 0: nothing was altered · 1: something was · 2: the file can't be read or the usage is wrong.
`;

const COMMAND = 'verify';
/** Its directory comes on top of what it holds. */
const MAX_BYTES = MAX_ZIP_BYTES + 16 * 1024 ** 2;

const options = {
  data: { type: 'string' },
  key: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Returns the exit code; bad usage and unreadable files are thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readCommandLine(COMMAND, { args, options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const path = needed(COMMAND, 'FILE', positionals[0]);
  nothingMore(COMMAND, positionals[1]);
  const publicKey = values.key === undefined ? undefined : readPublicKey(values.key);
  const verdict = verifyArchive(await bytesOf(path), publicKey);
  if (values.data !== undefined) askJournal(verdict, mustExist(join(values.data, 'journal')));
  const { records: _records, chain: _chain, ...said } = verdict;
  const isSound = verdict.faults.length === 0;
  process.stdout.write(values.json ? `${JSON.stringify({ file: path, isSound, ...said })}\n` : textOf(path, verdict));
  return isSound ? 0 : 1;
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) {
      const why = { vi: 'tệp lớn hơn mọi hồ sơ', en: 'it is larger than any archive' };
      throw new HaidangError('file-invalid', { path, why });
    }
    return await readFile(path);
  } catch (error) {
    if (error instanceof HaidangError) throw error;
    throw new HaidangError('file-unreadable', { path, why: systemWords(error) });
  }
}

/** What only the holder of the journal can prove. */
function askJournal(verdict: Verdict, journal: string): void {
  const faults = checkAgainstJournal(verdict, journal);
  verdict.faults.push(...faults);
  if (faults.length > 0) return;
  const open = sentence('journal').en;
  verdict.notProven = verdict.notProven.filter(({ en }) => en !== open);
  verdict.proven.push(sentence('inJournal', { path: journal }));
}

function textOf(path: string, { faults, furtherFaults, proven, notProven, manifest, manifestHash }: Verdict): string {
  const head = manifest && [
    `${manifest.caseId ?? ''} ${manifest.vessel.label} · ${manifest.from} – ${manifest.to}`.trim(),
    `${manifest.madeAt} · ${manifest.madeBy} · Hải Đăng ${manifest.program}`,
    `SHA-256 (manifest.json) ${manifestHash}`,
  ];
  return [
    path,
    ...(head ?? []),
    ...part(['ĐÃ BỊ THAY ĐỔI', 'ALTERED'], faults, furtherFaults),
    ...part(['Chứng minh được', 'Proven'], proven),
    ...part(['Không chứng minh được bằng tệp này', 'Not proven by this file'], notProven),
    '',
    faults.length === 0
      ? 'KẾT LUẬN: không có gì bị thay đổi. / VERDICT: nothing was altered.'
      : 'KẾT LUẬN: hồ sơ ĐÃ BỊ THAY ĐỔI. / VERDICT: the archive WAS ALTERED.',
    '',
  ].join('\n');
}

function part([vi, en]: [string, string], said: readonly Sentence[], further = 0): string[] {
  if (said.length === 0) return [];
  const more = further > 0 ? [`  … +${further}`] : [];
  return ['', `${vi} / ${en}:`, ...said.map((one) => `  - ${one.vi}\n    ${one.en}`), ...more];
}
