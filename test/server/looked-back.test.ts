/** What a boat has stored for ten days tells of whom she met: found in the store's tracks, as if it had come in time. */
import { expect } from 'chai';
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
const rules: Rule[] = [{ id: 'meet', kind: 'encounter' }];
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

class Room {
  readonly #folder = temporaryFolder();
  readonly store = new SqliteStore(`${this.#folder}/store.db`, 'write');
  #pipeline!: Pipeline;
  #position = 0;

  async begin(): Promise<this> {
    await this.restart();
    await this.#enter({ type: 'feed', feed: 1, name: 'Vệ tinh', url: 'tcp://a', format: 'naf' });
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
    const one = await new Room().begin();
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
