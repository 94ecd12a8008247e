import { expect } from 'chai';
import type { AlertDesk } from '../../server/alerts/desk-port.ts';
import type { DeskEffects } from '../../server/alerts/effects.ts';
import { isOpen } from '../../server/alerts/lifecycle.ts';
import { HaidangError } from '../../server/errors.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Route } from '../../server/models/contact.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import type { DeliveryEventName } from '../../server/notify/delivery-event.ts';
import { change, delivery, desk, hour, now } from './notify-land.ts';

const nothing: DeskEffects = { alerts: [], cases: [], tasks: [], lines: [], deliveries: [], withdrawals: [] };
const kinds = (effects: DeskEffects) => effects.lines.map((line) => line.kind);
const told = (effects: DeskEffects) => effects.deliveries.map((one) => `${one.change} ${one.contactId} ${one.channel}`);

/** The gateway takes everything that waits. */
function sendAll(at: AlertDesk, deliveries: Delivery[]): DeskEffects[] {
  return deliveries.flatMap((one) => {
    const begun = at.progress(one, { type: 'delivery', id: one.id, event: 'attempt', attempt: 1, at: now });
    return [
      begun,
      at.progress(begun.deliveries[0]!, { type: 'delivery', id: one.id, event: 'sent', attempt: 1, at: now }),
    ];
  });
}

