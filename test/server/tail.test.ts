/** Fixes that wait to be put into chunks: packed exactly, and nothing hangs on whether and how long they wait. */
import { expect } from 'chai';
import fc from 'fast-check';
import { encodeAis } from '../../decoders/ais/encoder.ts';
import type { Fix } from '../../geofences/fix.ts';
import type { Rule } from '../../geofences/types.ts';
import { NewestPlaces } from '../../server/ingest/newest-places.ts';
import { Pipeline } from '../../server/ingest/pipeline.ts';
import { type TrackChanges, Trays } from '../../server/ingest/trays.ts';
import { RecordType } from '../../server/journal/record.ts';
import type { Entry } from '../../server/models/entry.ts';
import type { Tail } from '../../server/models/position.ts';
import { packJson, unpackFirst, unpackJson } from '../../server/store/sqlite/packed-json.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { packTail, TRAYS, unpackTail } from '../../server/store/tracks/tail.ts';
import { anyFix } from './any-fix.ts';

describe('a tail', () => {
  it('gives back exactly what it was given, of all or of one', () => {
    const tracks = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 20 }), fc.array(anyFix)), {
      selector: ([id]) => id,
    });
    fc.assert(
      fc.property(tracks, (all) => {
        const packed = packTail(all);
        expect([...unpackTail(packed)]).to.deep.equal(all);
        for (const [id, fixes] of all) expect([...unpackTail(packed, id)]).to.deep.equal([[id, fixes]]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the newest fix of each vessel', () => {
  it('is given back as it was put, wherever its place is, and nothing where none was put', () => {
    const puts = fc.array(fc.tuple(fc.nat({ max: 5000 }), anyFix), { minLength: 1 });
    fc.assert(
      fc.property(puts, fc.nat({ max: 9000 }), (all, other) => {
        const places = new NewestPlaces();
        for (const [place, fix] of all) places.put(place, fix);
        const known = new Map(all);
        for (const place of [...known.keys(), other]) {
          expect(places.at(place)).to.deep.equal(known.get(place));
          expect(places.timeAt(place)).to.equal(known.get(place)?.fixTime ?? Number.NEGATIVE_INFINITY);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('packed JSON', () => {
  it('is what JSON makes of any value', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: false, maxDepth: 4 }), (value) => {
        let text: string | undefined;
        try {
          text = JSON.stringify([value]);
        } catch {
          return;
        }
        if (/toJSON|function/.test(String(text))) return;
        const json = JSON.parse(text) as unknown;
        expect(unpackJson(packJson(json))).to.deep.equal(json);
      }),
      { numRuns: 2000 },
    );
  });

  it('writes what stands in several places once, and reads it as one', () => {
    const fix = { fixTime: 1_795_629_218_000, lon: 112.34145, speedKn: 2.8, flags: 32 };
    const packed = packJson({ head: { newest: fix, last: fix }, landmarks: [{ newest: fix }] });
    expect(packed.length).to.be.below(60);
    const read = unpackJson(packed) as { head: { newest: object; last: object }; landmarks: { newest: object }[] };
    expect(read).to.deep.equal({ head: { newest: fix, last: fix }, landmarks: [{ newest: fix }] });
    expect(read.head.newest).to.equal(read.landmarks[0]!.newest);
  });

  it('gives the first entries alone, whatever comes after them', () => {
    const fix = { fixTime: 1_795_629_218_000, lon: 112.34145 };
    const packed = packJson({ format: 1, quietUntil: 7, fleet: { heard: fix }, profile: { id: 'v' }, head: fix });
    const first = { format: 1, quietUntil: 7, fleet: { heard: fix } };
    expect(unpackFirst(packed, 'profile')).to.deep.equal(first);
    expect(unpackFirst(packJson(first), 'profile')).to.deep.equal(first);
    expect(() => unpackFirst(packJson([1]), 'profile')).to.throw(RangeError);
  });

  it('refuses what is cut short or was never packed', () => {
    const packed = packJson({ head: [1, 'two', { three: 3.25 }] });
    for (let length = 0; length < packed.length; length++) {
      expect(() => unpackJson(packed.subarray(0, length)), `cut to ${length}`).to.throw(RangeError);
    }
    expect(() => unpackJson(new Uint8Array([9, 9, 9]))).to.throw(RangeError);
  });
});

describe('trays', () => {
  const berth = (id: string, fixTime: number) => {
    const fix: Fix = { fixTime, receivedAt: fixTime, lon: 108, lat: 16, source: 'ais', flags: 0 };
    return { id, waiting: [fix] };
  };
  const fleet = (count: number, time: number) =>
    Array.from({ length: count }, (_, i) => berth(`v${((i * 7919) % 65_536).toString(16).padStart(4, '0')}`, time));

  /** Rows as a store keeps them. */
  class Shelf {
    rows: Tail[] = [];

    read = async function* (this: Shelf, tray: number): AsyncIterable<Tail> {
      yield* this.rows.filter((row) => row.tray === tray).sort((a, b) => a.position - b.position);
    }.bind(this);

    /** Does what a commit would, and says what went into chunks. */
    take({ fixes, tails, emptied, done }: TrackChanges): Map<string, number[]> {
      this.rows = [...this.rows.filter(({ tray }) => !emptied.includes(tray)), ...tails];
      done();
      return new Map(fixes.map(([id, its]) => [id, its.map(({ fixTime }) => fixTime)]));
    }
  }

  it('put little into chunks at once, and of much a few vessels at a time, so that all have their turn', async () => {
    const trays = new Trays();
    const shelf = new Shelf();
    const little = trays.plan(fleet(200, 1), 1, true);
    expect([little.fixes.length, little.tails.length]).to.deep.equal([200, 0]);
    shelf.take(little);
    const written = new Map<string, number[]>();
    for (let commit = 1; commit <= 5000 && (commit < 9 || trays.waiting > 0); commit++) {
      shelf.take(trays.plan(commit < 9 ? fleet(5000, commit) : [], commit, true));
      const slice = await trays.slice(shelf.read, commit, 1);
      expect(slice!.fixes.length).to.be.within(0, 4);
      for (const [id, times] of shelf.take(slice!)) written.set(id, [...(written.get(id) ?? []), ...times]);
    }
    expect(shelf.rows).to.have.lengthOf(0);
    expect(written.size).to.equal(5000);
    for (const times of written.values())
      expect(times, 'in order, none left out').to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('keep what came while they were emptied, and what was not stored', async () => {
    const trays = new Trays();
    const shelf = new Shelf();
    shelf.take(trays.plan(fleet(1000, 1), 1, true));
    const refused = await trays.slice(shelf.read, 1, 1);
    shelf.take(trays.plan(fleet(1000, 2), 2, true));
    const again = await trays.slice(shelf.read, 2, 1);
    expect(again!.fixes).to.deep.equal(refused!.fixes);
    const written = shelf.take(again!);
    for (let slice = await trays.slice(shelf.read, 2, 1); slice; slice = await trays.slice(shelf.read, 2, 1)) {
      for (const [id, times] of shelf.take(slice)) written.set(id, [...(written.get(id) ?? []), ...times]);
    }
    expect(shelf.rows).to.have.lengthOf(0);
    expect(written.size).to.equal(1000);
    for (const times of written.values()) expect(times).to.deep.equal([1, 2]);
  });
});

describe('a fleet that reports all at once', () => {
  const BOATS = 600;
  const START = Date.UTC(2026, 2, 1);
  const HOUR = 3_600_000;
  const rules: Rule[] = [{ id: 'in', kind: 'zone-presence', params: { confirm: 1 } }];
  const ring = [108, 110, 110, 108, 108].map((lon, i) => [lon, i < 2 || i === 4 ? 16 : 17]);
  const zone = {
    type: 'Feature',
    id: 'z',
    geometry: { type: 'Polygon', coordinates: [ring] },
    properties: { name: 'z', kind: 'closed', version: 1 },
  };
  const entries: Entry[] = [
    { type: 'feed', feed: 1, name: 'ais', url: 'tcp://a', format: 'nmea' },
    { type: 'document', name: 'zones', body: { type: 'FeatureCollection', features: [zone] }, by: 'test' },
    { type: 'document', name: 'rules', body: rules, by: 'test' },
  ];

  /** Everybody goes north through the zone; one in ten says something twice or late. */
  function sentences(step: number): string {
    const lines = Array.from({ length: BOATS }, (_, boat) => {
      const late = boat % 10 === step % 10 ? 1 : 0;
      const lat = 15.7 + (step - late) * 0.1 + boat / 10_000;
      const at = START + (step - late) * HOUR;
      const about = { type: 18 as const, mmsi: 574_000_001 + boat, lon: 109, lat, speed: 6, course: 0 };
      return encodeAis({ ...about, second: Math.floor(at / 1000) % 60 })[0]!;
    });
    return `${lines.join('\r\n')}\r\n`;
  }

  async function run(withinMs: number, restarts: boolean) {
    const store = new SqliteStore(':memory:', 'write');
    const onProblem = (sentence: string, error: unknown): void => {
      throw new Error(sentence, { cause: error });
    };
    let pipeline = await Pipeline.restore({ store, demo: true, onProblem });
    let most = 0;
    const apply = async (type: 1 | 2 | 3, receivedAt: number, text: string): Promise<void> => {
      const position = pipeline.position;
      const payload = Buffer.from(text);
      const record = { type, whole: true, feed: 1, source: 0, receivedAt, payload, position, next: position + 100 };
      await pipeline.apply(record);
      await pipeline.commit(withinMs);
      most = Math.max(most, pipeline.traysWaiting);
      if (restarts) pipeline = await Pipeline.restore({ store, demo: true, onProblem });
    };
    for (const entry of entries) await apply(RecordType.entry, START, JSON.stringify(entry));
    for (let step = 0; step < 16; step++) {
      await apply(RecordType.bytes, START + step * HOUR + 2000, sentences(step));
      await apply(RecordType.tick, START + step * HOUR + 3000, '');
    }
    const tracks: Record<string, Fix[]> = {};
    const everything = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] as const;
    for await (const { id } of store.allVessels()) tracks[id] = await store.track(id, ...everything);
    const alerts = (await store.alerts({ state: 'all', limit: 10_000 })).map(({ changeSeq: _, ...alert }) => alert);
    const latest = Object.fromEntries(await store.latest());
    const counters = (await store.feeds()).map((feed) => feed.counters);
    await store.close();
    return { most, held: { tracks, alerts, latest, counters } };
  }

  it('is stored and judged the same whether its fixes wait or not, and whenever it is restarted', async () => {
    const calm = await run(Number.POSITIVE_INFINITY, false);
    expect(calm.most).to.equal(0);
    expect(Object.keys(calm.held.tracks)).to.have.lengthOf(BOATS);
    expect(calm.held.alerts.length).to.be.above(BOATS - 1);
    const waiting = await run(0.01, false);
    expect(waiting.most).to.be.above(TRAYS / 2);
    expect(waiting.held).to.deep.equal(calm.held);
    const restarted = await run(0.01, true);
    expect(restarted.most).to.be.above(TRAYS / 2);
    for (const what of ['tracks', 'alerts', 'latest'] as const) {
      expect(restarted.held[what], what).to.deep.equal(calm.held[what]);
    }
  });
});
