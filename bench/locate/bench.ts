/** `haidang bench locate`: points located a second, ours and others', on the same zones and points in the same run. */
import { CommandLine, flag, help, progress, text } from '../command-line.ts';
import { loadNow } from '../figures.ts';
import { type Contest, compete, Disagreement } from './contest.ts';
import { type Contestant, contestants, OURS } from './contestants.ts';
import { toResult, toText } from './result.ts';
import { WorkloadFolder } from './workload.ts';
import type { ZoneSet } from './zones.ts';

const commandLine = new CommandLine('bench locate');

const ROUNDS = 5;
const POINTS = 1_000_000;
const CHECKED = 50_000;
const EDGES = 20_000;

const sets: readonly ZoneSet[] = [
  { count: 1000, vertices: 500, far: 0 },
  { count: 100, vertices: 200, far: 0 },
];
/** Only for ours: what zones on the other side of the earth cost. */
const farSet: ZoneSet = { count: 1000, vertices: 500, far: 1000 };

const usage = `haidang bench locate [--json] [--only NAME,…] [--rounds N] [--points N] [--zones COUNTxVERTICES,…]

  --json         one JSON object instead of tables
  --only NAMES   of ${contestants.map(({ name }) => name).join(', ')}
  --rounds N     turns that each has, after one to warm up (default ${ROUNDS})
  --points N     of each kind, random and tracks (default ${POINTS})
  --zones SETS   instead of ${sets.map(({ count, vertices }) => `${count}x${vertices}`).join(',')}
  --help         this text

Zones are seeded, coast-like and overlapping, in lon 102–118, lat 6–22; tracks are the positions of the AIS logs that come
with the program, moved into that box. One process a locator; first all have to find the same zones for ${CHECKED.toLocaleString('en')} points of
each kind and for ${EDGES.toLocaleString('en')} on vertices and edges, else nothing is measured. HAIDANG_BENCH_PYTHON names the python that has
shapely, for GEOS (default python3). What is not installed is skipped, and said.
`;

/** Returns the exit code; what a person did wrong is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const options = parse(args);
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const load = loadNow();
  const folder = new WorkloadFolder();
  const contests: { set: ZoneSet; contest: Contest }[] = [];
  for (const set of options.sets) {
    const only = set.far > 0 ? options.only.filter(({ name }) => name.startsWith(OURS)) : options.only;
    if (only.length > 0) contests.push({ set, contest: await measure(folder, set, only, options) });
  }
  folder.remove();
  const { measured, skipped } = contests[0]!.contest;
  if (measured.length === 0) {
    throw commandLine.bad('--only', `none of these can be measured here (${Object.values(skipped).join('; ')})`);
  }
  const result = toResult(contests, options.rounds, load);
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : toText(result));
  return 0;
}

async function measure(
  folder: WorkloadFolder,
  set: ZoneSet,
  only: readonly Contestant[],
  { rounds, points }: { rounds: number; points: number },
): Promise<Contest> {
  const checked = Math.min(CHECKED, points);
  const edges = Math.min(EDGES, points);
  try {
    const workload = folder.write(set, points, edges);
    return await compete(
      only,
      workload,
      { rounds, points, checked, edges },
      progress(rounds, `${set.count} × ${set.vertices}`),
    );
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error;
    throw commandLine.bad('locate', error.message);
  }
}

function parse(args: string[]) {
  const options = { json: flag, only: text, rounds: text, points: text, zones: text, help };
  const { values, positionals } = commandLine.read(args, options);
  commandLine.refuseWords(positionals);
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    only: commandLine.only(values.only, contestants),
    rounds: commandLine.count('rounds', values.rounds, ROUNDS, 1000),
    points: commandLine.count('points', values.points, POINTS, 20_000_000),
    sets: values.zones === undefined ? [...sets, farSet] : values.zones.split(',').map(zoneSet),
  };
}

function zoneSet(said: string): ZoneSet {
  const [, zones, vertices] = /^(\d+)x(\d+)$/.exec(said.trim()) ?? [];
  const set = { count: Number(zones), vertices: Number(vertices), far: 0 };
  if (set.count >= 1 && set.vertices >= 3 && set.count * set.vertices <= 5_000_000) return set;
  throw commandLine.bad(`--zones ${said}`, 'zones and vertices of each are needed, as 1000x500');
}