describe('the alert desk', () => {
  it('makes of a finding an alert, a case with its first line, and the messages of the matrix', () => {
    const effects = desk().apply(change('raised'), now);
    const [alert] = effects.alerts;
    expect(alert).to.deep.include({
      id: 'occ-1',
      response: { state: 'unacknowledged' },
      detectedAt: now,
      changeSeq: 1,
      text: { vi: 'QNa-91234-TS: Vượt ranh giới, raised', en: 'QNa-91234-TS: Crossed boundary, raised' },
    });
    expect(effects.cases).to.deep.equal([
      {
        id: alert!.caseId,
        vesselId: 'v1',
        state: 'new',
        openedAt: now,
        updatedAt: now,
        stateSince: now,
        regulation: 0,
        leadAlertId: 'occ-1',
        priority: 1,
        kind: 'boundary-cross',
        dueAt: now + 5 * 60_000,
      },
    ]);
    expect(kinds(effects)).to.deep.equal(['alert-raised']);
    expect(effects.lines[0]).to.deep.include({
      caseId: alert!.caseId,
      alertId: 'occ-1',
      by: 'system',
      text: alert!.text,
    });
    expect(told(effects)).to.have.members([
      ...['duty', 'surveillance', 'border-station', 'border-command'].flatMap((role) => [
        `raised demo-${role} email`,
        `raised demo-${role} sms`,
      ]),
      'raised owner:v1 sms',
      'raised captain:v1 sms',
      'raised demo-centre email',
    ]);
    for (const one of effects.deliveries)
      expect(one).to.include({ state: 'queued', attempts: 0, alertId: 'occ-1', caseId: alert!.caseId, createdAt: now });
    expect(new Set(effects.deliveries.map((one) => one.id)).size).to.equal(effects.deliveries.length);
  });

  it('asks the owner to turn back and the officers to act', () => {
    const { deliveries } = desk().apply(change('raised'), now);
    const body = (contact: string) =>
      deliveries.find((one) => one.contactId === contact && one.channel === 'sms')?.body;
    expect(body('owner:v1')).to.contain('Quay ve ngay');
    expect(body('demo-duty')).to.contain('De nghi tiep nhan');
  });

  it('makes nothing of the same finding said twice, also after a restart', () => {
    const first = desk();
    const { alerts, cases, deliveries } = first.apply(change('raised'), now);
    expect(first.apply(change('raised'), now + 1)).to.deep.equal(nothing);
    expect(first.apply(change('updated'), now + 1)).to.deep.equal(nothing);
    const second = desk();
    second.restore({ alerts: JSON.parse(JSON.stringify(alerts)), cases, lastChangeSeq: 1 });
    expect(second.knows('occ-1'), 'its messages are still in the store').to.equal(false);
    second.hand(alerts[0]!, deliveries);
    expect(second.apply(change('raised'), now + 1)).to.deep.equal(nothing);
  });

  it('gives the same ids in independent runs, and others to other alerts', () => {
    const run = (id: string) => desk().apply(change('raised', { id }), now);
    const ids = (effects: DeskEffects) => [...effects.cases, ...effects.deliveries].map((one) => one.id);
    expect(run('occ-1')).to.deep.equal(run('occ-1'));
    expect(ids(run('occ-1')).filter((id) => ids(run('occ-2')).includes(id))).to.deep.equal([]);
    expect(run('occ-1').cases[0]?.id).to.equal('case-6ba697f5b7824de9e49c');
  });

  it('updates an alert without telling anybody when the finding changes and holds on', () => {
    const one = desk();
    one.apply(change('raised'), now);
    const effects = one.apply(change('updated', { details: { beyondNm: 7.5 } }), now + hour);
    expect(effects.alerts[0]).to.deep.include({ changeSeq: 2, detectedAt: now });
    expect(effects.alerts[0]?.occurrence.details).to.deep.equal({ beyondNm: 7.5 });
    expect({ ...effects, alerts: [] }).to.deep.equal(nothing);
  });

  it('writes a clearing into the case and tells those who act on it; the alert waits for its acknowledgement', () => {
    const one = desk();
    const { alerts } = one.apply(change('raised'), now);
    const effects = one.apply(change('cleared', { clearedAt: now }), now + 1);
    expect(kinds(effects)).to.deep.equal(['alert-cleared']);
    expect(told(effects)).to.deep.equal(['cleared demo-duty email', 'cleared demo-border-station email']);
    expect(effects.alerts[0]?.response).to.deep.equal({ state: 'returned' });
    expect(effects.alerts[0]?.caseId).to.equal(alerts[0]?.caseId);
    expect(isOpen(effects.alerts[0]!)).to.equal(true);
  });

  it('links a raise after a clearing to the first by the vessel’s case', () => {
    const one = desk();
    const first = one.apply(change('raised'), now);
    one.apply(change('cleared', { clearedAt: now }), now);
    const second = one.apply(change('raised', { id: 'occ-2' }), now + hour);
    expect(second.alerts[0]?.caseId).to.equal(first.alerts[0]?.caseId);
    expect(second.cases).to.deep.equal([{ ...first.cases[0], updatedAt: now + hour }]);
    const other = one.apply(change('raised', { id: 'occ-3', vesselId: 'v2' }), now);
    expect(other.alerts[0]?.caseId).not.to.equal(first.alerts[0]?.caseId);
  });

  it('opens a new case when the last one is closed, and leaves that one closed on late word', () => {
    const one = desk();
    const first = one.apply(change('raised'), now);
    const later = desk();
    later.restore({ alerts: [], cases: [{ ...first.cases[0]!, state: 'closed' }], lastChangeSeq: 7 });
    later.hand(first.alerts[0]!, first.deliveries);
    const late = later.apply(change('cleared', { clearedAt: now }), now);
    expect(late.cases).to.deep.equal([]);
    expect(late.lines[0]?.caseId).to.equal(first.cases[0]?.id);
    const second = later.apply(change('raised', { id: 'occ-2' }), now);
    expect(second.cases[0]?.id).not.to.equal(first.cases[0]?.id);
    expect(second.alerts[0]?.changeSeq).to.equal(9);
  });

  it('hears of raise and clearing at once when both are news', () => {
    const effects = desk().apply(change('cleared', { clearedAt: now }), now);
    expect(kinds(effects)).to.deep.equal(['alert-raised', 'alert-cleared']);
    expect(told(effects)).to.include.members(['raised owner:v1 sms', 'cleared demo-duty email']);
  });

  it('writes down whom no message reaches', () => {
    const effects = desk({ vessel: () => undefined, contacts: () => [] }).apply(change('raised'), now);
    expect(effects.deliveries).to.deep.equal([]);
    expect(kinds(effects)).to.deep.equal(['alert-raised', 'delivery']);
    expect(effects.lines[1]?.text.vi).to.contain('Không báo được cho: Trực ban Chi cục');
  });

  it('keeps a log event as a row that asks nobody for anything', () => {
    const one = desk();
    const { alerts, ...rest } = one.apply(change('raised', { priority: 4 }), now);
    expect({ alerts: [], ...rest }).to.deep.equal(nothing);
    expect(alerts[0]).to.deep.include({
      caseId: '',
      response: { state: 'acknowledged', acknowledgedAt: now, acknowledgedBy: 'system' },
    });
    expect(isOpen(alerts[0]!)).to.equal(false);
    expect(one.apply(change('cleared', { priority: 4, clearedAt: now }), now)).to.deep.include({
      lines: [],
      deliveries: [],
    });
    expect(() => one.acknowledge('occ-1', { by: 'lan', at: now }))
      .to.throw(HaidangError)
      .with.property('code', 'illegal-move');
  });
});

