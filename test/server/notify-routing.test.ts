import { expect } from 'chai';
import type { Contact, Route } from '../../server/models/contact.ts';
import { contactList, routingTable } from '../../server/models/contact.ts';
import { resolveRecipients } from '../../server/notify/routing.ts';
import { defaultRouting, demoContacts } from '../../server/notify/routing-defaults.ts';
import { vessel } from './notify-land.ts';

const routes = defaultRouting();
const contacts = demoContacts();

function who(ruleId: string, change: 'raised' | 'cleared' | 'retracted', lengthM?: number): string[] {
  const { recipients } = resolveRecipients({ ruleId, change, vessel: { ...vessel, lengthM }, routes, contacts });
  return recipients.map((one) => `${one.role}:${one.channel}`).sort();
}

const both = (...roles: string[]) => roles.flatMap((role) => [`${role}:email`, `${role}:sms`]);
/** Owner and captain, who have two phones. */
const owner = ['owner:sms', 'owner:sms'];

describe('the recipient matrix', () => {
  const crossed = [...both('border-command', 'border-station', 'duty', 'surveillance'), 'centre:email', ...owner];
  const matrix: [rule: string, below24: string[], from24: string[]][] = [
    ['boundary-cross', crossed, both('department')],
    ['boundary-near-1', [...both('border-station', 'duty'), 'surveillance:email', ...owner], ['department:email']],
    ['boundary-near-6', ['border-station:email', 'duty:email', 'surveillance:email', ...owner], ['department:email']],
    ['boundary-time', [...both('border-station', 'duty'), 'surveillance:email', ...owner], ['department:email']],
    ['silence-warn', ['duty:email', ...owner], []],
    ['declaration-missed', ['duty:email', ...owner], []],
    ['silence-8-days', ['duty:email', ...owner], []],
    [
      'silence-10-days',
      [...both('border-station', 'duty'), 'surveillance:email', 'border-command:email', 'port:email', ...owner],
      ['department:email'],
    ],
    ['provider-outage', ['border-station:email', 'centre:email', ...both('duty')], []],
    ['closed-area', ['duty:email', 'border-station:email', ...both('surveillance'), ...owner], ['department:email']],
    ['wrong-zone', ['duty:email', 'border-station:email', ...both('surveillance'), ...owner], ['department:email']],
    ['silence-loss', [...both('border-station', 'duty'), ...owner], ['department:email']],
    ['a-rule-of-the-province', ['duty:email'], []],
  ];
  for (const [rule, below24, more] of matrix) {
    it(`${rule} below 24 m`, () => {
      expect(who(rule, 'raised', 23.9)).to.deep.equal([...below24].sort());
    });
    it(`${rule} from 24 m`, () => {
      expect(who(rule, 'raised', 24)).to.deep.equal([...below24, ...more].sort());
    });
    it(`${rule} taken back: the same people`, () => {
      expect(who(rule, 'retracted', 24)).to.deep.equal(who(rule, 'raised', 24));
    });
  }

  it('tells nobody on the strength of a length that is not known', () => {
    expect(who('boundary-cross', 'raised')).not.to.include('department:email');
  });

  it('tells a contact that is nothing but a program of whatever it would get by mail', () => {
    const program = contactList.parse([
      { id: 'ioc', name: 'IOC', role: 'centre', language: 'vi', webhook: 'https://ioc.example/hook' },
    ]);
    const land = { change: 'raised' as const, vessel, routes, contacts: program };
    const { recipients } = resolveRecipients({ ruleId: 'boundary-cross', ...land });
    expect(recipients.filter(({ role }) => role === 'centre').map(({ channel }) => channel)).to.deep.equal(['webhook']);
  });

  it('tells those who act on it that it is over', () => {
    expect(who('boundary-cross', 'cleared', 17)).to.deep.equal(['border-station:email', 'duty:email']);
    expect(who('boundary-near-1', 'cleared', 17)).to.deep.equal([]);
  });

  it('is valid for the settings pages as it stands, and so are the demo people', () => {
    expect(routingTable.parse(routes)).to.deep.equal(routes);
    expect(contactList.parse(contacts)).to.deep.equal(contacts);
    for (const one of contacts) {
      expect(one.email).to.match(/@haidang\.example$/);
      expect(one.phone).to.match(/^0900 /);
      expect(one.name).to.contain('(demo)');
    }
  });
});

describe('routing', () => {
  const toOwner: Route[] = [{ rules: ['*'], changes: ['raised'], roles: ['owner'], channels: ['sms'] }];

  it('sends one message to owner and captain who share a phone, however it is written', () => {
    const shared = { ...vessel, ownerPhone: '0900 100 001', captainPhone: '+84 900.100.001' };
    const { recipients } = resolveRecipients({
      ruleId: 'x',
      change: 'raised',
      vessel: shared,
      routes: toOwner,
      contacts,
    });
    expect(recipients.map((one) => one.contactId)).to.deep.equal(['owner:v1']);
  });

  it('says whom no message reaches: no phone, nobody with the role, a vessel that is in no registry', () => {
    const ask = (over: object, table = toOwner) =>
      resolveRecipients({ ruleId: 'x', change: 'raised', vessel, routes: table, contacts, ...over });
    const noPhone = ask({ vessel: { ...vessel, ownerPhone: undefined } });
    expect(noPhone.recipients.map((one) => one.contactId)).to.deep.equal(['captain:v1']);
    expect(noPhone.unreachable.map((one) => one.why.vi)).to.deep.equal([
      'Nguyễn Văn Đức (thiếu số điện thoại hoặc email)',
    ]);
    expect(ask({ vessel: undefined }).unreachable.map((one) => one.role)).to.deep.equal(['owner']);
    const toPort: Route[] = [{ ...toOwner[0]!, roles: ['port'] }];
    expect(ask({ contacts: [] }, toPort).unreachable.map((one) => one.role)).to.deep.equal(['port']);
  });

  it('counts somebody as reached who has one of the channels', () => {
    const mailOnly: Contact = { id: 'm', name: 'M', role: 'duty', email: 'm@haidang.example', language: 'en' };
    const table: Route[] = [{ ...toOwner[0]!, roles: ['duty'], channels: ['email', 'sms'] }];
    const result = resolveRecipients({ ruleId: 'x', change: 'raised', vessel, routes: table, contacts: [mailOnly] });
    expect(result.recipients).to.deep.equal([
      {
        contactId: 'm',
        contactName: 'M',
        role: 'duty',
        channel: 'email',
        address: 'm@haidang.example',
        language: 'en',
      },
    ]);
    expect(result.unreachable).to.deep.equal([]);
  });
});
