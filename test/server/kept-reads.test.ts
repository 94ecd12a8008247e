/** What is answered from memory says what the store says, also of what changes while it is read. */
import { expect } from 'chai';
import type { Fix } from '../../geofences/fix.ts';
import { CaseLists } from '../../server/api/case-lists.ts';
import { seeing } from '../../server/api/guarded-store.ts';
import { SeenVessels } from '../../server/auth/sight.ts';
import { NewestFixes } from '../../server/fleet/newest-fixes.ts';
import type { Committed, EngineRoom } from '../../server/ingest/room.ts';
import type { CaseHead } from '../../server/models/case.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import type { Store } from '../../server/store/store.ts';

const nothing: Committed = {
  ...{ vessels: [], latest: [], alerts: [], alertDelaysMs: [], documents: [], sharedMap: [] },
  deliveriesChanged: false,
};

function at(fixTime: number): Fix {
  return { fixTime, receivedAt: fixTime, lon: 108, lat: 15, source: 'vms', flags: 0 };
}

describe('what is kept of reads', () => {
  let listeners: ((committed: Committed) => void)[];
  let room: EngineRoom;
  let asked: string[][];
  let duringRead: () => void;
  const commit = (change: Partial<Committed>): void => {
    for (const listener of listeners) listener({ ...nothing, ...change });
  };
  beforeEach(() => {
    listeners = [];
    asked = [];
    duringRead = () => {};
    room = {
      onCommitted: (listener: (committed: Committed) => void) => void listeners.push(listener),
      takeSince: () => ({ vessels: [], latest: [] }),
    } as Partial<EngineRoom> as EngineRoom;
  });

  describe('newest fixes', () => {
    const stored = new Map([
      ['a', at(1)],
      ['b', at(2)],
    ]); // prettier-ignore
    const read = async (ids?: readonly string[]): Promise<Map<string, Fix>> => {
      asked.push([...(ids ?? ['all'])]);
      const found = new Map([...stored].filter(([id]) => !ids || ids.includes(id)));
      duringRead();
      return found;
    };
    const times = (found: Map<string, Fix>) => [...found].map(([id, { fixTime }]) => [id, fixTime]);

    it('are read once, and are those of the last commit', async () => {
      const newest = new NewestFixes({ store: { latest: read }, room });
      expect(times(await newest.latest(['a', 'none']))).to.deep.equal([['a', 1]]);
      expect(times(await newest.latest(['b', 'a', 'none']))).to.deep.equal([
        ['b', 2],
        ['a', 1],
      ]); // prettier-ignore
      commit({
        latest: [
          ['a', at(7)],
          ['none', at(8)],
          ['strange', at(9)],
        ],
      }); // prettier-ignore
      expect(times(await newest.latest(['a', 'none']))).to.deep.equal([
        ['a', 7],
        ['none', 8],
      ]); // prettier-ignore
      expect(asked).to.deep.equal([['a', 'none'], ['b']]);
      await newest.latest();
      expect(asked.at(-1)).to.deep.equal(['all']);
    });

    it('are those that are committed while they are read', async () => {
      duringRead = () => commit({ latest: [['a', at(7)]] });
      const newest = new NewestFixes({ store: { latest: read }, room });
      expect(times(await newest.latest(['a', 'b']))).to.deep.equal([
        ['a', 7],
        ['b', 2],
      ]); // prettier-ignore
    });
  });

  describe('lists of cases', () => {
    let heads: CaseHead[];
    const store = {
      cases: async () => {
        asked.push([]);
        const found = heads;
        duringRead();
        return found;
      },
      document: async () => undefined,
      labels: async () => new Map([['v', 'QNa-1']]),
    } as Partial<Store> as Store;
    const head = (state: CaseHead['state']): CaseHead[] => [
      { id: 'c', vesselId: 'v', state, openedAt: 1, updatedAt: 1 },
    ];
    const statesOf = async (lists: CaseLists, seen?: SeenVessels): Promise<string[]> => {
      const { answer } = await seeing(seen, () => lists.answer({ limit: 9 }));
      return (JSON.parse(String(answer)) as { cases: CaseHead[] }).cases.map(({ state }) => state);
    };
    const renamed = { id: 'v', label: 'QNa-2' } as Vessel;

    it('are read anew when a case, a name in them or the regulation changes, and not for anything else', async () => {
      const lists = new CaseLists({ store, room });
      heads = head('new');
      expect(await statesOf(lists)).to.deep.equal(['new']);
      heads = head('closed');
      commit({ latest: [['v', at(1)]], vessels: [{ ...renamed, label: 'QNa-1' }] });
      expect(await statesOf(lists)).to.deep.equal(['new']);
      for (const change of [{ casesChanged: true }, { vessels: [renamed] }, { documents: ['regulation'] }]) {
        const before = asked.length;
        commit(change);
        expect(await statesOf(lists)).to.deep.equal(['closed']);
        expect(asked.length, JSON.stringify(change)).to.equal(before + 1);
      }
    });

    it('are not kept of what changed while they were read, nor for whoever sees some vessels only', async () => {
      const lists = new CaseLists({ store, room });
      heads = head('new');
      duringRead = () => commit({ casesChanged: true });
      await statesOf(lists);
      duringRead = () => {};
      heads = head('closed');
      expect(await statesOf(lists)).to.deep.equal(['closed']);
      expect(await statesOf(lists)).to.deep.equal(['closed']);
      expect(asked.length).to.equal(2);
      await statesOf(lists, new SeenVessels(new Set()));
      await statesOf(lists, new SeenVessels(new Set()));
      expect(asked.length).to.equal(4);
    });
  });
});
