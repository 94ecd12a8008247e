/** The state machine of alerts, against a table written down a second time, and in random orders. */
import { expect } from 'chai';
import fc from 'fast-check';
import { isOpen, isWaiting } from '../../server/alerts/lifecycle.ts';
import { type ResponseEvent, refusalOf, respond } from '../../server/alerts/respond.ts';
import {
  type Happening,
  happenings,
  type ResponseState,
  refusals,
  responseStates,
  responseTable,
} from '../../server/alerts/response-table.ts';
import { HaidangError } from '../../server/errors.ts';
import type { Alert, AlertResponse } from '../../server/models/alert.ts';
import { alert as madeAlert, now } from './notify-land.ts';

const letters: Record<ResponseState, string> = {
  unacknowledged: 'U',
  acknowledged: 'A',
  returned: 'R',
  shelved: 'S',
  suppressed: 'D',
  closed: 'C',
};

/**
 * Columns: while it holds / over / over and taken up before. Letters: the state afterwards; `.` stays; `-` refused.
 */
const expected = `
                 acknowledge silence shelve unshelve expire suppress release close over  again rise
unacknowledged   A C C       . . .   S - -  - - -    - - -  D D D    - - -   C C C R R R . . . . . .
acknowledged     . . .       - - -   S - -  - - -    - - -  D D D    - - -   C C C C C C . . . U R R
returned         C C C       . . .   - - -  - - -    - - -  C C C    - - -   C C C . . . U U U . . .
shelved          - - -       - - -   S - -  U R C    U R C  D D D    - - -   C C C . . . . . . U R R
suppressed       - - -       - - -   - - -  - - -    - - -  . . .    U C C   C C C C C C . . . U C C
closed           - - -       - - -   - - -  - - -    - - -  . . .    - - -   . . . . . . U U U U . .
`;

const rows = expected
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/ +/));
const cells = rows.slice(1).flatMap(([state, ...marks]) =>
  rows[0]!.map((what, column) => ({
    state: state as ResponseState,
    what: what as Happening,
    marks: marks.slice(column * 3, column * 3 + 3),
  })),
);

function eventOf(what: Happening, at = now): ResponseEvent {
  const who = { by: 'lan', at };
  if (what === 'shelve') return { ...who, what, reason: 'đang sửa', until: at + 3_600_000 };
  if (what === 'suppress') return { ...who, what, decision: 'qd-12' };
  if (what === 'close') return { ...who, what, reason: 'resolved' };
  return { ...who, what };
}

function alertIn(
  state: ResponseState,
  isActive: boolean,
  wasTakenUp: boolean,
  over: Partial<Alert['occurrence']> = {},
): Alert {
  const taken = wasTakenUp ? { acknowledgedAt: now - 1, acknowledgedBy: 'minh' } : {};
  const response: AlertResponse = { state, ...taken };
  return { ...madeAlert({ state: isActive ? 'raised' : 'cleared', ...over }), response };
}

function markOf(alert: Alert, what: Happening): string {
  try {
    const { state } = respond(alert, eventOf(what));
    return state === alert.response.state && what !== 'shelve' ? '.' : letters[state];
  } catch (error) {
    expect(error).to.be.instanceOf(HaidangError).with.property('code', 'illegal-move');
    return '-';
  }
}

