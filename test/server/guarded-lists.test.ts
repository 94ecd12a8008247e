/** Lists of whoever sees some vessels only: complete, however many alerts and cases of others are newer. */
import { join } from 'node:path';
import { expect } from 'chai';
import { guardedStore, seeing } from '../../server/api/guarded-store.ts';
import { SeenVessels } from '../../server/auth/sight.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import { removeFolder, temporaryFolder } from '../product.ts';
import { alertOf, batch, deliveryOf, MINUTE, T0 } from './store-rows.ts';

const OTHERS = 12_000;

describe('lists of a unit with few vessels of many', () => {
  const folder = temporaryFolder();
  const store = new SqliteStore(join(folder, 'store.db'), 'write');
  const asUnit = <T>(ask: (store: Store) => Promise<T>): Promise<T> =>
    seeing(new SeenVessels(new Set(['own'])), () => ask(guardedStore(store)));

  before(async () => {
    const numbers = Array.from({ length: OTHERS }, (_, n) => n + 10);
    const of = (n: number, vesselId: string) => alertOf(`a${n}`, n, { vesselId, raisedAt: T0 + n * MINUTE });
    const head = (n: number, vesselId: string) => {
      return { id: `c${n}`, vesselId, state: 'new' as const, openedAt: T0, updatedAt: T0 + n * MINUTE };
    };
    const message = (n: number, vesselId: string) => deliveryOf(`d${n}`, { vesselId, createdAt: T0 + n });
    await store.commit(
      batch(1, {
        deliveries: [message(1, 'own'), ...numbers.map((n) => message(n, `v${n}`))],
        alerts: [of(1, 'own'), of(2, 'own'), of(3, 'own'), ...numbers.map((n) => of(n, `v${n}`))],
        cases: [head(1, 'own'), head(2, 'own'), ...numbers.map((n) => head(n, `v${n}`))],
      }),
    );
  });

  after(async () => {
    await store.close();
    removeFolder(folder);
  });

  it('hold what is theirs behind thousands of newer ones, no more than is asked for', async () => {
    const ids = (found: { id: string }[]) => found.map(({ id }) => id);
    expect(ids(await asUnit((unit) => unit.alerts({ state: 'all', limit: 5 })))).to.deep.equal(['a3', 'a2', 'a1']);
    expect(ids(await asUnit((unit) => unit.alerts({ state: 'all', limit: 2 })))).to.deep.equal(['a3', 'a2']);
    const after = { at: T0 + 2 * MINUTE, id: 'a2' };
    expect(ids(await asUnit((unit) => unit.alerts({ state: 'all', limit: 5, after })))).to.deep.equal(['a1']);
    expect(ids(await asUnit((unit) => unit.cases({ limit: 5 })))).to.deep.equal(['c2', 'c1']);
    expect(ids(await asUnit((unit) => unit.deliveries({ limit: 5 })))).to.deep.equal(['d1']);
  });
});
