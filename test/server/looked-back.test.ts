/** What a boat has stored for ten days tells of whom she met: found in the store's tracks, as if it had come in time. */
import { expect } from 'chai';
import type { EngineWindow } from '../../geofences/engine.ts';
import type { Rule } from '../../geofences/types.ts';
import { Pipeline } from '../../server/ingest/pipeline.ts';
import { RecordType } from '../../server/journal/record.ts';
import type { Entry } from '../../server/models/entry.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { removeFolder, temporaryFolder } from '../product.ts';
import { nafRecord } from './api-product.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 2, 1);
const MEETS: Rule[] = [{ id: 'meet', kind: 'encounter' }];
const [STAYS, VISITS, FAR] = ['QNa-91001-TS', 'QNa-91002-TS', 'QNa-91003-TS'];
const HOURS = 240;
/** The visitor lies beside the other from hour 20 to 26, and is elsewhere before and after. */
const places: Record<string, (hours: number) => [lat: number, lon: number]> = {
  [STAYS!]: (hours) => [15.5, 109 + Math.max(0, hours - 60) / 200],
  [VISITS!]: (hours) => (hours < 20 || hours > 26 ? [15.5, 110.2] : [15.5, 109.001]),
  [FAR!]: () => [12, 111],
};

interface Report {
  boat: string;
  hours: number;
  at: number;
}

const reports: Report[] = [];
for (let hours = 0; hours <= HOURS; hours++) {
  for (const boat of [STAYS!, VISITS!, FAR!]) reports.push({ boat, hours, at: hours });
}

const ENTERS: Rule[] = [{ id: 'enters', kind: 'zone-enter', zones: ['shoal'] }];
/** The one that drifts east is in it from hour 100 on. */
const shoal = {
  type: 'Feature',
  id: 'shoal',
  properties: { kind: 'custom', name: 'Bãi cạn', nameEn: 'Shoal' },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [109.2, 15],
        [109.6, 15],
        [109.6, 16],
        [109.2, 16],
        [109.2, 15],
      ],
    ],
  },
};

class Room {
  readonly #window: EngineWindow | undefined;
  readonly #folder = temporaryFolder();
  readonly store = new SqliteStore(`${this.#folder}/store.db`, 'write');
  #pipeline!: Pipeline;
  #position = 0;

  constructor(window?: EngineWindow) {
    this.#window = window;
  }

  async begin(rules: readonly Rule[]): Promise<this> {
    await this.restart();
    await this.#enter({ type: 'feed', feed: 1, name: 'Vệ tinh', url: 'tcp://a', format: 'naf' });
    await this.#enter({
      type: 'document',
      name: 'zones',
      body: { type: 'FeatureCollection', features: [shoal] },
      by: 'test',
    });
    await this.#enter({ type: 'document', name: 'rules', body: rules, by: 'test' });
    const entries = Object.keys(places).map((registration) => ({
      registration,
      flag: 'VNM',
      reportingIntervalMin: 120,
    }));
    await this.#enter({ type: 'registry', entries, by: 'test' });
    return this;
  }

  async restart(): Promise<void> {
    this.#pipeline = await Pipeline.restore({
      store: this.store,
      demo: true,
      window: this.#window,
      onProblem: (sentence, error) => {
        throw new Error(sentence, { cause: error });
      },
    });
  }

  async report({ boat, hours, at }: Report): Promise<void> {
    const [lat, lon] = places[boat]!(hours);
    await this.apply(RecordType.bytes, at, nafRecord(boat, lat, lon, START + hours * HOUR), 1);
  }

  async apply(type: (typeof RecordType)[keyof typeof RecordType], hours: number, text = '', feed = 0): Promise<void> {
    const [payload, receivedAt, position] = [Buffer.from(text, 'utf8'), START + hours * HOUR, this.#position];
    this.#position += 100;
    const record = { type, whole: true, feed, source: 0, receivedAt, payload, position, next: this.#position } as const;
    await this.#pipeline.apply(record);
  }

  async commit(): Promise<void> {
    await this.#pipeline.commit();
  }

  async occurrences() {
    await this.commit();
    const alerts = await this.store.alerts({ state: 'all', limit: 100 });
    return alerts.map(({ occurrence }) => occurrence);
  }

  async close(): Promise<void> {
    await this.store.close();
    removeFolder(this.#folder);
  }

  async #enter(entry: Entry): Promise<void> {
    await this.apply(RecordType.entry, 0, JSON.stringify(entry));
  }
}

describe('A boat that hands in ten days of stored positions', () => {
  const rooms: Room[] = [];
  after(async () => {
    for (const room of rooms) await room.close();
  });

  async function room(): Promise<Room> {
    const one = await new Room().begin(MEETS);
    rooms.push(one);
    return one;
  }

  it('is found to have met another then, and nothing else is said', async () => {
    const early = await room();
    for (const report of reports) {
      await early.report(report);
      await early.apply(RecordType.tick, report.at);
    }
    const expected = await early.occurrences();
    expect(expected.map(({ kind, state }) => [kind, state])).to.deep.equal([['encounter', 'cleared']]);

    const late = await room();
    for (const report of reports.filter(({ boat }) => boat !== VISITS)) {
      await late.report(report);
      await late.apply(RecordType.tick, report.at);
      if (report.hours % 40 === 0) await late.commit();
    }
    expect(await late.occurrences()).to.deep.equal([]);
    for (const report of reports.filter(({ boat }) => boat === VISITS)) await late.report({ ...report, at: HOURS });
    // Stored and not yet looked at: what waits for a tick outlives a restart.
    await late.commit();
    await late.restart();
    await late.apply(RecordType.tick, HOURS + 1);
    expect(await late.occurrences()).to.deep.equal(expected);
  });
});

describe('A stored position that comes ten hours late', () => {
  const own = reports.filter(({ boat, hours }) => boat === STAYS && hours < 160);
  const isLate = ({ hours }: Report) => hours >= 100 && hours <= 104;

  /** @returns what was found, and how often her track was asked of the store */
  async function told(window: EngineWindow | undefined, arriving: readonly Report[]) {
    const room = await new Room(window).begin(ENTERS);
    let asked = 0;
    const track = room.store.track.bind(room.store);
    room.store.track = (...span) => {
      asked++;
      return track(...span);
    };
    for (const report of arriving) await room.report(report);
    const occurrences = await room.occurrences();
    await room.close();
    return { asked, occurrences };
  }

  it('is judged from memory within the window that is set, from the stored track beyond it, with the same end', async () => {
    const inTime = await told(undefined, own);
    expect(inTime.occurrences.map(({ kind, state }) => [kind, state])).to.deep.equal([['zone-enter', 'raised']]);
    expect(inTime.asked).to.equal(0);
    const late = [...own.filter((report) => !isLate(report)), ...own.filter(isLate)];
    late.splice(115, 0, ...late.splice(-5).map((report) => ({ ...report, at: 120 })));
    const fromMemory = await told(undefined, late);
    const fromStore = await told({ windowHours: 2, maxWindowFixes: 32 }, late);
    expect([fromMemory.asked > 0, fromStore.asked > 0]).to.deep.equal([false, true]);
    const holding = ({ occurrences }: typeof inTime) =>
      occurrences
        .filter(({ state }) => state !== 'retracted')
        .map(({ id, state, raisedAt }) => ({ id, state, raisedAt }));
    for (const one of [fromMemory, fromStore]) expect(holding(one)).to.deep.equal(holding(inTime));
  });
});
