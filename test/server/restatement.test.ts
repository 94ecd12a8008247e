/** Late data that moves the beginning of what was told: for people it is the same matter. */
import { expect } from 'chai';
import { encodeAis } from '../../decoders/ais/encoder.ts';
import type { Occurrence, OccurrenceChange } from '../../geofences/types.ts';
import { alertHealth } from '../../server/alerts/health.ts';
import { restatementsIn } from '../../server/alerts/restatement.ts';
import { RecordType } from '../../server/journal/record.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import { crossingRows } from '../../server/reports/crossings.ts';
import { nafPosition } from '../naf-position.ts';
import { MINUTE, raised, Watch } from './ladder-watch.ts';
import { boats, MailLand, minute } from './mail-land.ts';
import { change, crossing, hour, now, zone } from './notify-land.ts';

const SECOND = 1000;
const later = (over: Partial<Occurrence> = {}) => crossing({ id: 'occ-2', raisedAt: now - 2 * hour - SECOND, ...over });
const gone = (over: Partial<Occurrence> = {}): OccurrenceChange =>
  change('retracted', { retractedBecause: 'late-data', ...over, state: 'retracted' });
const up = (occurrence: Occurrence, name: OccurrenceChange['change'] = 'raised'): OccurrenceChange => ({
  change: name,
  occurrence,
});

/** What one batch of the engine's says, as the keeper of the desk hands it on. */
function say(watch: Watch, changes: readonly OccurrenceChange[], at: number) {
  const { restatements, others } = restatementsIn(changes);
  const made = restatements.map((one) => {
    const ids = one.before.map(({ id }) => id);
    const messages = [...watch.deliveries.values()].filter(({ alertId }) => ids.includes(alertId));
    return watch.keep(watch.desk.restate(one, messages, at));
  });
  made.push(...others.map((one) => watch.keep(watch.desk.apply(one, at))));
  return {
    fresh: made.flatMap(({ deliveries }) => deliveries).filter(({ createdAt }) => createdAt === at),
    lines: made.flatMap(({ lines }) => lines),
  };
}