describe('an acknowledgement', () => {
  it('answers the alert, takes up the case, and stands', () => {
    const one = desk();
    const { cases } = one.apply(change('raised'), now);
    const first = one.acknowledge('occ-1', { by: 'lan', at: now + 1, comment: 'đang gọi' });
    expect(first.alert.response).to.deep.equal({
      state: 'acknowledged',
      acknowledgedAt: now + 1,
      acknowledgedBy: 'lan',
      comment: 'đang gọi',
    });
    expect(first.alerts).to.deep.equal([first.alert]);
    expect(first.alert.changeSeq).to.equal(2);
    expect(first.cases).to.deep.equal([
      {
        ...cases[0],
        state: 'acknowledged',
        updatedAt: now + 1,
        stateSince: now + 1,
        acknowledgedAt: now + 1,
        acknowledgedBy: 'lan',
        dueAt: now + 1 + 10 * 60_000,
      },
    ]);
    expect(first.lines[0]).to.deep.include({ kind: 'acknowledged', by: 'lan' });
    expect(first.lines[0]?.text.vi).to.equal('lan đã tiếp nhận: đang gọi');

    const second = one.acknowledge('occ-1', { by: 'minh', at: now + 2 });
    expect(second).to.deep.equal({ ...nothing, alert: first.alert });
  });

  it('of one alert leaves the next one of the same case waiting', () => {
    const one = desk();
    one.apply(change('raised', { id: 'low', priority: 3 }), now);
    one.acknowledge('low', { by: 'lan', at: now });
    const { alerts } = one.apply(change('raised', { id: 'high', priority: 1 }), now);
    expect(alerts[0]?.response.state).to.equal('unacknowledged');
  });

  it('of an unknown alert is refused; of a cleared or retracted one it is not', () => {
    const one = desk();
    expect(() => one.acknowledge('no', { by: 'lan', at: now }))
      .to.throw(HaidangError)
      .with.property('code', 'not-found');
    one.apply(change('raised'), now);
    one.apply(change('retracted', { retractedBecause: 'late-data' }), now);
    const { alert } = one.acknowledge('occ-1', { by: 'lan', at: now });
    expect(alert.response).to.include({ state: 'closed', acknowledgedBy: 'lan' });
    expect(isOpen(alert)).to.equal(false);
  });

  it('outlives what the machine finds next', () => {
    const one = desk();
    one.apply(change('raised'), now);
    const { alert } = one.acknowledge('occ-1', { by: 'lan', at: now });
    expect(one.apply(change('updated', { lat: 15.4 }), now).alerts[0]?.response).to.equal(alert.response);
    for (const next of [change('cleared', { clearedAt: now }), change('retracted')])
      expect(one.apply(next, now).alerts[0]?.response).to.include({ ...alert.response, state: 'closed' });
  });
});

