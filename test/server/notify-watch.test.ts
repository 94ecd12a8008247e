import { expect } from 'chai';
import type { Contact, Roster, Route, Unit } from '../../server/models/contact.ts';
import { contactFaults } from '../../server/notify/contact-faults.ts';
import { unitInRing } from '../../server/notify/coverage.ts';
import { type RoutingQuestion, resolveRecipients } from '../../server/notify/routing.ts';
import { onWatchAt, quietUntil } from '../../server/notify/watch.ts';
import { hour, now, vessel } from './notify-land.ts';

/** 07:05 on Tuesday 24 November 2026 in Vietnam. */
const at = now;
const contact = (id: string, more: Partial<Contact> = {}): Contact => ({
  id,
  name: id,
  role: 'border-station',
  phone: `0900${id.length}00${id.charCodeAt(0)}`,
  language: 'vi',
  ...more,
});
const route = (more: Partial<Route> = {}): Route => ({
  rules: ['*'],
  changes: ['raised'],
  roles: ['border-station'],
  channels: ['sms'],
  ...more,
});

function told(more: Partial<RoutingQuestion>): string[] {
  const question = { ruleId: 'boundary-cross', change: 'raised' as const, vessel, at, routes: [route()], contacts: [] };
  return resolveRecipients({ ...question, ...more }).recipients.map(
    ({ contactId, channel }) => `${contactId} ${channel}`,
  );
}

describe('who is responsible', () => {
  const units: Unit[] = [
    { id: 'tinh', name: 'Tỉnh', provinces: ['Đà Nẵng'] },
    { id: 'ky-ha', name: 'Đồn Kỳ Hà', parent: 'tinh', homePorts: ['KY-HA'] },
    { id: 'to-1', name: 'Tổ 1', parent: 'ky-ha' },
    { id: 'lon', name: 'Tàu lớn', minLengthM: 24 },
    { id: 'vua', name: 'Tàu vừa', minLengthM: 15, belowLengthM: 24 },
    { id: 'vung', name: 'Vùng cấm', zones: ['z1'] },
  ];
  const contacts = ['ky-ha', 'to-1', 'lon', 'vua', 'vung'].map((unit) => contact(unit, { unit }));
  const ask = (more: Partial<RoutingQuestion>) => told({ units, contacts, ...more });

  it('is the unit of the home port, and whoever is below it and says nothing else', () => {
    expect(ask({ vessel: { ...vessel, homePort: 'KY-HA' } })).to.deep.equal(['ky-ha sms', 'to-1 sms', 'vua sms']);
    expect(ask({ vessel: { ...vessel, homePort: 'CUA-DAI' } })).to.deep.equal(['vua sms']);
  });

  it('is by length: from 24 m others than from 15 m; of unknown length nobody', () => {
    expect(ask({ vessel: { ...vessel, lengthM: 24 } })).to.deep.equal(['lon sms']);
    expect(ask({ vessel: { ...vessel, lengthM: 23.99 } })).to.deep.equal(['vua sms']);
    expect(ask({ vessel: { ...vessel, lengthM: undefined } })).to.deep.equal([]);
  });

  it('is by zone of the alert', () => {
    expect(ask({ vessel: undefined, zoneId: 'z1' })).to.deep.equal(['vung sms']);
  });

  it('nobody is said, and of a call for help everybody of the role is told', () => {
    const only = contacts.slice(0, 1);
    const question = {
      ruleId: 'silence-loss',
      change: 'raised' as const,
      vessel,
      at,
      routes: [route()],
      contacts: only,
      units,
    };
    const { recipients, unreachable } = resolveRecipients(question);
    expect(recipients).to.have.length(0);
    expect(unreachable[0]?.why.vi).to.contain('không đơn vị nào phụ trách');
    expect(told({ units, contacts: only, urgent: true })).to.deep.equal(['ky-ha sms']);
  });

  it('an unknown unit keeps nobody from being told, and a ring is found', () => {
    expect(told({ units, contacts: [contact('x', { unit: 'gone' })] })).to.deep.equal(['x sms']);
    expect(unitInRing(units)).to.equal(undefined);
    expect(
      unitInRing([
        { id: 'a', name: 'A', parent: 'b' },
        { id: 'b', name: 'B', parent: 'a' },
      ])?.id,
    ).to.equal('a');
  });

  it('a route asks by kind, priority, port and zone', () => {
    const contacts_ = [contact('x')];
    const by = (more: Partial<Route>, question: Partial<RoutingQuestion> = {}) =>
      told({ contacts: contacts_, routes: [route(more)], ...question }).length;
    expect(by({ rules: ['other'], kinds: ['silence'] }, { kind: 'silence' })).to.equal(1);
    expect(by({ rules: ['other'], kinds: ['silence'] }, { kind: 'distress' })).to.equal(0);
    expect(by({ maxPriority: 1 }, { priority: 2 })).to.equal(0);
    expect(by({ maxPriority: 2 }, { priority: 2 })).to.equal(1);
    expect(by({ homePorts: ['P'] }, { vessel: { ...vessel, homePort: 'P' } })).to.equal(1);
    expect(by({ homePorts: ['P'] })).to.equal(0);
    expect(by({ zones: ['z'] }, { zoneId: 'z' })).to.equal(1);
  });
});

