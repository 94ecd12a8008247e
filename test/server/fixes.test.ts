import { expect } from 'chai';
import type { PositionColumns } from '../../decoders/ais/position-columns.ts';
import { createDecoder, encodeAis, toReport } from '../../decoders/index.ts';
import type { Message } from '../../decoders/report.ts';
import { type Fix, FixFlag } from '../../geofences/fix.ts';
import { callWithoutPlace, fixOf, fixOfRow } from '../../server/ingest/fixes.ts';
import { RecentFixes } from '../../server/ingest/recent-fixes.ts';
import { RecordType } from '../../server/journal/record.ts';
import type { FeedRecord } from '../../server/models/feed.ts';
import type { FeedWindow } from '../../server/models/feed-window.ts';
import { lastObservations, packTail, piecesByVessel } from '../../server/store/tracks/tail.ts';
import { nafRecord } from './api-product.ts';
import { FedPipeline } from './fed-pipeline.ts';

const receivedAt = Date.UTC(2026, 2, 1, 1, 0, 30);

/** Fixes of what a decoder reads, by messages and by rows. */
function heard(sentences: string[]): { fixes: (Fix | undefined)[]; rows: (Fix | undefined)[] } {
  const fixes: (Fix | undefined)[] = [];
  const rows: (Fix | undefined)[] = [];
  const plain = (fix: Fix | 'fix-in-future' | undefined) => (fix === 'fix-in-future' ? undefined : fix);
  const bytes = new TextEncoder().encode(`${sentences.join('\r\n')}\r\n`);
  const byMessage = createDecoder('nmea', {
    message: (message, meta) => fixes.push(plain(fixOf(toReport(message, meta)))),
    rejected: () => {},
  });
  byMessage.push(bytes, receivedAt, true);
  const byRow = createDecoder('nmea', {
    message: () => {},
    positions: (columns: PositionColumns) => {
      for (let row = 0; row < columns.count; row++) rows.push(plain(fixOfRow(columns, row)));
    },
    rejected: () => {},
  });
  byRow.push(bytes, receivedAt, true);
  return { fixes, rows };
}

function position(mmsi: number, status: number, more: object = {}): string[] {
  return encodeAis({
    class: 'AIS',
    type: 1,
    repeat: 0,
    mmsi,
    status,
    lon: 108.5,
    lat: 15.5,
    speed: 4,
    course: 90,
    second: 20,
    ...more,
  } as never);
}

function vms(more: object): ReturnType<typeof toReport> {
  const message = {
    class: 'VMS',
    format: 'vn1008',
    time: '2026-03-01T01:00:00Z',
    lat: 15.5,
    lon: 108.5,
    device_id: 'd',
    ...more,
  };
  return toReport(message as unknown as Message, { receivedAt });
}

describe('a fix says of itself', () => {
  it('what the navigational status says, by messages and rows alike', () => {
    const flags: [status: number, flag: number][] = [
      [0, 0],
      [1, FixFlag.atRest],
      [2, FixFlag.unmanoeuvrable],
      [5, FixFlag.atRest],
      [6, FixFlag.unmanoeuvrable],
      [7, FixFlag.fishing],
      [14, FixFlag.distress],
    ];
    for (const [status, flag] of flags) {
      const { fixes, rows } = heard(position(574_000_001, status));
      expect([fixes[0]!.flags, rows[0]!.flags], `status ${status}`).to.deep.equal([flag, flag]);
    }
  });

  it('distress of an active beacon, and none of one that is tested', () => {
    expect(heard(position(970_111_111, 14)).fixes[0]!.flags).to.equal(FixFlag.distress);
    expect(heard(position(970_111_111, 15)).fixes[0]!.flags).to.equal(0);
  });

  it('a speed that no fishing vessel does', () => {
    const { fixes, rows } = heard(position(574_000_001, 0, { speed: 62 }));
    expect([fixes[0]!.flags, rows[0]!.flags]).to.deep.equal([FixFlag.overspeed, FixFlag.overspeed]);
  });
});

