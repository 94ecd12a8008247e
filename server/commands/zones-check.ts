/** `haidang zones check`: what is wrong with a file of zones, where, and what a repair would change. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { counted } from '../../geofences/import/words.ts';
import { needed, nothingMore, readCommandLine } from '../command-line.ts';
import { HaidangError } from '../errors.ts';
import { systemWords } from '../system-words.ts';
import { checkAnswer, type PlainFinding, type ZoneFileAnswer } from '../zone-import/answer.ts';
import { installedLand } from '../zone-import/land-file.ts';

export const usage = `haidang zones check FILE [--json] [--crs EPSG:CODE] [--repair] [--out ZONES.geojson]

  Reads zones from GeoJSON, KML, KMZ, a zipped shapefile, GPX or a CSV table of points and says what is wrong with them:
  one sentence a fault, in Vietnamese and English, with the place and the repair that is offered.
  --repair  accepts every repair that is offered; what is left after it is said
  --out     writes the zones as GeoJSON, if no error stands against them
  --crs     what the coordinates are in, where the file doesn't say: EPSG:9213 for VN-2000, central meridian 106°30′
  --json    one JSON object instead of sentences
  Exit 0: the zones can be used · 1: errors stand against them · 2: the file can't be read or the usage is wrong.
`;

const COMMAND = 'zones check';

const options = {
  json: { type: 'boolean' },
  crs: { type: 'string' },
  repair: { type: 'boolean' },
  out: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Returns the exit code; bad usage and unreadable files are thrown as HaidangError. */
export async function runCheck(args: string[]): Promise<number> {
  const { values, positionals } = readCommandLine(COMMAND, { args, options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const path = needed(COMMAND, 'FILE', positionals[0]);
  nothingMore(COMMAND, positionals[1]);
  const answer = checkAnswer(
    await bytesOf(path),
    { fileName: basename(path), land: installedLand(), ...(values.crs !== undefined && { crs: values.crs }) },
    values.repair ? 'all' : [],
  );
  process.stdout.write(values.json ? `${JSON.stringify({ file: path, ...answer })}\n` : textOf(path, answer));
  if (values.out !== undefined) await write(values.out, answer);
  return answer.usable ? 0 : 1;
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new HaidangError('file-unreadable', { path, why: systemWords(error) });
  }
}

async function write(path: string, { usable, preview }: ZoneFileAnswer): Promise<void> {
  if (!usable) {
    console.error(`haidang zones: ${path} was not written: errors stand against the zones.`);
    return;
  }
  try {
    await writeFile(path, `${JSON.stringify(preview)}\n`);
  } catch (error) {
    throw new HaidangError('file-unwritable', { path, why: systemWords(error) });
  }
}

const MARKS = { error: ['LỖI', 'ERROR'], warning: ['CẢNH BÁO', 'WARNING'], info: ['GHI CHÚ', 'NOTE'] } as const;

function textOf(path: string, { format, usable, findings, remaining, preview }: ZoneFileAnswer): string {
  const count = preview.features.length;
  const lines = [`${format ?? path}: ${count} vùng / ${counted(count, 'zone', 'zones')}`, ...byGravity(findings)];
  if (remaining) lines.push('', `Sau khi sửa / After repair: ${remaining.length}`, ...byGravity(remaining));
  lines.push('', usable ? 'Dùng được. / The zones can be used.' : 'Chưa dùng được. / The zones cannot be used yet.');
  return `${lines.join('\n')}\n`;
}

/** The gravest first, as on the page. */
function byGravity(findings: readonly PlainFinding[]): string[] {
  const order = Object.keys(MARKS);
  return findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity)).flatMap(linesOf);
}

function linesOf({ severity, code, vi, en, repair }: PlainFinding): string[] {
  const [markVi, markEn] = MARKS[severity];
  const lines = ['', `${markVi} [${code}] ${vi}`, `${markEn} [${code}] ${en}`];
  if (repair) lines.push(`  Sửa: ${repair.vi}`, `  Repair: ${repair.en}`);
  return lines;
}
