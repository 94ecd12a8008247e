/** Alerts that become graver, come back, or are in distress, and what that does to their case; and which regulations are sound. */
import { expect } from 'chai';
import { defaultRegulation } from '../../server/alerts/default-regulation.ts';
import type { AlertDesk } from '../../server/alerts/desk-port.ts';
import type { DeskEffects } from '../../server/alerts/effects.ts';
import { dueOf } from '../../server/alerts/regulated.ts';
import { HaidangError } from '../../server/errors.ts';
import { caseStates } from '../../server/models/case.ts';
import { type Regulation, regulation, regulationFault } from '../../server/models/regulation.ts';
import { change, desk, hour, now } from './notify-land.ts';

const who = (at = now, by = 'lan') => ({ by, at });
const close = { what: 'move', move: { move: 'close', reason: 'resolved' }, mayDecide: false } as const;
const kinds = (effects: DeskEffects) => effects.lines.map(({ kind }) => kind);
const only = <T>(list: T[]): T => {
  expect(list).to.have.length(1);
  return list[0]!;
};

function closed(one: AlertDesk, caseId: string): DeskEffects {
  one.acknowledge('occ-1', who());
  return one.actOnCase(caseId, close, who());
}

describe('a case that is passed on', () => {
  it('is told by the same rules as an alert: to whom the units make responsible, by any channel, not in quiet hours', () => {
    const quietHours = { from: '00:00', to: '23:59' };
    const person = {
      role: 'department',
      language: 'vi',
      phone: '0900',
      webhook: 'https://a.example/x',
      quietHours,
    } as const;
    const body = structuredClone(defaultRegulation());
    const escalate = body.moves.find(({ id }) => id === 'escalate')!;
    escalate.tell = { roles: ['department'], channels: ['sms', 'webhook'] };
    const one = desk({
      regulation: () => ({ revision: 0, body }),
      contacts: () => [
        { ...person, id: 'here', name: 'Here', unit: 'short' },
        { ...person, id: 'there', name: 'There', unit: 'long', phone: '0901', webhook: 'https://b.example/x' },
      ],
      units: () => [
        { id: 'short', name: 'Short', belowLengthM: 24 },
        { id: 'long', name: 'Long', minLengthM: 24 },
      ],
    });
    const raised = only(one.apply(change('raised', { kind: 'zone-enter' }), now).cases);
    one.acknowledge('occ-1', who());
    const move = { move: 'escalate', note: 'không quay về' };
    const { deliveries } = one.actOnCase(raised.id, { what: 'move', move, mayDecide: false }, who());
    expect(deliveries.map(({ contactId, channel }) => `${contactId} ${channel}`)).to.deep.equal([
      'here sms',
      'here webhook',
    ]);
    const [sms, hook] = deliveries as [(typeof deliveries)[number], (typeof deliveries)[number]];
    expect(sms.nextAttemptAt).to.be.greaterThan(now);
    expect(sms.body).to.match(/^CHUYEN CAP\. /);
    expect(hook.subject).to.match(/^CHUYỂN CẤP: /);
    expect(hook.body).to.match(/^Chuyển cấp – lan: không quay về/);
  });
});

describe('an alert that somebody has acknowledged', () => {
  it('is no reason any more to call the officers whom no message reached; owner and captain are to be called', () => {
    const one = desk({
      contacts: () => [{ id: 'truc', name: 'Trực', role: 'duty', language: 'vi', phone: '0900' }],
      routes: () => [{ rules: ['*'], changes: ['raised'], roles: ['duty', 'owner'], channels: ['sms'] }],
    });
    const { deliveries } = one.apply(change('raised'), now);
    const calls = deliveries.map((sms) => only(one.anotherWay(sms, now + 1).deliveries));
    expect(calls.map(({ channel }) => channel)).to.deep.equal(['call', 'call', 'call']);
    const { withdrawals } = one.acknowledge('occ-1', who());
    expect(withdrawals.map(({ id, event }) => ({ id, event }))).to.deep.equal([
      { id: calls.find(({ role }) => role === 'duty')!.id, event: 'withdrawn' },
    ]);
  });
});

