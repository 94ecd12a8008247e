/** A writer whose lease was taken, woken up at every one of its writes in turn: it changes nothing that the next one has written. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Connection } from 'mongoose';
import type { Fix } from '../../../geofences/fix.ts';
import type { Vessel } from '../../../server/models/vessel.ts';
import { CommitWriter } from '../../../server/store/mongo/commit.ts';
import { connect } from '../../../server/store/mongo/connect.ts';
import { fenceOf } from '../../../server/store/mongo/fence.ts';
import { Leases } from '../../../server/store/mongo/leases.ts';
import { type Models, modelsOn } from '../../../server/store/mongo/models.ts';
import { MongoStore } from '../../../server/store/mongo/mongo-store.ts';
import { LeaseLost, Patience } from '../../../server/store/mongo/patience.ts';
import { type Batch, noChanges } from '../../../server/store/store.ts';
import { packTail, trayOf } from '../../../server/store/tracks/tail.ts';
import { needMongo } from '../../needs.ts';

const MINUTE = 60_000;
const VESSELS = ['v1', 'v2', 'v3'];

function vessel(id: string, name: string): Vessel {
  return { id, kind: 'vessel', label: name, name, registered: false, firstHeardAt: 0 };
}

function fixes(from: number, count: number): Fix[] {
  return Array.from({ length: count }, (_, n) => {
    const fixTime = (from + n) * MINUTE;
    return { fixTime, receivedAt: fixTime, lon: 108 + n / 1000, lat: 16, source: 'ais', flags: 0 } as const;
  });
}

/** So many fixes that chunks begin, and old ones are packed anew. */
function batch(position: number, from: number, count: number): Batch {
  return {
    ...noChanges,
    position,
    vessels: VESSELS.map((id) => vessel(id, `after ${position}`)),
    fixes: VESSELS.map((id): [string, Fix[]] => [id, fixes(from, count)]),
  };
}

/** Lets a writer's requests through but for the one at which it falls asleep. */
class Sleepy extends Patience {
  readonly #at: number;
  #asked = 0;
  #wake: () => void = () => {};
  #sleeps: () => void = () => {};
  readonly asleep: Promise<void>;

  constructor(at: number) {
    super({ waits: true, isFenced: true });
    this.#at = at;
    this.asleep = new Promise((resolve) => {
      this.#sleeps = resolve;
    });
  }

  get asked(): number {
    return this.#asked;
  }

  override async ask<T>(ask: () => Promise<T>): Promise<T> {
    if (++this.#asked === this.#at) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#sleeps();
      await woken;
    }
    return super.ask(ask);
  }

  wake(): void {
    this.#wake();
  }
}

describe('a partition that was taken over', () => {
  let url: string;
  let connection: Connection;
  let models: Models;

  before(async function () {
    const named = needMongo(this);
    url = named(`haidang-test-${randomUUID()}`);
    connection = await connect({ url, mode: 'write' });
    models = modelsOn(connection);
  });

  afterEach(() => connection.dropDatabase());
  after(() => connection?.close());

  /** @returns false when the first writer had ended before it fell asleep */
  async function wokenAt(at: number, isEarly: boolean): Promise<boolean> {
    const leases = await Leases.open(url, 1);
    await leases.prepare('folder');
    const first = await leases.take((await leases.states())[0]!, 'first');
    const begun = new CommitWriter(models, new Patience({ waits: true }), { atOnce: 2, fence: fenceOf(0, first!) });
    await begun.write(batch(100, 0, 500));

    const patience = new Sleepy(at);
    const sleeper = new CommitWriter(models, patience, { atOnce: 2, fence: fenceOf(0, first!) });
    const work = sleeper.write(batch(200, 500, 700)).then(
      () => 'done',
      (error: unknown) => error,
    );
    if ((await Promise.race([work, patience.asleep])) === 'done') {
      await leases.close();
      return false;
    }
    const second = await leases.take((await leases.states())[0]!, 'second');
    const next = await MongoStore.open({ url, mode: 'write', fence: fenceOf(0, second!) });
    const goesOn = next.position;
    expect([100, 200]).to.include(goesOn);
    // What the first one had promised is done; what it had not is worked out by the next one anew.
    if (goesOn === 100) await next.publish(batch(200, 500, 700), { alertSeq: 0 });
    if (!isEarly) await next.publish(batch(300, 1200, 100), { alertSeq: 0 });
    patience.wake();
    expect(await work, `woken at ${at}`).to.be.instanceOf(LeaseLost);
    if (isEarly) await next.publish(batch(300, 1200, 100), { alertSeq: 0 });
    await next.publish(batch(400, 1300, 10), { alertSeq: 0 });
    for (const id of VESSELS) {
      expect((await next.vessel(id))!.name, `woken at ${at}`).to.equal('after 400');
      const track = await next.track(id, 0, Number.MAX_SAFE_INTEGER);
      const times = track.map(({ fixTime }) => fixTime / MINUTE);
      expect(times, `${id} woken at ${at}`).to.deep.equal(Array.from({ length: 1310 }, (_, n) => n));
    }
    await next.close();
    await leases.close();
    return true;
  }

  for (const isEarly of [true, false]) {
    it(`is not touched by the one before, who wakes up at any of his writes, ${isEarly ? 'before' : 'after'} the next commit`, async () => {
      let at = 1;
      for (; await wokenAt(at, isEarly); at++) await connection.dropDatabase();
      console.log(`      ${at - 1} places to fall asleep at`);
      expect(at).to.be.above(10);
    });
  }

  it('has no tail, whose rows another partition would write under the same keys', async () => {
    const leases = await Leases.open(url, 2);
    await leases.prepare('folder');
    const [first, second] = await leases.states();
    const epoch = (await leases.take(first!, 'engine'))!;
    const one = await MongoStore.open({ url, mode: 'write', fence: fenceOf(0, epoch) });
    const packed = packTail([['v1', fixes(0, 1)]]).toString('base64');
    const tails = [{ tray: trayOf('v1'), position: 100, fixes: packed }];
    for (const change of [{ tails }, { emptied: [trayOf('v1')] }]) {
      const refused = await one.publish({ ...noChanges, position: 100, ...change }, { alertSeq: 0 }).catch(String);
      expect(refused).to.equal('Error: partitions keep no tail');
    }
    expect(one.position).to.equal(0);
    expect(second!.position).to.equal(0);
    await one.close();
    await leases.close();
  });

  it('keeps what it has promised, though the one before wakes up while it is written and the writer dies then', async () => {
    const leases = await Leases.open(url, 1);
    await leases.prepare('folder');
    const writer = async (patience: Patience): Promise<CommitWriter> => {
      const epoch = await leases.take((await leases.states())[0]!, 'engine');
      return new CommitWriter(models, patience, { atOnce: 2, fence: fenceOf(0, epoch!) });
    };
    const early = new Sleepy(1);
    const first = (await writer(early)).write(batch(200, 0, 700)).catch((error: unknown) => error);
    await early.asleep;
    // Asleep with its promise given and nothing of it written: as good as dead.
    const late = new Sleepy(3);
    const second = (await writer(late)).write(batch(150, 0, 500)).catch((error: unknown) => error);
    await late.asleep;
    early.wake();
    expect(await first).to.be.instanceOf(LeaseLost);
    const third = await writer(new Patience({ waits: true, isFenced: true }));
    await third.finish();
    expect(third.position).to.equal(150);
    late.wake();
    expect(await second).to.be.instanceOf(LeaseLost);
    await third.write(batch(200, 0, 700));
    expect(third.position).to.equal(200);
    await leases.close();
  });
});