describe('the responses to an alert', () => {
  it('the table is whole, and so is the one it is held against', () => {
    expect(rows[0]).to.deep.equal([...happenings]);
    expect(rows.slice(1).map(([state]) => state)).to.deep.equal([...responseStates]);
    for (const row of rows.slice(1)) expect(row).to.have.length(1 + happenings.length * 3);
    for (const state of responseStates) expect(Object.keys(responseTable[state])).to.have.members([...happenings]);
  });

  for (const { state, what, marks } of cells)
    it(`${state}: ${what} → ${marks.join(' ')}`, () => {
      const found = [
        markOf(alertIn(state, true, false), what),
        markOf(alertIn(state, false, false), what),
        markOf(alertIn(state, false, true), what),
      ];
      expect(found).to.deep.equal(marks);
    });

  it('a refusal says what cannot be done and why, in both languages', () => {
    const shelved = alertIn('shelved', true, false);
    expect(() => respond(shelved, eventOf('acknowledge'))).to.throw(
      HaidangError,
      /Cannot acknowledge it: it is shelved/,
    );
    for (const state of responseStates)
      for (const what of happenings)
        for (const isActive of [true, false]) {
          const alert = alertIn(state, isActive, false);
          const refusal = refusalOf(alert, what);
          if (!refusal) continue;
          try {
            respond(alert, eventOf(what));
            expect.fail('it was not refused');
          } catch (error) {
            expect((error as HaidangError).sentence('vi')).to.contain(refusals[refusal].vi);
            expect((error as HaidangError).sentence('en')).to.contain(refusals[refusal].en);
          }
        }
  });

  it('distress is never shelved or suppressed, in no state, and never closed while it lasts', () => {
    for (const state of responseStates) {
      const alert = alertIn(state, true, false, { kind: 'distress' });
      expect(refusalOf(alert, 'shelve')).to.equal('distress');
      expect(refusalOf(alert, 'suppress')).to.equal('distress');
      expect(refusalOf(alert, 'close')).to.equal('distress-active');
      expect(refusalOf(alertIn(state, false, false, { kind: 'distress' }), 'close')).to.equal(undefined);
    }
  });

  it('silencing turns off a sound and nothing else; a graver alert sounds again', () => {
    const alert = alertIn('unacknowledged', true, false);
    const silenced = respond(alert, eventOf('silence'));
    expect(silenced).to.deep.equal({ state: 'unacknowledged', silencedAt: now, silencedBy: 'lan' });
    expect(respond({ ...alert, response: silenced }, { what: 'silence', by: 'minh', at: now + 1 })).to.equal(silenced);
    expect(respond({ ...alert, response: silenced }, eventOf('rise'))).to.deep.equal({ state: 'unacknowledged' });
  });

  it('of an acknowledgement at a lower severity nothing is left when it rises', () => {
    for (const state of ['acknowledged', 'shelved', 'closed'] as const)
      expect(respond(alertIn(state, true, true), eventOf('rise'))).to.deep.equal({ state: 'unacknowledged' });
  });

  it('says who, when and why', () => {
    const alert = alertIn('unacknowledged', true, false);
    expect(
      respond(alert, { what: 'acknowledge', by: 'lan', at: 5, unit: 'don-cua-dai', comment: 'đang gọi' }),
    ).to.deep.equal({
      state: 'acknowledged',
      acknowledgedAt: 5,
      acknowledgedBy: 'lan',
      acknowledgedUnit: 'don-cua-dai',
      comment: 'đang gọi',
    });
    const shelved = respond(alert, { what: 'shelve', by: 'lan', at: 5, until: 9, reason: 'trú bão' });
    expect(shelved).to.deep.equal({
      state: 'shelved',
      shelvedAt: 5,
      shelvedBy: 'lan',
      shelvedUntil: 9,
      reason: 'trú bão',
    });
    expect(respond(alert, { what: 'suppress', by: 'system', at: 5, decision: 'qd-12' })).to.deep.equal({
      state: 'suppressed',
      decision: 'qd-12',
    });
    expect(respond(alert, { what: 'close', by: 'lan', at: 5, reason: 'false-alarm' })).to.include({
      closedAt: 5,
      closedBy: 'lan',
      reason: 'false-alarm',
    });
  });

  it('holds its promises whatever happens in whatever order', () => {
    const happening = fc.constantFrom(
      ...happenings.filter((what) => what !== 'over' && what !== 'again'),
      'turn' as const,
    );
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40 }), fc.boolean(), (course, isDistress) => {
        let alert = alertIn('unacknowledged', true, false, isDistress ? { kind: 'distress' } : {});
        for (const [step, one] of course.entries()) {
          const isTurn = one === 'turn';
          const isActive = alert.occurrence.state === 'raised';
          if (isTurn) alert = { ...alert, occurrence: { ...alert.occurrence, state: isActive ? 'cleared' : 'raised' } };
          const what: Happening = isTurn ? (isActive ? 'over' : 'again') : one;
          const before = alert;
          if (refusalOf(alert, what) !== undefined) {
            expect(() => respond(alert, eventOf(what, now + step))).to.throw(HaidangError);
            continue;
          }
          alert = { ...alert, response: respond(alert, eventOf(what, now + step)) };
          const { state } = alert.response;
          // What holds is closed only by a person, what is over is never "acknowledged and active".
          if (alert.occurrence.state !== 'raised') expect(['unacknowledged', 'acknowledged']).not.to.include(state);
          else expect(state).not.to.equal('returned');
          if (isDistress) expect(['shelved', 'suppressed']).not.to.include(state);
          if (what === 'rise' && isOpen(before) && state !== 'suppressed')
            expect(isWaiting(alert) || state === 'closed').to.equal(true);
          if (state === 'acknowledged') expect(alert.response.acknowledgedAt).to.be.a('number');
          if (state === 'shelved') expect(alert.response.shelvedUntil).to.be.a('number');
          if (isWaiting(alert)) expect(alert.response.acknowledgedAt).to.equal(undefined);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
