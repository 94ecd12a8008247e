/** `haidang simulate`: the demonstration's fleet as a stream, to standard output or to somebody's input. */

import { badOption, readCommandLine } from '../command-line.ts';
import { demoSizes, Fleet, sizesFor } from '../simulator/fleet.ts';
import { openSink, type Sink } from '../simulator/sinks.ts';
import { stream } from '../simulator/stream.ts';

const usage = `haidang simulate: a reproducible fishing fleet off central Việt Nam, as AIVDM and NAF (or notice 1008)

  --vessels N     fishing boats (default 690: 600 with VMS, 200 with AIS class B, 110 of them with both), plus passing trade
  --seed S        another fleet; the same seed and --from give the same bytes (default 1)
  --from ISO      first instant (default 2026-01-01T00:00:00Z on standard output, now with --to)
  --hours H       length of the play (default 1 on standard output, without end with --to)
  --format F      aivdm, naf, vn1008 (notice 1008), or both for aivdm and naf (default both; with --to what the address takes)
  --to URL        udp://host:port, tcp://host:port or http://host:port/api/v1/positions/naf (or vn1008)
  --key KEY       API key for http
  --rate R        messages a second instead of real time
  --help          this text

A receiver that is not there is an error; one that goes away later is waited for, a minute long. Tag blocks carry the time of each AIVDM sentence. Without --to everything is written at once, unless --rate says otherwise.
`;

const formats = ['aivdm', 'naf', 'vn1008', 'both'] as const;
type Format = (typeof formats)[number];

const text = { type: 'string' } as const;
const options = {
  vessels: text,
  rate: text,
  seed: text,
  to: text,
  from: text,
  hours: text,
  format: text,
  key: text,
  help: { type: 'boolean', short: 'h' },
} as const;

const fixedStart = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

/** Returns the exit code; bad options are thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { values } = readCommandLine('simulate', { args, options });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const to = values.to === undefined ? undefined : address(values.to);
  const format = formatOf(values.format, to);
  const seed = number('seed', values.seed, { least: 0, most: 2 ** 31, whole: true }) ?? 1;
  const vessels = number('vessels', values.vessels, { least: 1, most: 100_000, whole: true });
  const rate = number('rate', values.rate, { least: 0.01, most: 1_000_000 });
  const hours = number('hours', values.hours, { least: 0.001, most: 24 * 366 }) ?? (to ? Number.POSITIVE_INFINITY : 1);
  const from =
    values.from === undefined ? (to ? Math.floor(Date.now() / 1000) * 1000 : fixedStart) : instant(values.from);

  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const fleet = new Fleet(seed, vessels === undefined ? demoSizes : sizesFor(vessels), { startTime: from });
  const pace = rate !== undefined ? { perSecond: rate } : to ? 'real-time' : 'at-once';
  let sink: Sink | undefined;
  try {
    sink = await openSink(to, values.key, stopping);
    await stream({ fleet, from, to: from + hours * HOUR, format, pace, signal: stopping.signal }, sink);
    await sink.end();
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  } finally {
    sink?.close();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
  return 0;
}

const bad = (option: string, why: string) => badOption('simulate', option, why);

function number(
  name: string,
  text: string | undefined,
  { least, most, whole = false }: { least: number; most: number; whole?: boolean },
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most) || (whole && !Number.isInteger(value))) {
    throw bad(`--${name} ${text}`, `a ${whole ? 'whole ' : ''}number from ${least} to ${most} is needed`);
  }
  return value;
}

function instant(text: string): number {
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw bad(`--from ${text}`, 'a time like 2026-01-01T00:00:00Z is needed');
  return Math.floor(time / 1000) * 1000;
}

function address(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const scheme = url?.protocol;
  if (!url || !(scheme === 'udp:' || scheme === 'tcp:' || scheme === 'http:' || scheme === 'https:')) {
    throw bad(`--to ${text}`, 'udp://host:port, tcp://host:port or http://host:port/api/v1/positions/naf is needed');
  }
  if ((scheme === 'udp:' || scheme === 'tcp:') && !(url.hostname && url.port)) {
    throw bad(`--to ${text}`, 'a host and a port are needed');
  }
  return url;
}

function formatOf(text: string | undefined, to: URL | undefined): Format {
  const http = to?.protocol.startsWith('http') ?? false;
  const posted = to?.pathname.endsWith('/vn1008') ? 'vn1008' : 'naf';
  const format = formats.find((known) => known === (text ?? (http ? posted : to ? 'aivdm' : 'both')));
  if (!format) throw bad(`--format ${text}`, 'aivdm, naf, vn1008 or both is needed');
  if (http && format !== posted) throw bad(`--format ${format}`, `this http address takes ${posted} only`);
  return format;
}
