/** The losses of signal of a period: each silence once, at the step of the ladder at which it became a loss. */
import { join } from 'node:path';
import { expect } from 'chai';
import { defaultRegulation } from '../../server/alerts/default-regulation.ts';
import { lossRows } from '../../server/reports/losses.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { removeFolder, temporaryFolder } from '../product.ts';
import { alertOf, batch, T0 } from './store-rows.ts';

const HOUR = 3_600_000;

describe('losses of signal in a period', () => {
  it('are each silence at sea of six hours or more that began to count in it, over or not', async () => {
    const folder = temporaryFolder();
    const store = new SqliteStore(join(folder, 'store.db'), 'write');
    let seq = 0;
    const silence = (vesselId: string, since: number, hours: number, more = {}) => {
      const raisedAt = since + hours * HOUR;
      const details = { thresholdHours: hours, silentHours: hours };
      const what = { kind: 'silence', vesselId, evidence: [since], raisedAt, details, ...more };
      return alertOf(`a${++seq}`, seq, what);
    };
    const back = { state: 'cleared' as const, clearedAt: T0 + 20 * HOUR };
    await store.commit(
      batch(1, {
        alerts: [
          silence('warned', T0, 5),
          silence('lost', T0, 6),
          silence('lost', T0, 12),
          silence('back', T0 + HOUR, 6, back),
          silence('back', T0 + 30 * HOUR, 6),
          silence('excused', T0, 6, { state: 'retracted' }),
          silence('before', T0 - 230 * HOUR, 6),
          silence('before', T0 - 230 * HOUR, 240),
          silence('after', T0 + 50 * HOUR, 6),
        ],
      }),
    );
    const regulation = defaultRegulation();
    const rows = await lossRows({ store, zones: [], regulation }, { from: T0, to: T0 + 48 * HOUR });
    const told = rows.map(({ vesselId, counts, cells }) => [vesselId, counts[1], cells.hours]);
    expect(told.sort()).to.deep.equal([
      ['back', 'losses-back', 19],
      ['back', 'losses-open', 18],
      ['lost', 'losses-open', 48],
    ]);
    expect(rows.find(({ counts }) => counts.includes('losses-back'))!.cells).to.deep.include({
      since: { at: T0 + HOUR },
      lostAt: { at: T0 + 7 * HOUR },
      backAt: { at: T0 + 20 * HOUR },
    });
    await store.close();
    removeFolder(folder);
  });
});
