/** `haidang export`: what the store holds, one JSON object a line. Reads beside a running server. */
import { layDownAct } from '../audit/command-acts.ts';
import { badOption, oneOf } from '../command-line.ts';
import type { Vessel } from '../models/vessel.ts';
import type { Store } from '../store/store.ts';
import { systemWords } from '../system-words.ts';
import { dataFolder, LineOutput, openStore, parseCommand } from './data-command.ts';
import { actLine, alertLine, deliveryLine, fixLine, vesselLine } from './export-lines.ts';

const usage = `haidang export alerts|deliveries|acts|tracks|vessels [--from ISO] [--to ISO] [--vessel ID] [--data DIR]

  One JSON object a line, oldest first; times are ISO 8601 UTC. Works beside a running server.
  --from, --to   alerts raised, deliveries made, acts done or fixes taken in that time (both ends included)
  --vessel ID    only this vessel: its id, registration or MMSI
  --json         accepted for clarity: there is no other form
  --data DIR     data folder (default ./haidang-data/live; the demonstration's is ./haidang-data/demo)
`;

const options = {
  from: { type: 'string' },
  to: { type: 'string' },
  vessel: { type: 'string' },
  json: { type: 'boolean' },
} as const;

interface Wanted {
  from: number;
  to: number;
  vesselId: string | undefined;
}

type Export = (store: Store, wanted: Wanted) => AsyncIterable<unknown>;

const exports = { alerts, deliveries, acts, tracks, vessels } satisfies Record<string, Export>;
/** As the audit trail calls them. */
const inTrail = {
  alerts: 'alerts',
  deliveries: 'messages',
  acts: 'acts',
  tracks: 'track',
  vessels: 'fleet',
} as const;
const actsPage = 1000;
/** SQLite's own bound for a number of rows that never comes. */
const everything = Number.MAX_SAFE_INTEGER;

/** Returns the exit code; bad usage and unreadable folders are thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseCommand('export', args, options);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const what = oneOf('export', positionals, Object.keys(exports) as (keyof typeof exports)[]);
  const from = instant('from', values.from) ?? Number.MIN_SAFE_INTEGER;
  const to = instant('to', values.to) ?? Number.MAX_SAFE_INTEGER;
  const folder = dataFolder(values.data);
  const store = await openStore(folder);
  try {
    const vesselId = values.vessel === undefined ? undefined : await vesselNamed(store, values.vessel);
    putOnRecord(folder, what, { ...values, vesselId });
    const output = new LineOutput();
    for await (const line of exports[what](store, { from, to, vesselId })) {
      if (output.gone) break;
      await output.line(line);
    }
    await output.flush();
    return 0;
  } finally {
    await store.close();
  }
}

/** Reading goes on where nothing can be written, as beside a copy on a disk that is read only: then it says so. */
function putOnRecord(folder: string, what: keyof typeof exports, asked: Record<string, unknown>): void {
  const { from, to, vesselId } = asked;
  try {
    layDownAct(folder, { type: 'exported', what: inTrail[what], asked: { from, to, vesselId } });
  } catch (error) {
    console.error(`This export is not in the audit trail: ${systemWords(error).en}`);
  }
}

function instant(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  // A time without a zone would mean something else on every machine.
  const zoned = /^\d{4}-\d\d-\d\dT[\d:.]+$/.test(text) ? `${text}Z` : text;
  const time = /^\d{4}-/.test(text) ? Date.parse(zoned) : Number.NaN;
  if (Number.isNaN(time))
    throw badOption('export', `--${option} ${text}`, 'it has to be a time like 2026-01-31T06:00:00Z');
  return time;
}

/** The id behind whatever people call the vessel. */
async function vesselNamed(store: Store, name: string): Promise<string> {
  if (await store.vessel(name)) return name;
  for await (const vessel of store.allVessels()) {
    if (vessel.registration?.toLowerCase() === name.toLowerCase() || String(vessel.mmsi) === name) return vessel.id;
  }
  throw badOption('export', `--vessel ${name}`, 'no vessel has this id, registration or MMSI');
}

async function* alerts(store: Store, { from, to, vesselId }: Wanted) {
  const found = await store.alerts({ state: 'all', vesselId, since: from, limit: everything });
  const wanted = found.filter((alert) => alert.occurrence.raisedAt <= to);
  wanted.sort((a, b) => a.occurrence.raisedAt - b.occurrence.raisedAt || (a.id < b.id ? -1 : 1));
  for (const alert of wanted) yield alertLine(alert);
}

async function* deliveries(store: Store, { from, to, vesselId }: Wanted) {
  const found = await store.deliveries({ limit: everything });
  for (const delivery of found.reverse()) {
    if (delivery.createdAt < from || delivery.createdAt > to) continue;
    if (vesselId === undefined || delivery.vesselId === vesselId) yield deliveryLine(delivery);
  }
}

async function* acts(store: Store, { from, to, vesselId }: Wanted) {
  let after: string | undefined;
  for (;;) {
    const page = await store.acts({ from, to, after, limit: actsPage });
    for (const act of page) {
      if (vesselId === undefined || act.subject === vesselId || act.details?.vesselId === vesselId) yield actLine(act);
    }
    if (page.length < actsPage) return;
    after = page.at(-1)!.id;
  }
}

async function* tracks(store: Store, { from, to, vesselId }: Wanted) {
  for (const vessel of await sortedVessels(store, vesselId)) {
    for (const fix of await store.track(vessel.id, from, to)) yield fixLine(vessel, fix);
  }
}

async function* vessels(store: Store, { vesselId }: Wanted) {
  for (const vessel of await sortedVessels(store, vesselId)) yield vesselLine(vessel);
}

async function sortedVessels(store: Store, vesselId: string | undefined): Promise<Vessel[]> {
  const found: Vessel[] = [];
  for await (const vessel of store.allVessels()) {
    if (vesselId === undefined || vessel.id === vesselId) found.push(vessel);
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}
