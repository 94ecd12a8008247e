/** What waits to be applied comes once, whole and in order, however much of it there is. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { Backlog } from '../../server/ingest/backlog.ts';
import { Journal } from '../../server/journal/journal.ts';
import { RecordType } from '../../server/journal/record.ts';
import type { SegmentDamage } from '../../server/journal/segments.ts';
import { removeFolder, temporaryFolder } from '../product.ts';

describe('the backlog', () => {
  let folder: string;
  let journal: Journal;
  let backlog: Backlog;
  const damages: string[] = [];

  beforeEach(async () => {
    folder = temporaryFolder();
    const onDamage = ({ damage }: SegmentDamage): void => void damages.push(damage);
    backlog = new Backlog({ dir: folder, heldBytes: 2000, onDamage });
    journal = await Journal.open(folder, { segmentBytes: 3000, onDurable: (records) => backlog.push(records) });
  });

  afterEach(async () => {
    await journal.close();
    removeFolder(folder);
  });

  const append = async (from: number, to: number): Promise<void> => {
    for (let n = from; n < to; n++) {
      const payload = Buffer.from(`${n} ${'x'.repeat(80)}`);
      await journal.append({ type: RecordType.bytes, whole: true, feed: 1, source: 0, receivedAt: n, payload });
    }
  };

  const take = (most: number): number[] => {
    const got: number[] = [];
    while (got.length < most) {
      const record = backlog.take();
      if (!record) break;
      expect(Number(Buffer.from(record.payload).toString().split(' ')[0])).to.equal(record.receivedAt);
      got.push(record.receivedAt);
    }
    return got;
  };

  it('lets go of what was taken, though more is to come', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const more = { type: RecordType.bytes, whole: true, feed: 1, source: 0, receivedAt: 0 };
    const held = [0, 1].map((position) => ({ ...more, position, next: position + 1, payload: Buffer.alloc(8) }));
    const [first, second] = held.map((record) => new WeakRef(record));
    const own = new Backlog({ dir: folder, onDamage: () => {} });
    own.push(held.splice(0));
    expect(own.take()?.position).to.equal(0);
    // What a weak reference has shown stays until the turn is over.
    await new Promise(setImmediate);
    collect();
    expect([first!.deref(), second!.deref()?.position]).to.deep.equal([undefined, 1]);
  });

  it('gives back what is more than it may hold, over segments and while more comes', async () => {
    await append(0, 200);
    const got = take(50);
    await append(200, 260);
    got.push(...take(120));
    await append(260, 300);
    got.push(...take(1000));
    expect(backlog.waiting).to.equal(false);
    await append(300, 310);
    got.push(...take(1000));
    expect(got).to.deep.equal(Array.from({ length: 310 }, (_, n) => n));
    expect(backlog.waiting).to.equal(false);
  });

  it('gives back from a place on, when what was taken has to be taken again', async () => {
    await append(0, 60);
    expect(take(40)).to.have.length(40);
    backlog.rewind(0);
    expect(take(1000)).to.deep.equal(Array.from({ length: 60 }, (_, n) => n));
    expect(damages).to.deep.equal([]);
  });
});
