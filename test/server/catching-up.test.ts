/** A history that is played in, or a backlog that a provider sends piece by piece, accuses nobody of silence meanwhile. */
import { expect } from 'chai';
import { encodeAis } from '../../decoders/ais/encoder.ts';
import { Pipeline } from '../../server/ingest/pipeline.ts';
import { RecordType } from '../../server/journal/record.ts';
import type { Entry } from '../../server/models/entry.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { removeFolder, temporaryFolder } from '../product.ts';
import { nafRecord } from './api-product.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 2, 1);
const boats = Array.from({ length: 12 }, (_, i) => `QNa-${91_001 + i}-TS`);

describe('a feed that catches up', () => {
  let folder: string;
  let store: SqliteStore;
  let pipeline: Pipeline;
  let position: number;
  let now: number;

  beforeEach(async () => {
    folder = temporaryFolder();
    store = new SqliteStore(`${folder}/store.db`, 'write');
    position = 0;
    now = START;
    const onProblem = (sentence: string, error: unknown) => {
      throw new Error(sentence, { cause: error });
    };
    pipeline = await Pipeline.restore({ store, demo: true, onProblem });
    for (const feed of [1, 2])
      await enter({ type: 'feed', feed, name: `feed ${feed}`, url: `tcp://${feed}`, format: 'naf' });
    await enter({
      type: 'document',
      name: 'rules',
      body: [{ id: 'lost', kind: 'silence', params: { hours: 6 } }],
      by: 'test',
    });
    await enter({ type: 'feed', feed: 3, name: 'log', url: 'file:yesterday', format: 'nmea' });
    const entries = boats.map((registration, i) => ({
      ...{ registration, flag: 'VNM', mmsi: 574_000_001 + i, reportingIntervalMin: 120 },
    }));
    await enter({ type: 'registry', entries, by: 'test' });
  });
  afterEach(async () => {
    await store.close();
    removeFolder(folder);
  });

  async function apply(type: (typeof RecordType)[keyof typeof RecordType], text = '', feed = 0): Promise<void> {
    const payload = Buffer.from(text, 'utf8');
    await pipeline.apply({
      type,
      whole: true,
      feed,
      source: 0,
      receivedAt: now,
      payload,
      position,
      next: position + 100,
    });
    position += 100;
  }

  const enter = (entry: Entry): Promise<void> => apply(RecordType.entry, JSON.stringify(entry));

  async function wait(ms: number): Promise<void> {
    for (const end = now + ms; now < end; ) {
      now += 5 * SECOND;
      await apply(RecordType.tick);
    }
  }

  /** What all boats report from `fromHours` to `toHours` before the start, in pieces of two hours. */
  async function playHistory(fromHours: number, toHours: number, pauseMs: number): Promise<void> {
    for (let hours = fromHours; hours >= toHours; hours -= 2) {
      const fixTime = START - hours * HOUR;
      const records = boats.map((boat, i) => nafRecord(boat, 15 + i / 10 - hours / 100, 109, fixTime));
      await apply(RecordType.bytes, records.join('\n'), 1);
      await wait(pauseMs);
    }
  }

  /** Yesterday's log of AIS from `fromHours` to `toHours` before the start, as fast as it can be read. */
  async function playLog(fromHours: number, toHours: number): Promise<void> {
    for (let minute = fromHours * 60; minute >= toHours * 60; minute -= 10) {
      const tag = { time: (START - minute * MINUTE) / SECOND };
      const sentences = boats.flatMap((_, i) => {
        const place = { lon: 109, lat: 15 + i / 10 - minute / 600, speed: 6, course: 180 };
        return encodeAis({ type: 18, mmsi: 574_000_001 + i, ...place }, { tag });
      });
      await apply(RecordType.bytes, `${sentences.join('\r\n')}\r\n`, 3);
      if (minute % 60 === 0) await wait(5 * SECOND);
    }
  }

  async function alerts(): Promise<string[]> {
    await pipeline.commit();
    const all = await store.alerts({ state: 'all', limit: 1000 });
    return all.map(({ occurrence }) => `${occurrence.ruleId} ${occurrence.state}`);
  }

  it('may pause between two pieces, as its sender or we do under load', async () => {
    await playHistory(48, 0, 50 * SECOND);
    expect(await alerts()).to.deep.equal([]);
  });

  it('may be a log of yesterday: what it brings was not silent when it was sent', async () => {
    await wait(MINUTE);
    await playLog(48, 2);
    await wait(30 * MINUTE);
    expect(await alerts()).to.deep.equal([]);
  });

  it('says once, when the log has ended, who has not been heard since', async () => {
    await wait(MINUTE);
    await playLog(48, 8);
    expect(await alerts()).to.deep.equal([]);
    await wait(30 * MINUTE);
    expect(await alerts()).to.deep.equal(boats.map(() => 'lost raised'));
  });

  it('has delivered what it has when nothing newer has come for ten minutes', async () => {
    await playHistory(48, 20, 10 * SECOND);
    await wait(9 * MINUTE);
    expect(await alerts()).to.deep.equal([]);
    await wait(2 * MINUTE);
    expect(await alerts()).to.deep.equal(boats.map(() => 'lost raised'));
  });

  it('does not hold back the silence of the fleet when a device repeats an old position for ever', async () => {
    await playHistory(0, 0, 5 * SECOND);
    const stuck = (): Promise<void> =>
      apply(RecordType.bytes, nafRecord('QNa-99999-TS', 15, 110, START - 100 * HOUR), 2);
    for (let minute = 0; minute < 7 * 60; minute += 5) {
      await stuck();
      await wait(5 * MINUTE);
    }
    expect(await alerts()).to.deep.equal(boats.map(() => 'lost raised'));
  });
});
