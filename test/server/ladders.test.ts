/** Escalation ladders on a clock that the test moves: every shipped one, what stops them, whose word counts, and a clock that goes wrong. */
import { expect } from 'chai';
import fc from 'fast-check';
import { defaultLadders } from '../../server/alerts/default-ladders.ts';
import type { AlertDesk, DeskOptions } from '../../server/alerts/desk-port.ts';
import type { DeskEffects } from '../../server/alerts/effects.ts';
import { HaidangError } from '../../server/errors.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { CaseHead, ContactAttempt } from '../../server/models/case.ts';
import type { Contact, Unit } from '../../server/models/contact.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import { type Ladder, ladderList } from '../../server/models/ladder.ts';
import { composeGroup } from '../../server/notify/templates/group.ts';
import { change, desk, now } from './notify-land.ts';

const MINUTE = 60_000;
const ladders = defaultLadders;

/** What survives a restart, and a clock: the desk is driven as the engine room drives it. */
class Watch {
  desk: AlertDesk;
  readonly #over: Partial<DeskOptions>;
  readonly alerts = new Map<string, Alert>();
  readonly cases = new Map<string, CaseHead>();
  readonly deliveries = new Map<string, Delivery>();
  readonly lines: DeskEffects['lines'] = [];
  #time = now;

  constructor(over: Partial<DeskOptions> = {}) {
    this.#over = { ladders, ...over };
    this.desk = desk(this.#over);
  }

  get time(): number {
    return this.#time;
  }

  keep<E extends DeskEffects>(effects: E): E {
    for (const one of effects.alerts) this.alerts.set(one.id, one);
    for (const one of effects.cases) this.cases.set(one.id, one);
    for (const one of effects.deliveries) this.deliveries.set(one.id, one);
    this.lines.push(...effects.lines);
    for (const event of effects.withdrawals) {
      const delivery = this.deliveries.get(event.id);
      if (delivery) this.keep(this.desk.progress(delivery, event));
    }
    return effects;
  }

  /** One tick of the journal. @returns the steps that it took, as `LADDER/STEP` */
  tick(at: number): string[] {
    this.#time = at;
    const before = this.lines.length;
    for (const id of this.desk.due(at)) this.keep(this.desk.expire(id, at));
    const { alertIds, caseIds } = this.desk.ladderDue(at, 500);
    for (const id of alertIds) this.keep(this.desk.climb(id, at));
    for (const id of caseIds) this.keep(this.desk.climbCase(id, at));
    return steps(this.lines.slice(before));
  }

  /** Ticks once a minute. @returns `MINUTE LADDER/STEP` */
  run(minutes: number): string[] {
    const from = this.#time;
    return Array.from({ length: minutes + 1 }, (_, n) =>
      this.tick(from + n * MINUTE).map((step) => `${n} ${step}`),
    ).flat();
  }

  /** A process that has died and another that begins from what was committed. */
  restart(): void {
    this.desk = desk(this.#over);
    const lastChangeSeq = Math.max(0, ...[...this.alerts.values()].map(({ changeSeq }) => changeSeq));
    const kept = JSON.parse(JSON.stringify({ alerts: [...this.alerts.values()], cases: [...this.cases.values()] }));
    this.desk.restore({ ...kept, lastChangeSeq });
    for (const alert of this.alerts.values()) this.desk.hand(alert, this.#toldOf(alert.id));
    const own = [...this.deliveries.values()].filter(({ change: what }) => what === 'case');
    for (const { id } of this.cases.values())
      this.desk.handTold(
        id,
        own.filter(({ caseId }) => caseId === id),
      );
  }

  #toldOf(alertId: string): Delivery[] {
    return [...this.deliveries.values()].filter((one) => one.alertId === alertId);
  }

  get alert(): Alert {
    return this.alerts.get('occ-1')!;
  }

  get case(): CaseHead {
    return this.cases.get(this.alert.caseId)!;
  }

  escalations(step?: string): Delivery[] {
    return [...this.deliveries.values()].filter(
      ({ escalation }) => escalation !== undefined && (step === undefined || escalation === step),
    );
  }
}

const steps = (lines: DeskEffects['lines']): string[] =>
  lines.flatMap(({ kind, data }) => (kind === 'escalated' && data?.step ? [`${data.ladder}/${data.step}`] : []));

const raised = (watch: Watch, over: Parameters<typeof change>[1] = {}): void => {
  watch.keep(watch.desk.apply(change('raised', over), now));
};

const attempt: ContactAttempt = { channel: 'phone', outcome: 'no-answer' };
const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof HaidangError) return error.sentence('en');
    throw error;
  }
  return '';
};

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

