/** provider-outage: one incident for a provider that is down, and what stays the boats' own silence. */
import { expect } from 'chai';
import { DEMO_BOUNDARY_ID } from '../../../geofences/regions/vietnam.ts';
import { defaultRules } from '../../../geofences/regions/vietnam-rules.ts';
import type { Rule } from '../../../geofences/types.ts';
import { boxZone, fixAt, HOUR, T0 } from '../shapes.ts';
import { type Boat, playedFleet, playFleet } from './play-fleet.ts';

const port = boxZone('port', 108, 15, 108.1, 15.1, { kind: 'port' });
const rules: Rule[] = [
  { id: 'outage', kind: 'provider-outage', params: { vessels: 4 } },
  { id: 'lost', kind: 'silence', params: { hours: 6 } },
];
const UNTIL = 26;
const ids = ['t0', 't1', 't2', 't3', 't4', 't5'];

/** A boat that reports every two hours at its own minute when `isHeard` says so. */
function boat(i: number, isHeard: (hour: number) => boolean, lon = 109): Boat {
  const hours = Array.from({ length: UNTIL / 2 }, (_, k) => k * 2 + i / 4).filter(isHeard);
  return { provider: 'Thuraya', fixes: hours.map((hour) => fixAt(hour, lon + i / 100 + hour / 2000, 15.05)) };
}

function fleet(isHeard: (hour: number, id: string) => boolean, lon?: number): Record<string, Boat> {
  return Object.fromEntries(ids.map((id, i) => [id, boat(i, (hour) => isHeard(hour, id), lon)]));
}

const play = (boats: Record<string, Boat>, until = UNTIL) =>
  playFleet({ zones: [port], rules, boats, lookMinutes: 20, until });
const isUp = (hour: number) => hour < 8 || hour >= 15;

describe('provider-outage', () => {
  it('is one incident while a provider is down for seven hours, and none of its boats is accused of silence', () => {
    expect(play(fleet(isUp))).to.deep.equal(['outage provider:Thuraya 9.33..16.33']);
  });

  it('leaves accused who was silent before it, who belongs to another provider, and who stays silent after it', () => {
    const heard = (hour: number, id: string) => {
      if (id === 't4') return hour < 2;
      if (id === 't5') return hour < 8;
      return isUp(hour);
    };
    const other = { ...boat(2, (hour) => hour < 8), provider: 'Vifish' };
    const whileDown = ['lost t4 7..', 'outage provider:Thuraya 9.33..', 'lost v 12.5..'];
    expect(play({ ...fleet(heard), v: other }, 14.5)).to.deep.equal(whileDown);
    expect(play({ ...fleet(heard), v: other })).to.deep.equal([
      'lost t4 7..',
      'outage provider:Thuraya 9.33..17',
      'lost v 12.5..',
      'lost t5 13.25..',
    ]);
  });

  it('is one incident by all the rules that ship, when the provider is down for six hours: no boat is called for', () => {
    const boats = fleet((hour) => hour < 8 || hour >= 14);
    const six = [0, 1, 2].map((i): [string, Boat] => [`s${i}`, boat(i + 2, (hour) => hour < 8 || hour >= 14)]);
    const waters = boxZone(DEMO_BOUNDARY_ID, 105, 8, 112, 20, { kind: 'boundary' });
    const shipped = { zones: [port, waters], rules: defaultRules(), lookMinutes: 20, until: UNTIL };
    const held = playedFleet({ ...shipped, boats: { ...boats, ...Object.fromEntries(six) } });
    expect(held.map(({ kind, state }) => `${kind} ${state}`)).to.deep.equal(['provider-outage cleared']);
    expect(held[0]!.details).to.include({ vessels: 9 });
  });

  it('is none while most of the boats are still heard: those that are silent are accused, each for itself', () => {
    const others = Object.fromEntries([0, 1, 2, 3].map((i) => [`u${i}`, boat(i, () => true)]));
    const said = play({ ...fleet((hour, id) => isUp(hour) || id > 't3'), ...others });
    const accused = ['lost t0', 'lost t1', 'lost t2', 'lost t3'];
    expect(said.map((line) => line.split(' ').slice(0, 2).join(' '))).to.deep.equal(accused);
  });

  it('is none in port, where nobody owes a report', () => {
    expect(play(fleet(isUp, 108.01))).to.deep.equal([]);
  });

  it('accuses nobody either when what the boats had stored on board comes after it', () => {
    const whole = fleet(() => true);
    for (const stored of Object.values(whole)) {
      stored.fixes = stored.fixes.map((fix) =>
        isUp((fix.fixTime - T0) / HOUR) ? fix : { ...fix, receivedAt: T0 + 18 * HOUR },
      );
    }
    expect(play(whole)).to.deep.equal(['outage provider:Thuraya 9.33..16.33']);
  });
});