describe('an alert that becomes graver', () => {
  it('wants a new acknowledgement, is told to all again, and sets the pace of its case', () => {
    const one = desk();
    const raise = one.apply(change('raised', { priority: 3, kind: 'zone-enter' }), now);
    const before = one.acknowledge('occ-1', who());
    const rise = one.apply(change('updated', { priority: 1, kind: 'zone-enter' }), now + hour);
    const alert = only(rise.alerts);
    expect(alert.response).to.deep.equal({ state: 'unacknowledged' });
    expect(alert.dueAt).to.equal(now + hour + 5 * 60_000);
    expect(kinds(rise)).to.include('alert-rose');
    expect(rise.lines.find(({ kind }) => kind === 'alert-rose')!.data).to.include({
      was: 3,
      now: 1,
      from: 'acknowledged',
    });
    const addressees = (effects: DeskEffects) =>
      effects.deliveries.map((two) => `${two.contactId} ${two.channel}`).sort();
    expect(addressees(rise)).to.deep.equal(addressees(raise));
    const ids = new Set([...raise.deliveries, ...rise.deliveries].map(({ id }) => id));
    expect(ids.size).to.equal(raise.deliveries.length * 2);
    expect(only(before.cases)).to.include({ state: 'acknowledged', priority: 3 });
    expect(only(rise.cases)).to.include({ state: 'acknowledged', priority: 1, dueAt: now + 10 * 60_000 });
    expect(one.apply(change('updated', { priority: 1, kind: 'zone-enter' }), now + hour).alerts).to.deep.equal([]);
  });

  it('goes another way again to whom it does not reach, although it had reached them when it was less', () => {
    const one = desk({
      contacts: () => [
        { id: 'truc', name: 'Trực', role: 'duty', language: 'vi', phone: '0900', email: 'a@vn.example' },
      ],
      routes: () => [{ rules: ['*'], changes: ['raised'], roles: ['duty'], channels: ['sms'] }],
    });
    const raise = only(one.apply(change('raised', { priority: 3, kind: 'zone-enter' }), now).deliveries);
    one.progress({ ...raise, state: 'sent' }, { type: 'delivery', id: raise.id, event: 'lost', at: now });
    const mail = only(one.anotherWay(raise, now + 1).deliveries);
    expect(mail).to.include({ channel: 'email', insteadOf: raise.id });
    one.progress({ ...mail, state: 'sent' }, { type: 'delivery', id: mail.id, event: 'arrived', at: now + 2 });
    expect(one.anotherWay(raise, now + 3).deliveries).to.deep.equal([]);
    const rise = only(one.apply(change('updated', { priority: 1, kind: 'zone-enter' }), now + hour).deliveries);
    expect(rise.channel).to.equal('sms');
    const again = only(one.anotherWay(rise, now + hour + 1).deliveries);
    expect(again).to.include({ channel: 'email', insteadOf: rise.id });
    // Every way has been tried now.
    expect(one.anotherWay(again, now + hour + 2).deliveries).to.deep.equal([]);
    one.acknowledge('occ-1', who());
    expect(one.anotherWay(rise, now + hour + 3).deliveries).to.deep.equal([]);
  });

  it('that was a log event gets a case and is told for the first time', () => {
    const one = desk();
    one.apply(change('raised', { priority: 4 }), now);
    const rise = one.apply(change('updated', { priority: 2 }), now + 1);
    expect(only(rise.alerts)).to.deep.include({ response: { state: 'unacknowledged' }, detectedAt: now });
    expect(only(rise.cases)).to.include({ state: 'new', leadAlertId: 'occ-1' });
    expect(kinds(rise)).to.include('alert-raised');
    expect(rise.deliveries.length).to.be.greaterThan(0);
  });

  it('is heard although a decision suppressed it when it was less', () => {
    const decision = { id: 'qd-1', rules: ['boundary-cross'], reason: 'diễn tập', until: now + 9 * hour };
    const one = desk({ suppressions: () => [decision] });
    const quiet = one.apply(change('raised', { priority: 3 }), now);
    expect(only(quiet.alerts).response).to.deep.equal({ state: 'suppressed', decision: 'qd-1' });
    expect(quiet.deliveries).to.deep.equal([]);
    expect(one.apply(change('updated', { priority: 3, lat: 15.4 }), now).deliveries).to.deep.equal([]);
    const rise = one.apply(change('updated', { priority: 2 }), now + 1);
    expect(only(rise.alerts).response.state).to.equal('unacknowledged');
    expect(rise.deliveries.length).to.be.greaterThan(0);
    const distress = one.apply(change('raised', { id: 'sos', kind: 'distress', priority: 1 }), now);
    expect(only(distress.alerts).response.state, 'distress is never suppressed').to.equal('unacknowledged');
  });
});