describe('a ladder', () => {
  const messages = (watch: Watch): string[] => [...watch.deliveries.keys()].sort();

  it('goes on after a restart between any two ticks as if there had been none', () => {
    const straight = new Watch();
    raised(straight);
    const expected = straight.run(70);
    for (const stop of [0, 4, 5, 6, 14, 15, 16, 30, 59, 60]) {
      const watch = new Watch();
      raised(watch);
      const before = watch.run(stop);
      watch.restart();
      const seen = [...before];
      for (let n = stop + 1; n <= 70; n++) seen.push(...watch.tick(now + n * MINUTE).map((step) => `${n} ${step}`));
      expect(seen, `restart after minute ${stop}`).to.deep.equal(expected);
      expect(messages(watch)).to.deep.equal(messages(straight));
    }
  });

  it('is laid for an alert that was found on none, and makes up for what was due; not for one that is on it', () => {
    const watch = new Watch();
    raised(watch);
    watch.keep(watch.desk.lay('occ-1', now));
    expect(watch.alert.ladder?.round).to.equal(1);
    const { ladder: _, ...bare } = watch.alert;
    watch.alerts.set('occ-1', bare);
    watch.restart();
    expect(watch.tick(now + 20 * MINUTE)).to.deep.equal([]);
    watch.keep(watch.desk.lay('occ-1', now + 20 * MINUTE));
    expect(watch.tick(now + 21 * MINUTE)).to.deep.equal(['urgent/watch', 'urgent/supervisor']);
  });

  it('makes up in order for what came due while nothing ran, each step once', () => {
    const watch = new Watch();
    raised(watch);
    watch.restart();
    expect(watch.tick(now + 45 * MINUTE)).to.deep.equal(['urgent/watch', 'urgent/supervisor', 'urgent/command']);
    watch.restart();
    expect(watch.tick(now + 46 * MINUTE)).to.deep.equal([]);
    expect(watch.tick(now + 60 * MINUTE)).to.deep.equal(['urgent/department']);
  });

  it('fires nothing twice and skips nothing whatever the clock does, restarts in between', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ by: fc.integer({ min: -600, max: 90 }), restart: fc.boolean() }), { maxLength: 40 }),
        (moves) => {
          const watch = new Watch();
          raised(watch);
          const seen: string[] = [];
          let at = now;
          for (const { by, restart } of moves) {
            at += by * MINUTE;
            if (restart) watch.restart();
            seen.push(...watch.tick(at));
          }
          // From now on the clock is right: what is left comes within the ladder's length.
          for (let n = 0; n <= 62; n++) seen.push(...watch.tick(at + n * MINUTE));
          expect(seen).to.deep.equal(['urgent/watch', 'urgent/supervisor', 'urgent/command', 'urgent/department']);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('waits out what was left when the clock is set back, and says so in the case', () => {
    const watch = new Watch();
    raised(watch);
    watch.run(6);
    expect(watch.tick(now - 24 * 60 * MINUTE)).to.deep.equal([]);
    expect(watch.lines.at(-1)?.text.en).to.match(/clock was set back/);
    expect(watch.tick(now - 24 * 60 * MINUTE + 9 * MINUTE)).to.deep.equal([]);
    expect(watch.tick(now - 24 * 60 * MINUTE + 10 * MINUTE)).to.deep.equal(['urgent/supervisor']);
  });

  it('ends with an acknowledgement, and withdraws what waits in the outbox to say that nobody had', () => {
    const watch = new Watch();
    raised(watch);
    watch.run(6);
    watch.keep(watch.desk.acknowledge('occ-1', { by: 'lan', at: watch.time }));
    expect(watch.alert.ladder?.ended).to.deep.equal({ at: watch.time, why: 'acknowledged', by: 'lan' });
    for (const one of watch.escalations()) expect(one.state).to.equal('kept');
    // What was due on the case instead is another ladder.
    expect(watch.run(100).filter((step) => step.includes(' urgent/'))).to.deep.equal([]);
  });

  it('ends when the alert is over, is taken back, shelved or suppressed, and begins anew when it waits again', () => {
    const ends: [string, (watch: Watch) => DeskEffects, string][] = [
      ['over', ({ desk, time }) => desk.apply(change('cleared', { clearedAt: time }), time), 'over'],
      ['taken back', ({ desk, time }) => desk.apply(change('retracted'), time), 'retracted'],
      [
        'shelved',
        ({ desk, time }) =>
          desk.respond('occ-1', { what: 'shelve', reason: 'bão', until: time + 60 * MINUTE }, { by: 'lan', at: time }),
        'shelved',
      ],
    ];
    for (const [name, act, why] of ends) {
      const watch = new Watch();
      raised(watch);
      watch.run(6);
      watch.keep(act(watch));
      expect(watch.alert.ladder?.ended?.why, name).to.equal(why);
      expect(watch.run(59), name).to.deep.equal([]);
    }
    const watch = new Watch();
    raised(watch);
    watch.run(6);
    watch.keep(
      watch.desk.respond(
        'occ-1',
        { what: 'shelve', reason: 'bão', until: watch.time + 60 * MINUTE },
        { by: 'lan', at: watch.time },
      ),
    );
    expect(watch.run(66)).to.deep.equal(['65 urgent/watch']);
    expect(watch.alert.ladder?.round).to.equal(2);
  });

  it('of distress goes on when the signal ends and nobody had taken it up', () => {
    const watch = new Watch();
    raised(watch, { kind: 'distress', ruleId: 'distress' });
    watch.run(2);
    watch.keep(
      watch.desk.apply(change('cleared', { kind: 'distress', ruleId: 'distress', clearedAt: watch.time }), watch.time),
    );
    expect(watch.run(10)).to.deep.equal(['1 distress/all-duty', '3 distress/command', '8 distress/department']);
  });

  it('begins anew, sooner, when the alert becomes graver', () => {
    const watch = new Watch();
    raised(watch, { kind: 'zone-enter', ruleId: 'x', priority: 2 });
    watch.run(20);
    watch.keep(watch.desk.apply(change('updated', { kind: 'zone-enter', ruleId: 'x', priority: 1 }), watch.time));
    expect(watch.run(20)).to.deep.equal(['5 first-priority/watch', '15 first-priority/supervisor']);
  });

  it('tells those whom it called in that it is over, and takes a false alarm back from them, once each', () => {
    for (const end of ['cleared', 'retracted'] as const) {
      const watch = new Watch();
      raised(watch, { kind: 'silence', ruleId: 'silence-loss', priority: 2, vesselId: 'v2' });
      watch.run(361);
      for (const one of watch.deliveries.values()) {
        if (one.channel === 'call') continue;
        const begun = watch.desk.progress(one, {
          type: 'delivery',
          id: one.id,
          event: 'attempt',
          attempt: 1,
          at: watch.time,
        });
        watch.keep(begun);
        watch.keep(
          watch.desk.progress(begun.deliveries[0]!, {
            type: 'delivery',
            id: one.id,
            event: 'sent',
            attempt: 1,
            at: watch.time,
          }),
        );
      }
      watch.restart();
      const over = { kind: 'silence', ruleId: 'silence-loss', priority: 2 as const, vesselId: 'v2' };
      const said = watch.keep(watch.desk.apply(change(end, { ...over, clearedAt: watch.time }), watch.time));
      const command = said.deliveries.filter(({ contactId }) => contactId === 'demo-border-command');
      expect(command.map((one) => `${one.change} ${one.channel}`)).to.deep.equal([`${end} email`]);
      expect(watch.desk.apply(change(end, { ...over, clearedAt: watch.time }), watch.time).deliveries).to.deep.equal(
        [],
      );
    }
  });
});

