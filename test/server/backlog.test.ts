/** What waits to be applied comes once, whole and in order, however much of it there is. */
import { expect } from 'chai';
import { Backlog } from '../../server/ingest/backlog.ts';
import { Journal } from '../../server/journal/journal.ts';
import { type PlacedRecord, RecordType } from '../../server/journal/record.ts';
import { removeFolder, temporaryFolder } from '../product.ts';

describe('the backlog', () => {
  let folder: string;
  let journal: Journal;
  let backlog: Backlog;

  beforeEach(async () => {
    folder = temporaryFolder();
    backlog = new Backlog(folder, 2000);
    const onDurable = (records: PlacedRecord[]) => {
      for (const record of records) backlog.push({ ...record });
    };
    journal = await Journal.open(folder, { segmentBytes: 3000, onDurable });
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

  let position = 0;
  const take = (most: number): number[] => {
    const got: number[] = [];
    while (got.length < most) {
      const record = backlog.take(position, journal.stats.position);
      if (!record) break;
      expect(Number(Buffer.from(record.payload).toString().split(' ')[0])).to.equal(record.receivedAt);
      position = record.next;
      got.push(record.receivedAt);
    }
    return got;
  };

  it('gives back what is more than it may hold, over segments and while more comes', async () => {
    position = 0;
    await append(0, 200);
    const got = take(50);
    await append(200, 260);
    got.push(...take(120));
    await append(260, 300);
    got.push(...take(1000));
    expect(backlog.isEmpty).to.equal(true);
    await append(300, 310);
    got.push(...take(1000));
    expect(got).to.deep.equal(Array.from({ length: 310 }, (_, n) => n));
    expect(backlog.isEmpty).to.equal(true);
  });
});