describe('an alert that late data restates', () => {
  it('goes on as it was taken up: nobody is told again, its case and who answered stay', () => {
    const watch = new Watch();
    raised(watch);
    watch.keep(watch.desk.acknowledge('occ-1', { by: 'lan', at: now + MINUTE, comment: 'đang gọi' }));
    const before = watch.alert;
    const told = watch.deliveries.size;
    const { fresh, lines } = say(watch, [gone(), up(later())], now + 2 * MINUTE);
    const [old, heir] = [watch.alert, watch.alerts.get('occ-2')!];
    expect(fresh).to.deep.equal([]);
    expect(watch.deliveries).to.have.property('size', told);
    expect(heir).to.deep.include({
      ...{ response: before.response, caseId: before.caseId, detectedAt: now, restates: ['occ-1'] },
      ...{ ladder: before.ladder, occurrence: later() },
    });
    expect(old.occurrence.state).to.equal('retracted');
    expect(old).to.deep.include({ restatedAs: 'occ-2' });
    expect(old.response).to.include({ state: 'closed', closedBy: 'system', acknowledgedBy: 'lan' });
    expect(old).not.to.have.any.keys('ladder', 'dueAt');
    expect(watch.cases.get(heir.caseId)).to.include({ leadAlertId: 'occ-2', state: 'acknowledged' });
    expect([...watch.deliveries.values()].every(({ alertId }) => alertId === 'occ-2')).to.equal(true);
    expect(lines.map(({ kind, data }) => ({ kind, data }))).to.deep.equal([
      { kind: 'alert-restated', data: { from: 'occ-1', to: 'occ-2' } },
    ]);
    expect(lines[0]!.text.vi).to.match(/^Ghi nhận lại \(dữ liệu đến muộn\), không báo lại: .*Trước đó: /);
    // Taken back for good while its messages still wait: they are withdrawn, and nobody hears of either.
    expect(say(watch, [gone(later())], now + 3 * MINUTE).fresh).to.deep.equal([]);
    expect([...watch.deliveries.values()].every(({ state }) => state === 'kept')).to.equal(true);
  });

  it('keeps its place on the ladder and its silence, and waits until when it waited; a restart between changes nothing', () => {
    const plain = new Watch();
    raised(plain);
    const expected = plain.run(62);
    const watch = new Watch();
    raised(watch);
    watch.keep(watch.desk.respond('occ-1', { what: 'silence' }, { by: 'lan', at: now }));
    const { dueAt } = watch.alert;
    const seen: string[] = [];
    for (let n = 0; n <= 62; n++) {
      seen.push(...watch.tick(now + n * MINUTE).map((step) => `${n} ${step}`));
      if (n === 7) say(watch, [gone(), up(later())], watch.time);
      if (n === 8) watch.restart();
      if (n === 20) say(watch, [gone(later()), up(later({ id: 'occ-3' }))], watch.time);
    }
    expect(seen).to.deep.equal(expected);
    const heir = watch.alerts.get('occ-3')!;
    expect(heir).to.deep.include({ dueAt, restates: ['occ-1', 'occ-2'] });
    expect(heir.response).to.deep.include({ state: 'unacknowledged', silencedBy: 'lan' });
  });

  it('tells its end to those who were told of it under the other id, and that it was wrong', () => {
    for (const name of ['cleared', 'retracted'] as const) {
      const at = (watch: Watch) => {
        raised(watch);
        for (const one of [...watch.deliveries.values()])
          for (const event of ['attempt', 'sent'] as const)
            watch.keep(
              watch.desk.progress(watch.deliveries.get(one.id)!, {
                type: 'delivery',
                id: one.id,
                event,
                attempt: 1,
                at: now,
              }),
            );
      };
      const readers = (deliveries: Delivery[]) =>
        deliveries.map((one) => `${one.change} ${one.contactId} ${one.channel}`);
      const plain = new Watch();
      at(plain);
      const expected = plain.keep(plain.desk.apply(change(name, { clearedAt: now }), now + MINUTE)).deliveries;
      const watch = new Watch();
      at(watch);
      say(watch, [gone(), up(later())], now);
      const { fresh } = say(watch, [up({ ...later({ clearedAt: now }), state: name }, name)], now + MINUTE);
      expect(readers(fresh)).to.deep.equal(readers(expected)).and.not.deep.equal([]);
      for (const one of fresh) expect(one).to.deep.include({ alertId: 'occ-2', restates: ['occ-1'] });
    }
  });

  it('may be over by now, may hold again, and may come back to the id that it had', () => {
    const watch = new Watch();
    raised(watch);
    watch.keep(watch.desk.acknowledge('occ-1', { by: 'lan', at: now }));
    const over = later({ state: 'cleared', clearedAt: now - hour });
    const ended = say(
      watch,
      [gone(), up({ ...over, state: 'raised', clearedAt: undefined }), up(over, 'cleared')],
      now + MINUTE,
    );
    expect(new Set(ended.fresh.map((one) => one.change))).to.deep.equal(new Set(['cleared']));
    expect(watch.alerts.get('occ-2')?.response).to.include({ state: 'closed', acknowledgedBy: 'lan' });
    // It had not ended after all, and begins where it began at first.
    const again = say(watch, [gone(over), up(crossing())], now + 2 * MINUTE);
    expect(new Set(again.fresh.map((one) => one.change))).to.deep.equal(new Set(['raised']));
    expect(watch.alert.response).to.deep.equal({ state: 'unacknowledged' });
    expect(watch.alert).not.to.have.property('restatedAs');
    expect(watch.alert.restates).to.deep.equal(['occ-2']);
    expect(watch.alerts.get('occ-2')).to.include({ restatedAs: 'occ-1' });
    // Taken back and raised anew in two breaths: told as ever.
    say(watch, [gone()], now + 3 * MINUTE);
    const anew = say(watch, [up(later())], now + 4 * MINUTE);
    expect(new Set(anew.fresh.map((one) => one.change))).to.deep.equal(new Set(['raised']));
    expect(watch.alerts.get('occ-2')).not.to.have.property('restatedAs');
  });

  it('that has become graver is told, and wants a new acknowledgement', () => {
    const watch = new Watch();
    raised(watch, { priority: 2 });
    watch.keep(watch.desk.acknowledge('occ-1', { by: 'lan', at: now }));
    const { fresh, lines } = say(watch, [gone({ priority: 2 }), up(later())], now + MINUTE);
    expect(new Set(fresh.map((one) => one.change))).to.deep.equal(new Set(['raised']));
    expect(lines.map(({ kind }) => kind)).to.deep.equal(['alert-restated', 'alert-rose']);
    expect(watch.alerts.get('occ-2')?.response.state).to.equal('unacknowledged');
  });

  it('is found by rule, vessel, zone and overlapping time, whatever else the batch says and in any order', () => {
    const other = { zoneId: 'elsewhere' };
    const told = [
      up(later()),
      up(crossing({ id: 'next day', raisedAt: now + 24 * hour })),
      gone({ id: 'joined', raisedAt: now - hour }),
      gone(),
      gone({ id: 'long over', raisedAt: now - 9 * hour, clearedAt: now - 8 * hour }),
      gone({ id: 'elsewhere', ...other }),
      up(crossing({ id: 'other vessel', vesselId: 'v2' })),
    ];
    for (const changes of [told, told.toReversed()]) {
      const { restatements, others } = restatementsIn(changes);
      expect(restatements.map(({ heir, before }) => [heir.id, ...before.map(({ id }) => id)])).to.deep.equal([
        ['occ-2', 'occ-1', 'joined'],
      ]);
      expect(others.map(({ occurrence: { id } }) => id)).to.have.members([
        'next day',
        'long over',
        'elsewhere',
        'other vessel',
      ]);
    }
    const touching = [gone({ clearedAt: now - hour }), up(later({ raisedAt: now - hour }))];
    expect(restatementsIn(touching).restatements).to.have.length(1);
    // Of two that were one, what people do about the one that still lasted counts.
    const joined = [
      gone({ id: 'over', clearedAt: now - hour }),
      gone({ raisedAt: now - hour / 2 }),
      up(crossing({ id: 'occ-2' })),
    ];
    expect(restatementsIn(joined).restatements[0]?.before.map(({ id }) => id)).to.deep.equal(['occ-1', 'over']);
    // Of two that it was split into, the one that begins as it did goes on; the other is new.
    const split = [gone(), up(crossing({ id: 'second', raisedAt: now })), up(later())];
    expect(restatementsIn(split).restatements.map(({ heir }) => heir.id)).to.deep.equal(['occ-2']);
    expect(restatementsIn(split).others.map(({ occurrence: { id } }) => id)).to.deep.equal(['second']);
  });

  it('is one in the figures of the alarm system', () => {
    const watch = new Watch();
    raised(watch);
    watch.keep(watch.desk.acknowledge('occ-1', { by: 'lan', at: now + MINUTE }));
    say(watch, [gone(), up(later())], now + 2 * MINUTE);
    const health = alertHealth([...watch.alerts.values()], now - hour, now + hour);
    expect(health).to.deep.include({ raised: 1, acknowledged: { count: 1, medianMin: 1, p95Min: 1 } });
    expect(health.rules[0]).to.include({ raised: 1, retracted: 0 });
  });
});

