/** One VMS unit on two boats: who is told of, and when. */
import { expect } from 'chai';
import fc from 'fast-check';
import { profileOf, Vessels } from '../../server/ingest/vessels.ts';
import { RecordType } from '../../server/journal/record.ts';
import type { Entry } from '../../server/models/entry.ts';
import { registryEntry } from '../../server/models/vessel.ts';
import { nafPosition } from '../naf-position.ts';
import { FedPipeline } from './fed-pipeline.ts';
import { heard } from './heard.ts';

describe('One VMS unit on two boats', () => {
  const [OWNER, BORROWER] = ['QNa-90001-TS', 'QNa-90002-TS'];
  const T = Date.UTC(2026, 2, 1);
  const HOUR = 3_600_000;
  const hours = [0, 2, 4, 6, 30, 32];
  const sent = (registration: string, hour: number): string =>
    nafPosition(registration, T + hour * HOUR, { lat: 15.5, lon: 110 + hour / 100 }).replace('//XR/', '//IR/X-1//XR/');

  it('is on record with the boat that it is not the unit of, the same in any order', () => {
    const borrowedIn = (order: readonly number[]) => {
      const vessels = new Vessels();
      const owner = vessels.register(registryEntry.parse({ registration: OWNER, deviceId: 'X-1' }), 0).vessel;
      vessels.register(registryEntry.parse({ registration: BORROWER }), 0);
      for (const hour of order) {
        const fixTime = T + hour * HOUR;
        vessels.resolve(heard({ registration: OWNER, deviceId: 'X-1', fixTime }));
        vessels.resolve(heard({ registration: BORROWER, deviceId: 'X-1', fixTime, meta: { receivedAt: fixTime } }));
      }
      const vessel = vessels.resolve(heard({ registration: BORROWER, deviceId: 'Y-2' }))!.vessel;
      expect(profileOf(vessel).borrowed).to.deep.equal(vessel.borrowed);
      expect(vessels.get(owner.id)!.borrowed, 'the owner uses its own').to.equal(undefined);
      return vessel.borrowed!.map(({ vessel: id, from, until }) => [
        id === owner.id,
        (from - T) / HOUR,
        (until - T) / HOUR,
      ]);
    };
    fc.assert(
      fc.property(fc.shuffledSubarray(hours, { minLength: hours.length }), (order) => {
        expect(borrowedIn(order)).to.deep.equal([
          [true, 0, 6],
          [true, 30, 32],
        ]);
      }),
      { numRuns: 50 },
    );
  });

  it('makes no boat of the registry of one that gives another registration, which nobody knew, beside its unit', () => {
    const vessels = new Vessels();
    const owner = vessels.register(registryEntry.parse({ registration: OWNER, deviceId: 'X-1' }), 0).vessel;
    const by = (registration: string | undefined, hour: number) => {
      const fixTime = T + hour * HOUR;
      return vessels.resolve(heard({ registration, deviceId: 'X-1', fixTime, meta: { receivedAt: fixTime } }))!.vessel;
    };
    const stranger = by(BORROWER, 0);
    expect(stranger.id).to.not.equal(owner.id);
    expect(stranger).to.include({ registration: BORROWER, label: BORROWER });
    expect(stranger.registered).to.not.equal(true);
    expect(profileOf(by(BORROWER, 2)).borrowed).to.deep.equal([{ vessel: owner.id, from: T, until: T + 2 * HOUR }]);
    expect(by(undefined, 3).id, 'by the unit alone it is the owner').to.equal(owner.id);
    expect(by('qna 90001 ts', 4).id, 'another spelling').to.equal(owner.id);
    expect(by('X-1/7', 5).id, 'what is no registration says nothing').to.equal(owner.id);
  });

  it('makes no boat of one that was merely heard when another is registered with its unit', () => {
    const vessels = new Vessels();
    const stranger = vessels.resolve(heard({ registration: BORROWER, deviceId: 'X-1', fixTime: T }))!.vessel;
    const { vessel: owner } = vessels.register(registryEntry.parse({ registration: OWNER, deviceId: 'X-1' }), 0);
    expect(owner.id).to.not.equal(stranger.id);
    expect(vessels.get(stranger.id)).to.include({ registration: BORROWER });
    expect(vessels.resolve(heard({ deviceId: 'X-1', fixTime: T }))!.vessel.id).to.equal(owner.id);
  });

  it('is none where the unit is known of no other boat, or its clock is wrong', () => {
    const vessels = new Vessels();
    vessels.register(registryEntry.parse({ registration: BORROWER }), 0);
    vessels.resolve(heard({ deviceId: 'X-1', fixTime: T }));
    const named = heard({ registration: BORROWER, deviceId: 'X-1', fixTime: T, meta: { receivedAt: T } });
    expect(vessels.resolve(named)!.vessel.borrowed).to.equal(undefined);
    vessels.register(registryEntry.parse({ registration: OWNER, deviceId: 'X-1' }), 0);
    const early = { ...named, fixTime: T + 24 * HOUR };
    expect(vessels.resolve(early)!.vessel.borrowed).to.equal(undefined);
    expect(vessels.resolve(named)!.vessel.borrowed).to.have.length(1);
  });

  it('accuses few where a gateway gives its own id as that of every boat', () => {
    const vessels = new Vessels();
    vessels.register(registryEntry.parse({ registration: OWNER, deviceId: 'X-1' }), 0);
    const reportOf = (boat: number, hour: number) => {
      const fixTime = T + hour * HOUR;
      const registration = `QNg 9${1000 + boat} TS`;
      vessels.register(registryEntry.parse({ registration }), 0);
      return heard({ registration, deviceId: 'X-1', fixTime, meta: { receivedAt: fixTime } });
    };
    const borrowers = [...Array(50).keys()].filter((boat) => vessels.resolve(reportOf(boat, 0))!.vessel.borrowed);
    expect(borrowers).to.deep.equal([0, 1, 2]);
    expect(vessels.resolve(reportOf(0, 2))!.vessel.borrowed![0]!.until, 'those go on').to.equal(T + 2 * HOUR);
    expect(vessels.resolve(reportOf(60, 15))!.vessel.borrowed, 'another time').to.have.length(1);
  });

  it('is an alert that names both, whatever comes first and over a restart', async () => {
    const found = [`${BORROWER} + ${OWNER} 0.4..30`, `${BORROWER} + ${OWNER} 32..`];
    for (const order of ['0 .2 .4 6 30 32', '32 30 6 .4 .2 0', '.2 .4 0 32 30 6'])
      expect(await toldOf(order.split(' ').map(Number)), order).to.deep.equal(found);
  });

  /** Both boats report by the unit that the registry gives to one: `boat + other from..to` of what is said in the end. */
  async function toldOf(order: readonly number[]): Promise<string[]> {
    const fed = await FedPipeline.open();
    const { store } = fed;
    const enter = (entry: Entry) => fed.enter(entry, T);
    await enter({ type: 'feed', feed: 1, name: 'VMS', url: 'tcp://a', format: 'naf' });
    await enter({ type: 'document', name: 'rules', body: [{ id: 'conflict', kind: 'identity-conflict' }], by: 'test' });
    const entries = [
      { registration: OWNER!, deviceId: 'X-1', flag: 'VNM', reportingIntervalMin: 120 },
      { registration: BORROWER!, flag: 'VNM', reportingIntervalMin: 120 },
    ];
    await enter({ type: 'registry', entries, by: 'test' });
    for (const [i, hour] of order.entries()) {
      const at = T + (40 + i) * HOUR;
      await fed.apply(RecordType.bytes, at, sent(OWNER!, hour), 1);
      await fed.apply(RecordType.bytes, at, sent(BORROWER!, hour), 1);
      if (i !== 2) continue;
      await fed.commit();
      await fed.restart();
    }
    await fed.commit();
    const label = async (id: string) => (await store.vessel(id))!.label;
    const told = [];
    for (const { occurrence } of await store.alerts({ state: 'all', limit: 100 })) {
      const { vesselId, otherVesselIds, raisedAt, clearedAt, state } = occurrence;
      if (state === 'retracted') continue;
      const names = [await label(vesselId), ...(await Promise.all(otherVesselIds!.map(label)))].join(' + ');
      told.push(`${names} ${(raisedAt - T) / HOUR}..${clearedAt === undefined ? '' : (clearedAt - T) / HOUR}`);
    }
    await fed.close();
    return told.sort();
  }
});
