/** `haidang bench store`: what a year of tracks takes on disk and how long questions about it take, beside one row a fix. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandLine, flag, help, text } from '../command-line.ts';
import { loadNow } from '../figures.ts';
import { ChunkTracks } from './chunk-tracks.ts';
import { Disagreement, FIXES_A_YEAR, FLEET, measure, type Sizes } from './measure.ts';
import { toResult, toText } from './result.ts';
import { RowTracks } from './row-tracks.ts';
import type { Tracks } from './tracks.ts';

const commandLine = new CommandLine('bench store');
const contestants: readonly { name: string; open: (folder: string) => Tracks }[] = [
  { name: 'haidang', open: (folder) => new ChunkTracks(folder) },
  { name: 'sqlite-rows', open: (folder) => new RowTracks(folder) },
];

const usage = `haidang bench store [--json] [--fixes N] [--vessels N] [--only NAME,…] [--folder DIR]

  --json         one JSON object instead of a table
  --fixes N      about so many (default ${FIXES_A_YEAR}, a year of 10,000 boats; fewer are a shorter time of as many boats)
  --vessels N    boats (default ${FLEET})
  --only NAMES   of ${contestants.map(({ name }) => name).join(', ')}
  --folder DIR   where the databases are made, and removed at the end (default the system's folder for temporary files)
  --help         this text

One boat in ten is heard by AIS, about every 90 s while it passes a receiver; nine report by VMS every hour or two. The fixes
are written day by day, as they would come. Then all contestants are asked the same: the tracks of 30 boats of each kind over
30 days, cold (just opened; the file is in the system's memory) and warm, where the fleet was at 5 instants, and who was in 5
circles of 50 nm within a day. They have to find the same.
`;

/** Returns the exit code; what a person did wrong is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { help: isAsked, json, only, folder, ...sizes } = parse(args);
  if (isAsked) {
    process.stdout.write(usage);
    return 0;
  }
  const load = loadNow();
  const result = toResult(await measureIn(folder, only, sizes), sizes, load);
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : toText(result));
  return 0;
}

async function measureIn(parent: string, only: typeof contestants, sizes: Sizes) {
  const folder = mkdtempSync(join(parent, 'haidang-bench-'));
  const open = only.map((one) => one.open(folder));
  try {
    return await measure(open, sizes, progress);
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error;
    throw commandLine.bad('store', error.message);
  } finally {
    for (const one of open) await one.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** For a person who waits. */
function progress(day: number, days: number): void {
  if (process.stderr.isTTY && day % 10 === 0) process.stderr.write(`day ${day} of ${days}\n`);
}

function parse(args: string[]) {
  const options = { json: flag, fixes: text, vessels: text, only: text, folder: text, help };
  const { values, positionals } = commandLine.read(args, options);
  commandLine.refuseWords(positionals);
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    fixes: commandLine.count('fixes', values.fixes, FIXES_A_YEAR, 10 * FIXES_A_YEAR),
    vessels: commandLine.count('vessels', values.vessels, FLEET, 1_000_000, 100),
    only: commandLine.only(values.only, contestants),
    folder: values.folder ?? tmpdir(),
  };
}