describe('a retraction', () => {
  const retracted = change('retracted', { retractedBecause: 'late-data' });

  it('keeps the alert and goes to whoever was told of the raise', () => {
    const one = desk();
    const raise = one.apply(change('raised'), now);
    sendAll(one, raise.deliveries);
    const effects = one.apply(retracted, now + hour);
    expect(effects.alerts[0]?.occurrence.state).to.equal('retracted');
    expect(kinds(effects)).to.deep.equal(['alert-retracted']);
    expect(effects.lines[0]?.text.vi).to.equal('Rút lại (dữ liệu đến muộn): QNa-91234-TS: Vượt ranh giới, raised');
    expect(told(effects)).to.have.members(told(raise).map((line) => line.replace('raised', 'retracted')));
    expect(effects.withdrawals).to.deep.equal([]);
    expect(one.apply(retracted, now + hour)).to.deep.equal(nothing);
  });

  it('reaches those who were told even when the table has changed since', () => {
    const raise = desk().apply(change('raised'), now);
    const after = desk({ contacts: () => [], routes: () => [] });
    after.restore({ alerts: raise.alerts, cases: raise.cases, lastChangeSeq: 1 });
    after.hand(
      raise.alerts[0]!,
      raise.deliveries.map((two) => ({ ...two, state: 'sent' as const, attempts: 1 })),
    );
    expect(after.apply(retracted, now).deliveries).to.have.length(raise.deliveries.length);
  });

  it('does not go to those for whom the table asks for raises only', () => {
    const routes: Route[] = [{ rules: ['*'], changes: ['raised'], roles: ['duty'], channels: ['email'] }];
    const one = desk({ routes: () => routes });
    sendAll(one, one.apply(change('raised'), now).deliveries);
    expect(one.apply(retracted, now).deliveries).to.deep.equal([]);
  });

  it('withdraws what still waits, and is not told to those who have heard nothing', () => {
    const one = desk();
    const raise = one.apply(change('raised'), now);
    const [first, second, ...rest] = raise.deliveries;
    sendAll(one, [first!]);
    // Refused for now: it may have been read, and waits for its next try.
    const begun = one.progress(second!, { type: 'delivery', id: second!.id, event: 'attempt', attempt: 1, at: now });
    one.progress(begun.deliveries[0]!, {
      type: 'delivery',
      id: second!.id,
      event: 'deferred',
      at: now,
      nextAttemptAt: now + hour,
    });
    const effects = one.apply(retracted, now);
    expect(effects.withdrawals.map((event) => event.id)).to.have.members([second!.id, ...rest.map((two) => two.id)]);
    expect(effects.deliveries.map((two) => two.contactId)).to.have.members([first!.contactId, second!.contactId]);
    const withdrawn = one.progress(rest[0]!, effects.withdrawals.find((event) => event.id === rest[0]!.id)!);
    expect(withdrawn.deliveries[0]).to.include({ state: 'kept', attempts: 0 });
    expect(withdrawn.deliveries[0]?.answer).to.contain('taken back');
  });

  it('that is taken back itself is told again to all, and wants a new answer', () => {
    const one = desk();
    const raise = one.apply(change('raised'), now);
    const [first, ...rest] = raise.deliveries;
    sendAll(one, [first!]);
    one.acknowledge('occ-1', { by: 'lan', at: now });
    const back = one.apply(retracted, now);
    for (const event of back.withdrawals) one.progress(rest.find((two) => two.id === event.id)!, event);
    sendAll(one, back.deliveries);
    const again = one.apply(change('raised'), now + hour);
    expect(told(again)).to.have.members(told(raise));
    expect(again.deliveries.filter((two) => raise.deliveries.some((old) => old.id === two.id))).to.deep.equal([]);
    expect(again.alerts[0]?.response).to.deep.equal({ state: 'unacknowledged' });
  });

  it('of what nobody has heard of is silence', () => {
    expect(desk().apply(retracted, now)).to.deep.equal(nothing);
  });

  it('asks for the messages of a restored alert instead of guessing', () => {
    const { alerts, cases } = desk().apply(change('raised'), now);
    const one = desk();
    one.restore({ alerts, cases, lastChangeSeq: 1 });
    expect(() => one.apply(retracted, now)).to.throw(/handed over/);
  });
});