describe('the watch', () => {
  const day = { contacts: ['an'], from: '07:00', to: '19:00' };
  const night = { contacts: ['binh'], from: '19:00', to: '07:00' };
  const onWatch = (rosters: Roster[], hours: number) => [...onWatchAt(rosters, at + hours * hour)];

  it('changes on the minute, and a night runs over midnight', () => {
    const rosters = [{ id: 'r', shifts: [day, night] }];
    expect(onWatch(rosters, 0)).to.deep.equal(['an']);
    expect(onWatch(rosters, -6 / 60)).to.deep.equal(['binh']);
    expect(onWatch(rosters, 11.9)).to.deep.equal(['an']);
    expect(onWatch(rosters, 12)).to.deep.equal(['binh']);
    expect(onWatch(rosters, 20)).to.deep.equal(['binh']);
  });

  it('is weekly, except on dates of their own', () => {
    const tuesday = { ...day, days: [2] };
    expect(onWatch([{ id: 'r', shifts: [tuesday] }], 0)).to.deep.equal(['an']);
    expect(onWatch([{ id: 'r', shifts: [tuesday] }], 24)).to.deep.equal([]);
    const tet = { contacts: ['chi'], from: '00:00', to: '00:00', date: '2026-11-24' };
    expect(onWatch([{ id: 'r', shifts: [tuesday, tet] }], 0)).to.deep.equal(['chi']);
    const monday = { contacts: ['dung'], from: '19:00', to: '08:00', days: [1] };
    expect(onWatch([{ id: 'r', shifts: [monday] }], 0), 'began on Monday').to.deep.equal(['dung']);
  });

  it('hears by the channels that are for it; all of the role do when nobody is on watch', () => {
    const contacts = [contact('an'), contact('binh')];
    const routes = [route({ onWatch: true }), route({ channels: ['email'] })];
    const withMail = contacts.map((one) => ({ ...one, email: `${one.id}@vn.example` }));
    const rosters = [{ id: 'r', shifts: [day, night] }];
    expect(told({ contacts: withMail, routes, rosters })).to.deep.equal(['an email', 'an sms', 'binh email']);
    expect(told({ contacts, routes: [route({ onWatch: true })], rosters: [] })).to.deep.equal(['an sms', 'binh sms']);
    const stranger = [{ id: 'r', shifts: [{ ...day, contacts: ['gone'] }] }];
    expect(told({ contacts, routes: [route({ onWatch: true })], rosters: stranger })).to.have.length(2);
  });
});

describe('quiet hours', () => {
  it('end when they say, over midnight too', () => {
    const night = { from: '22:00', to: '05:30' };
    expect(quietUntil(night, at)).to.equal(undefined);
    const late = at + 16 * hour; // 23:05
    expect(quietUntil(night, late)! - late).to.equal(6 * hour + 25 * 60_000);
    expect(quietUntil(night, at - 3 * hour)! - (at - 3 * hour)).to.equal(hour + 25 * 60_000);
    expect(quietUntil({ from: '07:05', to: '07:06' }, at)).to.equal(at + 60_000);
    expect(quietUntil({ from: '06:00', to: '07:05' }, at)).to.equal(undefined);
    expect(quietUntil({ from: '06:00', to: '06:00' }, at), 'none').to.equal(undefined);
  });
});

describe('a contact', () => {
  const faults = (more: Partial<Contact>) =>
    contactFaults({ ...contact('x'), phone: undefined, ...more }, { now, units: [], subscriptions: [] }).map(
      ({ en }) => en,
    );

  it('is doubted when nobody has verified it for half a year', () => {
    expect(faults({ phone: '0900000001', verifiedOn: '2026-11-01' })).to.deep.equal([]);
    expect(faults({ phone: '0900000001', verifiedOn: '2026-05-01' })).to.deep.equal(['was last verified 207 days ago']);
    expect(faults({ phone: '0900000001' })).to.deep.equal(['was never verified']);
  });

  it('without number, with a wrong one, or of no unit is said', () => {
    expect(faults({})).to.include('has no phone number and no address');
    for (const good of ['0900 000 001', '+84 900 000 001', '0236 3822 000', '+66 2 123 4567'])
      expect(faults({ phone: good }), good).not.to.include(`“${good}” does not look like a phone number`);
    for (const bad of ['0900', 'hỏi chị Lan', '090000000a'])
      expect(faults({ phone: bad })).to.include(`“${bad}” does not look like a phone number`);
    expect(faults({ email: 'a@b.example', unit: 'gone' })).to.include('there is no unit “gone”');
  });
});