describe('whose acknowledgement stops a ladder', () => {
  const units: Unit[] = [
    { id: 'province', name: 'Tỉnh' },
    { id: 'station', name: 'Đồn Kỳ Hà', parent: 'province' },
    { id: 'other', name: 'Đồn khác', parent: 'province', homePorts: ['elsewhere'] },
  ];
  const person = (id: string, unit: string): Contact => ({
    ...{ id, name: id, role: 'border-station', language: 'vi', unit },
    ...{ email: `${id}@haidang.example`, phone: `0900 000 0${id.length + unit.length}` },
  });
  const over: Partial<DeskOptions> = {
    units: () => units,
    contacts: () => [person('chief', 'province'), person('ky-ha', 'station'), person('stranger', 'other')],
    routes: () => [
      { rules: ['*'], changes: ['raised'], roles: ['border-station'], channels: ['sms'], zones: ['boundary'] },
    ],
  };
  // Only the station is told: the chief's unit covers all, so leave them out.
  const told: Partial<DeskOptions> = { ...over, contacts: () => over.contacts!().filter(({ id }) => id !== 'chief') };

  const acknowledgedBy = (unit: string | undefined, by = 'lan'): Watch => {
    const watch = new Watch(told);
    raised(watch);
    watch.keep(watch.desk.acknowledge('occ-1', { by, at: now, ...(unit && { unit }) }));
    return watch;
  };

  it('the unit that was told, one above it, and somebody of no unit', () => {
    for (const unit of ['station', 'province', undefined]) {
      expect(acknowledgedBy(unit).alert.ladder?.ended?.why, unit).to.equal('acknowledged');
    }
  });

  it('another unit’s is kept, and telling goes on until the right one has acknowledged, too', () => {
    const watch = acknowledgedBy('other');
    expect(watch.alert.response).to.deep.include({
      state: 'acknowledged',
      acknowledgedBy: 'lan',
      acknowledgedUnit: 'other',
    });
    expect(watch.lines.at(-1)?.text.vi).to.equal(
      'lan (Đồn khác) không thuộc đơn vị được báo: vẫn báo tiếp lên cấp trên',
    );
    watch.restart();
    const climbed = watch.run(16).filter((step) => step.includes(' urgent/'));
    expect(climbed).to.deep.equal(['5 urgent/watch', '15 urgent/supervisor']);
    watch.keep(watch.desk.acknowledge('occ-1', { by: 'binh', at: watch.time, unit: 'station' }));
    expect(watch.alert.ladder?.ended).to.deep.equal({ at: watch.time, why: 'acknowledged', by: 'binh' });
    expect(watch.alert.response.acknowledgedBy, 'the first word stands').to.equal('lan');
    expect(watch.run(60).filter((step) => step.includes(' urgent/'))).to.deep.equal([]);
  });

  it('another unit’s shelf stands, and telling goes on through it and after it, until the right one shelves it, too', () => {
    const watch = new Watch(told);
    raised(watch);
    const shelve = (unit: string, minutes: number): void => {
      const act = { what: 'shelve', reason: 'chờ thời tiết', until: watch.time + minutes * MINUTE } as const;
      watch.keep(watch.desk.respond('occ-1', act, { by: 'lan', at: watch.time, unit }));
    };
    shelve('other', 10);
    expect(watch.alert.response.state).to.equal('shelved');
    expect(watch.lines.at(-1)?.text.en).to.equal('lan (Đồn khác) is of no unit that was told: telling goes on');
    watch.restart();
    const climbed = (minutes: number) => watch.run(minutes).filter((step) => step.includes(' urgent/'));
    expect(climbed(16)).to.deep.equal(['5 urgent/watch', '15 urgent/supervisor']);
    expect(watch.alert.response.state, 'the shelf ended in between').to.equal('unacknowledged');
    expect(watch.alert.ladder?.round, 'and began no second ladder').to.equal(1);
    shelve('other', 60);
    shelve('station', 60);
    expect(watch.alert.ladder?.ended).to.deep.equal({ at: watch.time, why: 'shelved', by: 'lan' });
    expect(climbed(45)).to.deep.equal([]);
  });

  it('ends with the alert though another unit has it on its shelf', () => {
    const watch = new Watch(told);
    raised(watch);
    const act = { what: 'shelve', reason: 'chờ', until: now + 60 * MINUTE } as const;
    watch.keep(watch.desk.respond('occ-1', act, { by: 'lan', at: now, unit: 'other' }));
    watch.keep(watch.desk.apply(change('cleared'), now));
    expect(watch.alert.ladder?.ended?.why).to.equal('over');
  });

  it('whoever answers a message was told; their unit is on record', () => {
    expect(acknowledgedBy(undefined, 'link:ky-ha').alert).to.deep.include({
      response: {
        state: 'acknowledged',
        acknowledgedAt: now,
        acknowledgedBy: 'link:ky-ha',
        acknowledgedUnit: 'station',
      },
    });
    expect(acknowledgedBy(undefined, 'sms:0900000012').alert.response.acknowledgedUnit).to.equal('station');
  });

  it('a step that tells the unit above tells its contacts, by the same routing', () => {
    const ladder: Ladder = {
      ...{ id: 'up', name: { vi: 'lên', en: 'up' }, on: 'unacknowledged' },
      steps: [{ id: 'above', minutes: 1, roles: [], unitsAbove: 1, channels: ['sms'] }],
    };
    const routes = () => [
      { rules: ['*'], changes: ['raised' as const], roles: ['border-station' as const], channels: ['email' as const] },
    ];
    const contacts = () => [
      { ...person('chief', 'province'), role: 'department' as const },
      person('ky-ha', 'station'),
    ];
    const watch = new Watch({ ...over, contacts, routes, ladders: () => [ladder] });
    raised(watch);
    watch.run(1);
    expect(watch.escalations().map(({ contactId, channel }) => `${contactId} ${channel}`)).to.deep.equal(['chief sms']);
  });
});