describe('old news', () => {
  const twoDaysAgo = { raisedAt: now - 48 * hour };
  const sms = (effects: DeskEffects) => effects.deliveries.filter((one) => one.channel === 'sms');

  it('wakes people while it holds', () => {
    const effects = desk().apply(change('raised', twoDaysAgo), now);
    expect(new Set(sms(effects).map((one) => one.state))).to.deep.equal(new Set(['queued']));
  });

  it('that is over goes by mail only; the SMS is kept to be read', () => {
    const effects = desk().apply(change('cleared', { ...twoDaysAgo, clearedAt: now - 40 * hour }), now);
    expect(new Set(sms(effects).map((one) => one.state))).to.deep.equal(new Set(['kept']));
    expect(sms(effects)[0]?.answer).to.contain('old news');
    const mails = effects.deliveries.filter((one) => one.channel === 'email');
    expect(new Set(mails.map((one) => one.state))).to.deep.equal(new Set(['queued']));
  });

  it('that ends before its SMS has left is withdrawn', () => {
    const one = desk();
    const raise = one.apply(change('raised', twoDaysAgo), now);
    const { withdrawals } = one.apply(change('cleared', { ...twoDaysAgo, clearedAt: now - 40 * hour }), now);
    expect(withdrawals.map((event) => event.id)).to.have.members(sms(raise).map((two) => two.id));
    const fresh = desk();
    fresh.apply(change('raised'), now);
    expect(fresh.apply(change('cleared', { clearedAt: now }), now).withdrawals).to.deep.equal([]);
  });

  it('is what the province says it is', () => {
    const over = { raisedAt: now - 3 * hour, clearedAt: now - 3 * hour };
    expect(sms(desk({ maxAgeHours: 2 }).apply(change('cleared', over), now))[0]?.state).to.equal('kept');
    expect(sms(desk({ maxAgeHours: 4 }).apply(change('cleared', over), now))[0]?.state).to.equal('queued');
  });
});

describe('the course of a message', () => {
  const ends: [DeliveryEventName, RegExp][] = [
    ['sent', /email → Trực ban \(trucban@haidang\.example\): cổng gửi đã nhận$/],
    ['kept', /chưa có cổng gửi/],
    ['failed', /KHÔNG gửi được \(550 no such user\)/],
  ];
  for (const [event, line] of ends)
    it(`stands in the case when it is ${event}`, () => {
      const one = delivery({ state: 'sending', attempts: 1 });
      const effects = desk().progress(one, {
        type: 'delivery',
        id: one.id,
        event,
        at: now,
        answer: '550 no such user',
      });
      expect(effects.deliveries[0]?.state).to.equal(event);
      expect(effects.lines[0]).to.deep.include({ caseId: 'case-1', alertId: 'occ-1', kind: 'delivery', at: now });
      expect(effects.lines[0]?.text.vi).to.match(line);
    });

  it('is no line while it goes on, and nothing at all when it does not apply', () => {
    const one = delivery();
    expect(desk().progress(one, { type: 'delivery', id: one.id, event: 'attempt', at: now }).lines).to.deep.equal([]);
    expect(desk().progress(one, { type: 'delivery', id: one.id, event: 'failed', at: now })).to.deep.equal(nothing);
  });
});

describe('the memory of the desk', () => {
  it('is bounded: what falls out is asked for again', function () {
    this.timeout(60_000);
    const one = desk({ maxAlertsInMemory: 100 });
    const all: Alert[] = [];
    for (let i = 0; i < 250; i++) all.push(...one.apply(change('raised', { id: `occ-${i}` }), now).alerts);
    expect(all.filter((alert) => one.knows(alert.id))).to.have.length(100);
    expect(one.knows('occ-0')).to.equal(false);
    one.hand(all[0]!, []);
    expect(one.knows('occ-0')).to.equal(true);
    expect(one.acknowledge('occ-0', { by: 'lan', at: now }).alert.id).to.equal('occ-0');
  });
});
