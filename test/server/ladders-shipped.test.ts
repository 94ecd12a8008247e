/** Every ladder that ships, step by step, on a clock that the test moves. */
import { expect } from 'chai';
import type { DeskOptions } from '../../server/alerts/desk-port.ts';
import type { CaseHead } from '../../server/models/case.ts';
import type { Contact, Unit } from '../../server/models/contact.ts';
import { ladderList } from '../../server/models/ladder.ts';
import { composeGroup } from '../../server/notify/templates/group.ts';
import { attempt, ladders, MINUTE, raised, Watch } from './ladder-watch.ts';
import { now } from './notify-land.ts';

describe('the ladders that ship', () => {
  it('are sound', () => {
    expect(ladderList.parse(ladders())).to.deep.equal(ladders());
  });

  const unacknowledged: [kind: string, ruleId: string, priority: 1 | 2 | 3, expected: string[]][] = [
    [
      'distress',
      'distress',
      1,
      ['1 distress/watch', '3 distress/all-duty', '5 distress/command', '10 distress/department'],
    ],
    [
      'boundary-cross',
      'boundary-cross',
      1,
      ['5 urgent/watch', '15 urgent/supervisor', '30 urgent/command', '60 urgent/department'],
    ],
    [
      'boundary-time',
      'boundary-time',
      2,
      ['5 urgent/watch', '15 urgent/supervisor', '30 urgent/command', '60 urgent/department'],
    ],
    ['boundary-approach', 'boundary-near-6', 3, ['120 third-priority/watch']],
    ['zone-enter', 'x', 1, ['5 first-priority/watch', '15 first-priority/supervisor', '60 first-priority/command']],
    ['silence', 'silence-loss', 2, ['30 silence/watch', '120 silence/supervisor', '360 silence/command']],
    ['closed-area', 'closed-area', 2, ['30 second-priority/watch', '120 second-priority/supervisor']],
  ];
  for (const [kind, ruleId, priority, expected] of unacknowledged) {
    it(`an alert of ${kind} (priority ${priority}) that nobody takes up: ${expected.join(', ')}`, () => {
      const watch = new Watch();
      raised(watch, { kind, ruleId, priority });
      expect(watch.run(1500)).to.deep.equal(expected);
      expect(watch.alert.ladder).to.include({ of: expected.length });
      expect(watch.alert.ladder?.next).to.equal(undefined);
    });
  }

  const cases: [name: string, kind: string, priority: 1 | 2, expected: string[]][] = [
    [
      'at the boundary not reached',
      'boundary-cross',
      1,
      ['15 urgent-not-reached/others', '45 urgent-not-reached/command', '120 urgent-not-reached/department'],
    ],
    ['silent and not reached', 'silence', 2, ['360 not-reached/others', '1440 not-reached/command']],
  ];
  for (const [name, kind, priority, expected] of cases) {
    it(`a case ${name}: ${expected.join(', ')}`, () => {
      const watch = new Watch();
      raised(watch, { kind, priority });
      watch.keep(watch.desk.acknowledge('occ-1', { by: 'lan', at: now }));
      const who = { by: 'lan', at: now };
      watch.keep(watch.desk.actOnCase(watch.case.id, { what: 'contact', attempt }, who));
      const move = { what: 'move', move: { move: 'not-reached' }, mayDecide: false } as const;
      watch.keep(watch.desk.actOnCase(watch.case.id, move, who));
      expect(watch.case.state).to.equal('not-reached');
      expect(watch.run(1500)).to.deep.equal(expected);
    });
  }

  const overdue: [kind: string, priority: 1 | 2, expected: string[]][] = [
    // Acknowledged, and not called within the time of the regulation: 10 and 90 minutes.
    ['boundary-cross', 1, ['10 urgent-overdue/watch', '40 urgent-overdue/supervisor', '130 urgent-overdue/command']],
    ['silence', 2, ['90 overdue/watch', '810 overdue/supervisor']],
  ];
  for (const [kind, priority, expected] of overdue) {
    it(`a case of ${kind} that was taken up and left lying: ${expected.join(', ')}`, () => {
      const watch = new Watch();
      raised(watch, { kind, priority });
      watch.keep(watch.desk.acknowledge('occ-1', { by: 'lan', at: now }));
      expect(watch.run(1500)).to.deep.equal(expected);
    });
  }

  describe('a case that somebody’s report from the field has opened', () => {
    const who = { by: 'lan', at: now };
    const reported = (over: Partial<DeskOptions> = {}): Watch => {
      const watch = new Watch(over);
      watch.keep(watch.desk.openCase('v1', 'report-1', who));
      return watch;
    };
    const only = (watch: Watch): CaseHead => [...watch.cases.values()][0]!;
    const say = (watch: Watch, at: number) => {
      const move = { what: 'contact', attempt } as const;
      watch.keep(watch.desk.actOnCase(only(watch).id, move, { by: 'lan', at }));
    };

    it('and that was left lying is told to the watch, then above, through restarts', () => {
      const expected = reported().run(2000);
      expect(expected.map((step) => step.replace(/^\d+ /, ''))).to.deep.equal(['overdue/watch', 'overdue/supervisor']);
      const watch = reported();
      const took = Array.from({ length: 2001 }, (_, n) => {
        watch.restart();
        return watch.tick(now + n * MINUTE).map((step) => `${n} ${step}`);
      }).flat();
      expect(took).to.deep.equal(expected);
      const [mail] = watch.escalations('overdue/watch').filter(({ channel }) => channel === 'email');
      expect(mail).to.deep.include({ change: 'case', alertId: '', caseId: only(watch).id, state: 'queued' });
      expect(mail!.subject).to.match(/^Vụ việc quá hạn xử lý .*: QNa-91234-TS/);
      expect(mail!.body).to.contain('Trạng thái: ');
    });

    it('goes on up its own tree of units: above the unit that took it up, too', () => {
      const person = (id: string, unit: string): Contact => ({
        ...{ id, name: id, role: 'border-station', unit, email: `${id}@vn.example`, language: 'vi' },
      });
      const units: Unit[] = [
        { id: 'tinh', name: 'Tỉnh' },
        { id: 'tram', name: 'Trạm', parent: 'tinh' },
      ];
      const over = { units: () => units, contacts: () => [person('chi-huy', 'tinh'), person('tram', 'tram')] };
      const watch = new Watch(over);
      watch.keep(watch.desk.openCase('v1', 'report-1', { ...who, unit: 'tram' }));
      watch.run(2000);
      expect(watch.escalations('overdue/supervisor').map(({ contactId }) => contactId)).to.deep.equal(['chi-huy']);
    });

    it('stops telling when it moves on, and what waits in the outbox is withdrawn', () => {
      const watch = reported();
      const dueIn = (only(watch).dueAt! - now) / MINUTE;
      watch.run(dueIn + 1);
      expect(watch.escalations().map(({ state }) => state)).to.include('queued');
      watch.restart();
      say(watch, now + (dueIn + 2) * MINUTE);
      for (const one of watch.escalations()) expect(one).to.deep.include({ state: 'kept' });
      for (const one of watch.escalations()) expect(one.answer).to.contain('the case has moved on');
    });

    it('is told by itself where a step passes it on', () => {
      const watch = reported();
      say(watch, now + MINUTE);
      const move = { what: 'move', move: { move: 'escalate', note: 'gấp' }, mayDecide: true } as const;
      watch.keep(watch.desk.actOnCase(only(watch).id, move, { by: 'lan', at: now + 2 * MINUTE }));
      const passed = [...watch.deliveries.values()].filter(
        ({ change: what, move: moved }) => what === 'case' && !moved,
      );
      expect(passed.length).to.be.above(0);
      expect(passed.find(({ channel }) => channel === 'email')!.subject).to.contain('lan: gấp');
    });
  });

  it('say what comes next and when, for the screens', () => {
    const watch = new Watch();
    raised(watch);
    expect(watch.alert.ladder?.next).to.deep.equal({
      step: 'watch',
      at: now + 5 * MINUTE,
      words: {
        vi: 'thông báo đẩy, SMS: Trực ban Chi cục Thủy sản (đang trực)',
        en: 'push, SMS: fisheries duty officer (on watch)',
      },
    });
  });

  it('put into the message why it comes, and ask for a call where the step says so', () => {
    const watch = new Watch();
    raised(watch);
    watch.run(20);
    const [mail] = watch.escalations('urgent/supervisor').filter(({ channel }) => channel === 'email');
    expect(mail!.subject).to.match(/^CHƯA AI TIẾP NHẬN SAU 15 PHÚT: /);
    const calls = watch.escalations('urgent/supervisor').filter(({ channel }) => channel === 'call');
    expect(calls.map(({ contactId }) => contactId)).to.have.members(['demo-duty', 'demo-border-station']);
    for (const sms of watch.escalations().filter(({ channel }) => channel === 'sms'))
      expect(sms.body.length, sms.body).to.be.at.most(160);
    for (const one of watch.escalations()) expect(one.summary?.what, 'told with others').to.match(/^CHƯA TIẾP NHẬN – /);
    const together = composeGroup(watch.escalations('urgent/watch').slice(0, 1), { demo: false });
    expect(together.body).to.match(/: CHUA TIEP NHAN - .*QNa-91234-TS/);
    for (const one of watch.escalations()) expect(one.urgent, 'never held by quiet hours').to.equal(true);
  });
});
