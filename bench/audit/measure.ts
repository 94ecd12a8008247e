/** Fills a store with what is over and has the auditor look for the little that is not: the work of a run must not grow with the rows. */
import { defaultLadders } from '../../server/alerts/default-ladders.ts';
import { begun, ladderOfAlert } from '../../server/alerts/ladder.ts';
import { Auditor } from '../../server/audit/auditor.ts';
import { auditConfig } from '../../server/audit/config.ts';
import type { EngineRoom } from '../../server/ingest/room.ts';
import { type Alert, alerts } from '../../server/models/alert.ts';
import { type Delivery, deliveries } from '../../server/models/delivery.ts';
import type { Entry } from '../../server/models/entry.ts';
import { type Batch, noChanges, type Store } from '../../server/store/store.ts';
import { arrivedMessage, closedAlert, message, type Old, waitingAlert } from './rows.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 25);
const AT_ONCE = 2000;
/** Of each kind of fault that is put in. */
const FAULTS = 20;
/** Change numbers of what is put in stand behind those of all rows. */
const SEQ = 1e9;
/** The first figures come from so many rows. */
const FEW = 1000;

export interface Measured {
  /** Alerts, and as many messages. */
  rows: number;
  /** Milliseconds of each run that found nothing. */
  idle: number[];
  /** … and of those that found everything that was put in. */
  finding: number[];
  /** Milliseconds to read every alert and message once, as an auditor without indexes does. */
  reading: number;
}

type Faults = Record<'alerts', Alert[]> & Record<'deliveries', Delivery[]>;

/** An auditor that does not find what is there, or finds what is not. */
class Missed extends Error {}

/** @param onRows told of how many are written */
export async function measure(
  store: Store,
  { rows, runs }: { rows: number; runs: number },
  onRows: (rows: number) => void,
): Promise<Measured[]> {
  const measured: Measured[] = [];
  let done = 0;
  for (const upTo of [...new Set([Math.min(FEW, rows), rows])]) {
    await fill(store, done, upTo, onRows);
    done = upTo;
    measured.push(await measureOnce(store, upTo, runs));
  }
  return measured;
}

async function fill(store: Store, from: number, to: number, onRows: (rows: number) => void): Promise<void> {
  const old: Old = { until: NOW - 24 * HOUR, ladder: defaultLadders()[0]! };
  if (from === 0) await store.commit(batch(0, { documents: [ladders()] }));
  for (let n = from; n < to; n += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, to - n) }, (_, i) => n + i);
    await store.commit(
      batch(n + numbers.length, {
        alerts: numbers.map((one) => closedAlert(one, old)),
        deliveries: numbers.map((one) => arrivedMessage(one, old)),
      }),
    );
    onRows(n + numbers.length);
  }
}

async function measureOnce(store: Store, rows: number, runs: number): Promise<Measured> {
  const bench = new Bench(store);
  const idle: number[] = [];
  for (let n = 0; n < runs; n++) idle.push(await bench.run(0));
  await store.commit(batch(rows, faults()));
  const finding: number[] = [];
  for (let n = 0; n < runs; n++) finding.push(await bench.run(FAULTS));
  await store.commit(batch(rows, mended()));
  await bench.run(0);
  return { rows, idle, finding, reading: await readAll(store) };
}

/** An auditor on a real store, whose acts are counted and do nothing: what was put in is found again by the next run. */
class Bench {
  #acts: Entry[] = [];
  readonly #auditor: Auditor;

  constructor(store: Store) {
    const room: Pick<EngineRoom, 'act' | 'status'> = {
      act: async (entry) => this.#acts.push(entry),
      status: () =>
        ({ journal: { bytes: 0, healthy: true, fsyncs: 0, lastFsyncMs: 0, cutBytes: 0 }, store: {} }) as never,
    };
    const config = auditConfig.parse({});
    this.#auditor = new Auditor({ store, room, config, tickSeconds: 5, clock: () => NOW });
  }

  /** @returns milliseconds @throws Missed */
  async run(faults: number): Promise<number> {
    this.#acts = [];
    const start = performance.now();
    await this.#auditor.run();
    const took = performance.now() - start;
    const mends = this.#acts.filter((one) => one.type === 'mend-ladders');
    const late = mends.reduce((sum, one) => sum + one.alertIds.length, 0);
    const bare = mends.reduce((sum, one) => sum + (one.unladdered?.length ?? 0), 0);
    const unheard = this.#acts.filter((one) => one.type === 'delivery').length;
    const stuck = (this.#auditor.status().alarm?.isOver ?? true) ? 0 : stuckIn(this.#auditor.status().alarm!.why.en);
    for (const found of [late, bare, unheard, stuck])
      if (found !== faults)
        throw new Missed(`put in ${faults} of each kind, found ${JSON.stringify({ late, bare, unheard, stuck })}`);
    return took;
  }
}

function stuckIn(words: string): number {
  return Number(/(\d+) messages overdue/.exec(words)?.[1] ?? 0);
}

/** Steps that are late, alerts on no ladder, messages that did not leave, receipts that did not come. */
function faults(): Faults {
  const list = defaultLadders();
  const since = NOW - 6 * HOUR;
  const alerts: Alert[] = each().flatMap((n) => {
    const late = waitingAlert(`late-${n}`, since, SEQ + 2 * n);
    const ladder = ladderOfAlert(list, late)!;
    return [{ ...late, ladder: begun(ladder, since, since) }, waitingAlert(`bare-${n}`, since, SEQ + 2 * n + 1)];
  });
  const deliveries = each().flatMap((n) => [
    message(`stuck-${n}`, `late-${n}`, n, since),
    { ...message(`unheard-${n}`, `late-${n}`, n, since), state: 'sent' as const, confirmBy: since + HOUR },
  ]);
  return { alerts, deliveries };
}

/** The same rows when all is over. */
function mended(): Faults {
  const { alerts, deliveries } = faults();
  return {
    alerts: [...alerts].map(({ ladder: _, ...alert }) => ({
      ...alert,
      response: { state: 'closed' as const, closedAt: NOW },
    })),
    deliveries: [...deliveries].map((one) => ({ ...one, state: 'delivered' as const })),
  };
}

const each = () => Array.from({ length: FAULTS }, (_, n) => n);

function batch(position: number, changes: Partial<Batch>): Batch {
  return { ...noChanges, ...changes, position };
}

function ladders() {
  return { name: 'ladders', revision: 1, body: defaultLadders(), changedAt: NOW, changedBy: 'bench' } as const;
}

/** @returns milliseconds to read every alert and every message */
async function readAll(store: Store): Promise<number> {
  const start = performance.now();
  let seen = 0;
  for (const layout of [alerts, deliveries]) for await (const _ of store.rows(layout)) seen++;
  if (seen === 0) throw new Missed('nothing is stored');
  return performance.now() - start;
}
