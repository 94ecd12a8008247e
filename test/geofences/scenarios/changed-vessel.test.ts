import { expect } from 'chai';
import { createEngine } from '../../../geofences/engine.ts';
import type { Fix, VesselProfile } from '../../../geofences/fix.ts';
import { gearKinds } from '../../../geofences/judging/activity.ts';
import { gearKindOf } from '../../../geofences/regions/gear-names.ts';
import type { Occurrence, OccurrenceChange, Rule, Zone } from '../../../geofences/types.ts';
import { boxZone } from '../shapes.ts';
import { leg, lineOf, note, track } from './play.ts';

const zones: Zone[] = [
  boxZone('waters', 107, 14, 109, 17, { kind: 'boundary' }),
  boxZone('shut', 108, 15, 108.6, 16, { kind: 'closed' }),
];
const rules: Rule[] = [
  { id: 'cross', kind: 'boundary-cross', zones: ['waters'] },
  { id: 'closed', kind: 'closed-area', params: { gears: ['trawl'] } },
];

/** A vessel whose record changes while it is watched. */
function watched(profile: Partial<VesselProfile> = {}) {
  const engine = createEngine({ zones, rules });
  const holds = new Map<string, Occurrence>();
  let known: VesselProfile = { id: 'v', kind: 'vessel', reportingIntervalMin: 120, gear: 'trawl', ...profile };
  engine.setVessel(known);
  const say = (changes: OccurrenceChange[]) => {
    note(holds, changes);
    return changes.map(({ change, occurrence }) =>
      `${change} ${occurrence.ruleId} ${occurrence.retractedBecause ?? ''}`.trim(),
    );
  };
  return {
    send: (fixes: Fix[]) => fixes.flatMap((fix) => say(engine.accept('v', [fix]))),
    becomes: (change: Partial<VesselProfile>) => {
      known = { ...known, ...change };
      return say(engine.setVessel(known));
    },
    lines: () => [...holds.values()].map(lineOf),
  };
}

const out = track(`
  0 108.8 15.5
  2 108.9 15.5
  4 109.1 15.5
  6 109.3 15.5`);
const permission = (from: string, to: string) => ({ permissions: [{ from, to, basis: 'văn bản 12' }] });

describe('a permission that is registered later', () => {
  it('takes back the crossing that it covers, and raises the vessel that outlasts it', () => {
    const vessel = watched();
    expect(vessel.send(out)).to.deep.equal(['raised cross']);
    expect(vessel.becomes(permission('2026-03-01', '2026-03-01'))).to.deep.equal(['retracted cross vessel-changed']);
    expect(vessel.send(leg([8, 109.3, 15.5], [16, 109.3, 15.5], 2))).to.deep.equal([]);
    expect(vessel.send(leg([18, 109.3, 15.5], [20, 109.3, 15.5], 2))).to.deep.equal(['raised cross']);
    expect(vessel.lines()).to.deep.equal(['cross 17..']);
  });

  it('says nothing at all, not even for a moment, of a crossing that is permitted', () => {
    const vessel = watched(permission('2026-03-01', '2026-03-01'));
    expect(vessel.send(out)).to.deep.equal([]);
    expect(vessel.send(track('8 109.2 15.5\n10 108.8 15.5\n12 108.6 15.5'))).to.deep.equal([]);
  });

  it('leaves a crossing alone that it does not cover', () => {
    const vessel = watched();
    vessel.send(out);
    expect(vessel.becomes(permission('2026-01-01', '2026-02-28'))).to.deep.equal([]);
    expect(vessel.lines()).to.deep.equal(['cross 3..']);
  });

  it('counts again when it is taken away', () => {
    const vessel = watched(permission('2026-03-01', '2026-03-31'));
    expect(vessel.send(out)).to.deep.equal([]);
    expect(vessel.becomes({ permissions: undefined })).to.deep.equal([]);
    expect(vessel.send(track('8 109.3 15.5'))).to.deep.equal(['raised cross']);
  });

  it('takes the crossing back also when it was registered while nothing ran', () => {
    const engine = createEngine({ zones, rules });
    const profile: VesselProfile = { id: 'v', kind: 'vessel', reportingIntervalMin: 120 };
    engine.setVessel(profile);
    for (const fix of out) engine.accept('v', [fix]);
    const saved = engine.saveVessel('v')!;
    const next = createEngine({ zones, rules });
    next.setVessel({ ...profile, ...permission('2026-03-01', '2026-03-01') });
    next.restoreVessel('v', saved);
    const said = next.accept('v', track('8 109.3 15.5'));
    expect(said.map(({ change, occurrence }) => `${change} ${occurrence.ruleId}`)).to.deep.equal(['retracted cross']);
  });

  it('takes back fishing in a closed area in the same way', () => {
    const vessel = watched();
    const trawling = leg([0, 108.1, 15.5], [8, 108.5, 15.5], 2);
    expect(vessel.send(trawling)).to.include('raised closed');
    expect(vessel.becomes(permission('2026-03-01', '2026-03-31'))).to.deep.equal(['retracted closed vessel-changed']);
    expect(vessel.send(track('10 108.45 15.5\n12 108.4 15.5'))).to.deep.equal([]);
  });
});

describe('a gear that turns out to be another', () => {
  it('takes back what was said of the one, and lets the rule judge the other', () => {
    const vessel = watched();
    vessel.send(leg([0, 108.1, 15.5], [8, 108.5, 15.5], 2));
    expect(vessel.becomes({ gear: 'gillnet' })).to.deep.equal(['retracted closed vessel-changed']);
    expect(vessel.send(track('10 108.45 15.5\n12 108.4 15.5'))).to.deep.equal([]);
    expect(vessel.becomes({ gear: 'trawl' })).to.deep.equal([]);
    expect(vessel.send(track('14 108.35 15.5\n16 108.3 15.5\n18 108.25 15.5'))).to.deep.equal(['raised closed']);
  });

  it('is known by the names that registries use', () => {
    const named = {
      'Lưới kéo đôi': 'trawl',
      'LƯỚI VÂY': 'purse-seine',
      'lưới rê tầng mặt': 'gillnet',
      'lưới chụp': 'falling-net',
      'câu cá ngừ đại dương': 'longline',
      'câu mực': 'squid-jig',
      'câu tay': 'handline',
      'lồng bẫy': 'traps',
      'hậu cần nghề cá': 'logistics',
      trawl: 'trawl',
    };
    for (const [name, kind] of Object.entries(named)) expect(gearKindOf(name), name).to.equal(kind);
    for (const kind of gearKinds) expect(gearKindOf(kind)).to.equal(kind);
    expect(gearKindOf('nghề khác')).to.equal('nghe-khac');
  });
});
