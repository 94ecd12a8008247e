/** Escalation ladders on a clock that the test moves: what stops them, whose word counts, and a clock that goes wrong. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { DeskOptions } from '../../server/alerts/desk-port.ts';
import type { DeskEffects } from '../../server/alerts/effects.ts';
import type { Contact, Unit } from '../../server/models/contact.ts';
import type { Ladder } from '../../server/models/ladder.ts';
import { ladders, MINUTE, raised, refusal, Watch } from './ladder-watch.ts';
import { change, now } from './notify-land.ts';

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