describe('escalating by hand', () => {
  it('takes the next step now, and leaves the times of the others as they are', () => {
    const watch = new Watch();
    raised(watch);
    watch.keep(watch.desk.escalate('occ-1', 'tàu không trả lời', { by: 'lan', at: now }));
    expect(watch.lines.at(-1)?.text.vi).to.match(
      /^Chuyển cấp \(lan: tàu không trả lời\) – thông báo đẩy, SMS: Trực ban/,
    );
    expect(watch.alert.ladder?.done).to.deep.equal(['watch']);
    expect(watch.run(16)).to.deep.equal(['15 urgent/supervisor']);
  });

  it('works on an alert that is acknowledged, and does not set its ladder going again', () => {
    const watch = new Watch();
    raised(watch);
    watch.keep(watch.desk.acknowledge('occ-1', { by: 'lan', at: now }));
    watch.keep(watch.desk.escalate('occ-1', 'cần lệnh', { by: 'lan', at: now }));
    expect(watch.escalations('urgent/watch').length).to.be.greaterThan(0);
    expect(watch.run(9)).to.deep.equal([]);
  });

  it('is refused at the top, without a ladder, and for what is settled', () => {
    const watch = new Watch();
    raised(watch);
    watch.run(61);
    const again = (): unknown => watch.desk.escalate('occ-1', 'x', { by: 'lan', at: watch.time });
    expect(refusal(again)).to.equal('Cannot escalate it: it has been told to the top of its ladder.');
    const none = new Watch({ ladders: () => [] });
    raised(none);
    expect(refusal(() => none.desk.escalate('occ-1', 'x', { by: 'lan', at: now }))).to.match(/there is no ladder/);
    watch.keep(watch.desk.apply(change('retracted'), watch.time));
    expect(refusal(again)).to.match(/taken back/);
  });
});