describe('an alert whose case has ended', () => {
  const over = change('cleared', { clearedAt: now });

  it('opens the case again when late data says that it holds after all', () => {
    const one = desk();
    const { caseId } = only(one.apply(change('raised'), now).alerts);
    one.apply(over, now);
    closed(one, caseId);
    const back = one.apply(change('raised'), now + hour);
    expect(only(back.alerts)).to.deep.include({ caseId, response: { state: 'unacknowledged' } });
    expect(only(back.cases)).to.include({ id: caseId, state: 'new' }).and.not.have.property('closedAt');
    expect(kinds(back)).to.include('moved');
  });

  it('goes into the open case where the vessel has another by now', () => {
    const one = desk();
    const { caseId } = only(one.apply(change('raised'), now).alerts);
    one.apply(over, now);
    closed(one, caseId);
    const other = only(one.apply(change('raised', { id: 'occ-2' }), now).alerts);
    expect(other.caseId).not.to.equal(caseId);
    const back = one.apply(change('raised'), now + hour);
    expect(only(back.alerts).caseId).to.equal(other.caseId);
    const reopen = { what: 'move', move: { move: 'reopen', note: 'x' }, mayDecide: false } as const;
    expect(() => one.actOnCase(caseId, reopen, who())).to.throw(HaidangError, /another open case/);
  });

  it('stays closed with it while it goes on as it was', () => {
    const one = desk();
    const { caseId } = only(one.apply(change('raised'), now).alerts);
    closed(one, caseId);
    const later = one.apply(change('updated', { lat: 15.4 }), now + 1);
    expect(only(later.alerts).response).to.include({ state: 'closed', reason: 'resolved', closedBy: 'lan' });
    expect(later.cases).to.deep.equal([]);
  });
});