describe('a boat with AIS and VMS', () => {
  const land = new MailLand();
  const boat = { ...boats[0]!, mmsi: 574_000_001 };
  const area = {
    ...zone,
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [108, 16],
          [109, 16],
          [109, 18],
          [108, 18],
          [108, 16],
        ],
      ],
    },
  };
  before(async () => {
    await land.begin();
    await land.enter({ type: 'feed', feed: 2, name: 'AIS', url: 'tcp://b', format: 'nmea' });
    await land.enter({ type: 'registry', entries: [boat], by: 'test' });
    await land.enter({
      type: 'document',
      name: 'zones',
      body: { type: 'FeatureCollection', features: [area] },
      by: 'test',
    });
    const body = [{ id: 'cross', kind: 'boundary-cross', zones: ['boundary'], params: { confirm: 1 }, priority: 1 }];
    await land.enter({ type: 'document', name: 'rules', body, by: 'test' });
    await land.route([{ rules: ['*'], changes: ['raised', 'retracted'], roles: ['duty'], channels: ['email', 'sms'] }]);
  });
  after(() => land.close());

  const ais = async (lon: number): Promise<void> => {
    const [sentence] = encodeAis({ type: 1, mmsi: boat.mmsi, lat: 17, lon, speed: 9, course: 90, status: 0 } as never);
    await land.record(RecordType.bytes, `${sentence}\r\n`, 2);
  };
  const vms = (time: number, lon: number) =>
    land.record(RecordType.bytes, nafPosition(boat.registration, time, { lat: 17, lon, courseDeg: 90 }), 1);
  const alerts = (): Promise<Alert[]> => land.store.alerts({ state: 'all', limit: 100 });
  const standing = async (): Promise<Alert[]> =>
    (await alerts()).filter(({ occurrence }) => occurrence.state === 'raised');

  it('crosses once, though its VMS fix of the second of the crossing comes late', async () => {
    await ais(108.95);
    land.now += 10 * minute;
    await ais(109.05);
    const beyondAt = land.now;
    land.now += minute;
    const [first] = await standing();
    const made = await land.made();
    expect(made).to.have.length(2);
    for (const { id } of made) await land.sent(id, `g:${id}`);
    await land.enter({ type: 'acknowledge', alertId: first!.id, comment: 'đã gọi', by: 'lan' });

    await vms(beyondAt - minute, 109.04);
    const [second, ...more] = await standing();
    expect(more).to.deep.equal([]);
    expect(second!.id).not.to.equal(first!.id);
    expect(second).to.deep.include({ restates: [first!.id], caseId: first!.caseId, detectedAt: first!.detectedAt });
    expect(second!.response).to.include({ state: 'acknowledged', acknowledgedBy: 'lan', comment: 'đã gọi' });
    expect(await land.store.alert(first!.id)).to.deep.include({ restatedAs: second!.id });
    expect((await land.made()).map(({ id, state, alertId }) => ({ id, state, alertId }))).to.have.deep.members(
      made.map(({ id }) => ({ id, state: 'sent', alertId: second!.id })),
    );
    const { lines } = (await land.store.case(first!.caseId))!;
    expect(lines.filter(({ kind }) => kind.startsWith('alert-')).map(({ kind }) => kind)).to.deep.equal([
      'alert-raised',
      'alert-restated',
    ]);
  });

  it('crosses once still after another late fix, a restart, and an act on an id that it had', async () => {
    const [second] = await standing();
    await land.restart();
    await vms(land.now - 3 * minute, 109.03);
    const [third, ...more] = await standing();
    expect(more).to.deep.equal([]);
    expect(third!.restates).to.deep.equal([...second!.restates!, second!.id]);
    expect(await land.made()).to.have.length(2);
    await land.restart();
    const shelf = { type: 'shelve', reason: 'tàu đang về', until: land.now + 60 * minute, by: 'lan' } as const;
    await land.enter({ ...shelf, alertId: third!.restates![0]! });
    expect((await standing())[0]!.response).to.include({ state: 'shelved', acknowledgedBy: 'lan' });
    const sources = { store: land.store, zones: [], regulation: land.pipeline.regulation.body } as never;
    expect(await crossingRows(sources, { from: 0, to: land.now + 1 } as never)).to.have.length(1);
    await land.rebuiltIsTheSame();
  });
});