describe('a call for help by VMS', () => {
  it('is flagged as one, whatever its clock says', () => {
    expect(fixOf(vms({ type: 'SOS' }))).to.deep.include({ flags: FixFlag.distress, source: 'vms' });
    expect(fixOf(vms({ type: 'POS' }))).to.deep.include({ flags: 0 });
    const late = fixOf(vms({ type: 'SOS', time: undefined })) as Fix;
    expect(late).to.deep.include({ fixTime: receivedAt, flags: FixFlag.distress | FixFlag.timeEstimated });
    const ahead = fixOf(vms({ type: 'SOS', time: '2026-03-02T00:00:00Z' })) as Fix;
    expect(ahead).to.deep.include({ fixTime: receivedAt });
    expect(ahead.flags & FixFlag.distress).to.equal(FixFlag.distress);
    expect(fixOf(vms({ type: 'POS', time: '2026-03-02T00:00:00Z' }))).to.equal('fix-in-future');
  });

  it('without a place is taken to be where its sender was last, and says so', () => {
    const latest = fixOf(vms({ type: 'POS' })) as Fix;
    const call = vms({ type: 'SOS', lat: undefined, lon: undefined });
    expect(fixOf(call)).to.equal(undefined);
    expect(callWithoutPlace(call, latest)).to.deep.include({
      lon: 108.5,
      lat: 15.5,
      fixTime: receivedAt,
      flags: FixFlag.distress | FixFlag.placeAssumed | FixFlag.timeEstimated,
    });
    expect(callWithoutPlace(call, undefined)).to.equal(undefined);
    expect(callWithoutPlace(vms({ type: 'POS', lat: undefined, lon: undefined }), latest)).to.equal(undefined);
  });

  it('is no repetition of the report that was read from the device at the same moment', () => {
    const recent = new RecentFixes();
    expect(recent.seen(0, fixOf(vms({ type: 'POS' })) as Fix)).to.equal(false);
    expect(recent.seen(0, fixOf(vms({ type: 'SOS' })) as Fix)).to.equal(false);
    expect(recent.seen(0, fixOf(vms({ type: 'SOS' })) as Fix)).to.equal(true);
  });

  it('is no repetition of a copy that says less, and one of a copy that says as much or more', () => {
    const bare: Fix = { fixTime: 1000, receivedAt: 5000, lon: 108, lat: 16, source: 'vms', flags: 0 };
    const full: Fix = { ...bare, receivedAt: 9000, speedKn: 7.13, courseDeg: 90.5 };
    const recent = new RecentFixes();
    expect([bare, bare, full, full, bare].map((fix) => recent.seen(0, fix))).to.deep.equal([
      false,
      true,
      false,
      true,
      true,
    ]);
    const restarted = new RecentFixes();
    const [, [piece]] = [...piecesByVessel([packTail([['v', [full]]])])][0]!;
    for (const one of lastObservations([piece!], 8)) restarted.seenOnGrid(3, one);
    expect([full, bare, { ...full, accuracyM: 10 }].map((fix) => restarted.seen(3, fix))).to.deep.equal([
      true,
      true,
      false,
    ]);
  });
});

describe('A unit whose clock is hours ahead', () => {
  const HOUR = 3_600_000;
  const START = Date.UTC(2026, 2, 1);
  const BOAT = 'QNa-91234-TS';
  let fed: FedPipeline;

  before(async () => {
    fed = await FedPipeline.open();
    await fed.enter({ type: 'feed', feed: 1, name: 'Vệ tinh', url: 'tcp://a', format: 'naf' }, START);
    await fed.enter({ type: 'document', name: 'rules', body: [{ id: 'lost', kind: 'silence' }], by: 'test' }, START);
    const entries = [{ registration: BOAT, flag: 'VNM', reportingIntervalMin: 120 }];
    await fed.enter({ type: 'registry', entries, by: 'test' }, START);
  });
  after(() => fed.close());

  const report = (hours: number, saysHours = hours) => {
    const text = nafRecord(BOAT, 15.5, 110 + (saysHours % 24) / 100, START + saysHours * HOUR);
    return fed.apply(RecordType.bytes, START + hours * HOUR, text, 1);
  };
  const tick = (hours: number) => fed.apply(RecordType.tick, START + hours * HOUR);

  it('is on record with its boat and counted; it is not where she is, makes no true report late, and hides no silence', async () => {
    await report(0);
    await report(2);
    for (const [hours, ahead] of [
      [3, 5],
      [3.5, 24 * 365],
    ] as const)
      await report(hours, hours + ahead);
    await report(4);
    for (let hours = 4; hours <= 11; hours++) await tick(hours);
    await report(9.5, 17);
    await tick(12);
    await fed.commit();

    const { store } = fed;
    const [[id, latest]] = [...(await store.latest())] as [[string, Fix]];
    expect((latest.fixTime - START) / HOUR, 'she is where she was last').to.equal(4);
    const track = await store.track(id, 0, Number.MAX_SAFE_INTEGER);
    expect(track.map(({ fixTime }) => (fixTime - START) / HOUR)).to.deep.equal([0, 2, 4]);
    const [{ counters }] = (await store.feeds()) as [FeedRecord];
    expect(counters.rejected).to.deep.equal({ 'fix-in-future': 3 });
    expect(counters.late).to.equal(0);
    const [{ findings }] = (await store.feedWindows()) as [FeedWindow];
    const rejected = findings.map(({ what, reason, vesselId }) => [what, reason, vesselId === id]);
    expect(rejected).to.deep.equal(Array(3).fill(['rejected', 'fix-in-future', true]));
    expect((counters.newestFixTime! - START) / HOUR).to.equal(4);
    const lost = await store.alerts({ state: 'all', limit: 10 });
    expect(lost.map(({ occurrence }) => (occurrence.raisedAt - START) / HOUR)).to.deep.equal([10]);
    expect(lost[0]!.occurrence.state).to.equal('raised');
  });
});