describe('a case', () => {
  it('of a vessel in distress cannot be closed, and nothing of it changes by trying', () => {
    const one = desk();
    const { caseId } = only(one.apply(change('raised', { kind: 'distress' }), now).alerts);
    one.acknowledge('occ-1', who());
    expect(() => one.actOnCase(caseId, close, who())).to.throw(HaidangError, /still in distress/);
    expect(one.actOnCase(caseId, { what: 'note', text: 'x' }, who()).cases[0]!.state).to.equal('acknowledged');
    one.apply(change('cleared', { kind: 'distress', clearedAt: now }), now);
    expect(only(one.actOnCase(caseId, close, who()).cases).state).to.equal('closed');
  });

  it('is not closed over the head of an alert that has just come in', () => {
    const one = desk();
    const { caseId } = only(one.apply(change('raised'), now).alerts);
    one.acknowledge('occ-1', who());
    one.apply(change('raised', { id: 'occ-2' }), now);
    expect(() => one.actOnCase(caseId, close, who())).to.throw(HaidangError, /is not acknowledged/);
    one.acknowledge('occ-2', who());
    const end = one.actOnCase(caseId, close, who());
    expect(end.alerts.map(({ id, response }) => [id, response.state])).to.deep.equal([
      ['occ-1', 'closed'],
      ['occ-2', 'closed'],
    ]);
  });

  it('takes a bounded number of tasks', () => {
    const one = desk();
    const { caseId } = only(one.apply(change('raised'), now).alerts);
    const task = { what: 'x', assignee: 'y', dueAt: now + hour };
    for (let n = 0; n < 50; n++) one.actOnCase(caseId, { what: 'task', id: `t${n}`, task }, who());
    expect(() => one.actOnCase(caseId, { what: 'task', id: 't50', task }, who())).to.throw(HaidangError, /at most 50/);
  });

  it('that nobody knows is not found', () => {
    expect(() => desk().actOnCase('none', { what: 'note', text: 'x' }, who()))
      .to.throw(HaidangError)
      .with.property('code', 'not-found');
  });
});

describe('an operating regulation', () => {
  const fault = (over: Partial<Regulation>): string | undefined => {
    const found = regulationFault({ ...defaultRegulation(), ...over });
    return found && `${found.where}: ${found.why.en}`;
  };
  const { moves, outcomes } = defaultRegulation();

  it('that comes with the product is sound, and leads from everywhere to an end and back', () => {
    expect(fault({})).to.equal(undefined);
    expect(regulation.parse(defaultRegulation())).to.deep.equal(defaultRegulation());
    for (const state of caseStates.slice(1)) {
      expect(
        moves.some(({ from, to }) => to === state || from.includes(state)),
        state,
      ).to.equal(true);
    }
  });

  it('is refused when a case could not get to its end, not be re-opened, or not get somewhere', () => {
    const without = (id: string) => fault({ moves: moves.filter((one) => one.id !== id) });
    expect(without('close')).to.equal('moves: from “New” no way leads to the end of a case');
    expect(without('reopen')).to.equal('moves: from “Closed” a case cannot be re-opened');
    expect(without('silent')).to.equal('moves: no step leads to “Silent”');
    const late = moves.map((one) => (one.to === 'closed' ? { ...one, from: ['verifying' as const] } : one));
    expect(fault({ moves: late }), 'every way still gets there').to.equal(undefined);
  });

  it('is refused for twins, for a reason that cannot be chosen, for a step that leads nowhere and for words that lack', () => {
    expect(fault({ outcomes: [...outcomes, outcomes[0]!] })).to.equal(
      `outcomes[${outcomes.length}].id: the id “reached” is used twice`,
    );
    const changed = (id: string, over: object) =>
      fault({ moves: moves.map((one) => (one.id === id ? { ...one, ...over } : one)) });
    expect(changed('close', { reasons: [] })).to.equal('moves[8].reasons: it requires a reason and offers none');
    expect(changed('contact', { from: ['contacting'] })).to.equal('moves[0].to: this step leads nowhere');
    const { new: _, ...states } = defaultRegulation().states;
    const { error } = regulation.safeParse({ ...defaultRegulation(), states });
    expect(error?.issues.map(({ path }) => path.join('.'))).to.deep.equal(['states.new']);
  });

  it('counts time from when the state was entered, by the first limit that fits', () => {
    const due = (state: 'new' | 'acknowledged' | 'closed', kind: string, priority: number) =>
      dueOf(defaultRegulation(), { state, kind, priority, since: 0 });
    expect(due('new', 'distress', 1)).to.equal(60_000);
    expect(due('new', 'boundary-cross', 1)).to.equal(5 * 60_000);
    expect(due('new', 'silence', 2)).to.equal(30 * 60_000);
    expect(due('closed', 'silence', 2)).to.equal(undefined);
  });
});
