/** `haidang bench engine`: fixes a second that the rules engine judges, what a late one costs and what a vessel takes. */
import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { engineThreadLimits } from '../../server/ingest/engine-thread.ts';
import { CommandLine, flag, help, progress, text } from '../command-line.ts';
import { loadNow } from '../figures.ts';
import type { Measured, Sizes } from './measure.ts';
import { toResult, toText } from './result.ts';
import type { Said } from './runner.ts';

const commandLine = new CommandLine('bench engine');

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
fixes late. Fixes are made before they are timed; the engine's clock ticks every second of the fleet's. One thread, with the young
memory that the product gives its own.
`;

/** Returns the exit code; what a person did wrong is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { help: isAsked, json, ...sizes } = parse(args);
  if (isAsked) {
    process.stdout.write(usage);
    return 0;
  }
  const load = loadNow();
  const result = toResult(await measured(sizes, progress(sizes.rounds)), sizes, load);
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : toText(result));
  return 0;
}

/** In a thread like the product's. @param onRound called before each; 0 is the warm-up */
async function measured(sizes: Sizes, onRound: (round: number) => void): Promise<Measured> {
  const worker = new Worker(new URL('./bench-engine.js', import.meta.url), {
    workerData: sizes,
    resourceLimits: engineThreadLimits,
  });
  for await (const [said] of on(worker, 'message') as AsyncIterable<[Said]>) {
    if ('measured' in said) return said.measured;
    onRound(said.round);
  }
  throw new Error('the bench thread ended without a result');
}

function parse(args: string[]) {
  const options = { json: flag, vessels: text, zones: text, fixes: text, rounds: text, help };
  const { values, positionals } = commandLine.read(args, options);
  commandLine.refuseWords(positionals);
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    vessels: commandLine.count('vessels', values.vessels, VESSELS, 1_000_000),
    zones: commandLine.count('zones', values.zones, ZONES, 100_000, 0),
    fixes: commandLine.count('fixes', values.fixes, FIXES, 1_000_000_000),
    rounds: commandLine.count('rounds', values.rounds, ROUNDS, 1000),
  };
}
