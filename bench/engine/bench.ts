/** `haidang bench engine`: fixes a second that the rules engine judges, what a late one costs and what a vessel takes. */
import { parseArgs } from 'node:util';
import { HaidangError } from '../../server/errors.ts';
import { measure } from './measure.ts';
import { loadNow, toResult, toText } from './result.ts';

const VESSELS = 100_000;
const ZONES = 1000;
const FIXES = 5_000_000;
const ROUNDS = 5;

const usage = `haidang bench engine [--json] [--vessels N] [--zones N] [--fixes N] [--rounds N]

  --json       one JSON object instead of text
  --vessels N  a fleet of so many: 30 % with AIS, 50 % with VMS, 20 % with both (default ${VESSELS})
  --zones N    zones beside those that the product ships (default ${ZONES})
  --fixes N    in all rounds together (default ${FIXES})
  --rounds N   (default ${ROUNDS})
  --help       this text

All rules that the product ships, and four on the further zones; AIS every 10 s to 3 min, VMS every 2 or 3 h, 2 % of the
fixes late. Fixes are made before they are timed; the engine's clock ticks every second of the fleet's. One thread.
`;

/** Returns the exit code; what a person did wrong is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { help, json, ...sizes } = parse(args);
  if (help) {
    process.stdout.write(usage);
    return 0;
  }
  const load = loadNow();
  const result = toResult(measure(sizes, progress(sizes.rounds)), sizes, load);
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : toText(result));
  return 0;
}

/** For a person who waits. */
function progress(rounds: number): (round: number) => void {
  if (!process.stderr.isTTY) return () => {};
  return (round) => process.stderr.write(round === 0 ? 'warming up\n' : `round ${round} of ${rounds}\n`);
}

function parse(args: string[]) {
  const values = parseOptions(args);
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    vessels: count('vessels', values.vessels, VESSELS, 1, 1_000_000),
    zones: count('zones', values.zones, ZONES, 0, 100_000),
    fixes: count('fixes', values.fixes, FIXES, 1, 1_000_000_000),
    rounds: count('rounds', values.rounds, ROUNDS, 1, 1000),
  };
}

function parseOptions(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { json: flag, vessels: text, zones: text, fixes: text, rounds: text, help: { ...flag, short: 'h' } };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw bad(/'([^']+)'/.exec(why)?.[1] ?? args.join(' '), why.split('. ')[0]!);
  }
}

function count(name: string, text: string | undefined, usual: number, least: number, most: number): number {
  if (text === undefined) return usual;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw bad(`--${name} ${text}`, `a whole number from ${least} to ${most} is needed`);
}

function bad(option: string, why: string): HaidangError {
  return new HaidangError('bad-option', { option, why, command: 'bench engine' });
}
