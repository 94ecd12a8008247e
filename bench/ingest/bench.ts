/** `haidang bench ingest`: the running product at full load, from bytes at a socket to what is stored, and killed at it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandLine, flag, help, text } from '../command-line.ts';
import { loadNow } from '../figures.ts';
import { measure, type Ports } from './measure.ts';
import { freePort } from './product.ts';
import { toResult, toText } from './result.ts';

const commandLine = new CommandLine('bench ingest');

const VESSELS = 100_000;
const ZONES = 1000;
const SECONDS = 10;
const RATES = [10_000, 20_000, 30_000, 40_000, 60_000, 80_000, 100_000, 120_000];
const MOST_RATE = 1_000_000;

const usage = `haidang bench ingest [--json] [--vessels N] [--zones N] [--rates N,…] [--seconds N] [--folder DIR]

  --json         one JSON object instead of a table
  --vessels N    boats with AIS (default ${VESSELS})
  --zones N      zones beside those that the product ships (default ${ZONES})
  --rates N,…    messages a second, one after the other until one is not kept up (default ${RATES.join(',')})
  --seconds N    how long each is kept (default ${SECONDS})
  --folder DIR   where the data folder is made, and removed at the end (default the system's folder for temporary files)
  --help         this text

Starts haidang serve in a process of its own and sends it AIVDM of types 1, 3, 5, 18, 24 and 27 over four TCP connections:
first who everybody is and where, then each rate. All rules that the product ships and four on the further zones judge. Then
it is killed at the highest rate that was kept up, and started again. Memory and processor time are those of that process
(Linux only); the sender and the product share the machine.
`;

/** Returns the exit code; what a person did wrong is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { help: isAsked, json, folder: parent, ...sizes } = parse(args);
  if (isAsked) {
    process.stdout.write(usage);
    return 0;
  }
  const load = loadNow();
  const folder = mkdtempSync(join(parent, 'haidang-bench-'));
  try {
    const ports: Ports = { http: await freePort(), tcp: await freePort() };
    const result = toResult(await measure(folder, sizes, ports, progress), sizes, load);
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : toText(result));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

/** For a person who waits. */
function progress(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${what}\n`);
}

function parse(args: string[]) {
  const options = { json: flag, vessels: text, zones: text, rates: text, seconds: text, folder: text, help };
  const { values, positionals } = commandLine.read(args, options);
  commandLine.refuseWords(positionals);
  const rates = values.rates?.split(',').map((rate) => commandLine.count('rates', rate.trim(), 0, MOST_RATE, 100));
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    vessels: commandLine.count('vessels', values.vessels, VESSELS, 400_000),
    zones: commandLine.count('zones', values.zones, ZONES, 100_000, 0),
    seconds: commandLine.count('seconds', values.seconds, SECONDS, 600),
    rates: rates ?? RATES,
    folder: values.folder ?? tmpdir(),
  };
}