describe('ladders that are changed under way', () => {
  it('hold for what waits, and steps whose time had passed before are not made up for', () => {
    let body = ladders();
    const watch = new Watch({ ladders: () => body });
    raised(watch);
    watch.run(6);
    const [first] = body.find(({ id }) => id === 'urgent')!.steps;
    body = body.map((one) =>
      one.id === 'urgent'
        ? {
            ...one,
            steps: [
              { ...first!, id: 'earlier', minutes: 2 },
              { ...first!, id: 'later', minutes: 8 },
            ],
          }
        : one,
    );
    watch.keep(watch.desk.relay('occ-1', watch.time));
    expect(watch.run(60)).to.deep.equal(['2 urgent/later']);
  });

  it('that are taken away stop, and those that are added begin for what waits, without a flood', () => {
    let body: Ladder[] = [];
    const watch = new Watch({ ladders: () => body });
    raised(watch);
    watch.run(20);
    body = ladders();
    watch.keep(watch.desk.relay('occ-1', watch.time));
    expect(watch.run(41)).to.deep.equal(['10 urgent/command', '40 urgent/department']);
    body = [];
    watch.keep(watch.desk.relay('occ-1', watch.time));
    expect(watch.alert.ladder?.ended?.why).to.equal('no-ladder');
  });
});
