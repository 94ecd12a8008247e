import { expect } from 'chai';
import { FixFlag } from '../../../geofences/fix.ts';
import type { Rule } from '../../../geofences/types.ts';
import { boxZone, fixAt } from '../shapes.ts';
import { leg, play, played, told, track } from './play.ts';

// A degree of longitude at 15.5° N is 57.9 nm.
const bay = boxZone('bay', 108, 15, 109, 16, { name: 'Vịnh', nameEn: 'Bay' });
/** 1 March in Vietnam: hours -7 to 17. */
const today = boxZone('bay', 108, 15, 109, 16, { season: { from: '03-01', to: '03-01' } });
const rule = (kind: string): Rule => ({ id: kind, kind, zones: ['bay'] });
const all = ['zone-enter', 'zone-exit', 'zone-presence'].map(rule);

describe('entering, leaving and being in a zone', () => {
  it('brackets the moment between two fixes and says how sure it is', () => {
    const sure = (table: string) =>
      played({ zones: [bay], rules: [rule('zone-enter')], fixes: track(table) }).map(({ details, crossing }) => [
        details!.confidence,
        details!.gapMinutes,
        crossing!.before.lon,
        crossing!.after.lon,
      ]);
    expect(sure('0 107.8 15.5\n2 108.2 15.5\n4 108.4 15.5')).to.deep.equal([['high', 120, 107.8, 108.2]]);
    expect(sure('0 107.8 15.5\n4 108.2 15.5\n6 108.4 15.5')).to.deep.equal([['medium', 240, 107.8, 108.2]]);
    expect(sure('0 107.8 15.5\n9 108.2 15.5\n11 108.4 15.5')).to.deep.equal([['low', 540, 107.8, 108.2]]);
  });

  it('finds a vessel that hopped over the zone between two fixes, with low confidence', () => {
    const [hop, ...rest] = played({
      zones: [bay],
      rules: all,
      fixes: track('0 107.9 15.5\n4 109.1 15.5\n6 109.2 15.5'),
    });
    expect(rest).to.deep.equal([]);
    expect(hop!.details).to.include({ confidence: 'low', unseen: 'between-fixes' });
    expect(told(hop!, bay).en).to.include('concluded from fixes on either side, low confidence');
    expect(
      play({ zones: [bay], rules: all, fixes: track('0 107.9 15.5\n1 109.1 15.5\n3 109.2 15.5') }),
      'at 69 kn',
    ).to.deep.equal([]);
  });

  it('finds a vessel that passed with one sparse fix inside, and none that one wild fix puts there', () => {
    const by = (table: string) => played({ zones: [bay], rules: all, fixes: track(table) });
    const [passage, ...rest] = by('0 107.85 15.5\n2 108.1 15.05\n4 108.3 14.9\n6 108.5 14.8');
    expect(rest).to.deep.equal([]);
    expect(passage).to.include({ kind: 'zone-enter', state: 'cleared' });
    expect(passage!.details).to.include({ confidence: 'low', fixesInside: 1 });
    expect(passage!.evidence).to.have.length(3);
    expect(passage!.crossing!.time).to.be.lessThan(passage!.clearedCrossing!.time);
    expect(told(passage!, bay).en).to.include('only 1 fix inside, low confidence');
    expect(told(passage!, bay).vi).to.include('chỉ 1 vị trí trong vùng, độ tin cậy thấp');
    expect(by('0 107.9 15.5\n2 108.2 15.55\n4 107.9 15.6\n6 107.9 15.7'), 'in and out on one side').to.deep.equal([]);
    expect(by('0 107.95 15.1\n0.2 108.02 15.04\n0.4 108.05 14.97\n2 108.2 14.8'), 'dense').to.deep.equal([]);
    expect(by('0 107.9 15.5\n1 108.5 15.05\n2 108.9 14.6\n4 108.9 14.5'), 'at 40 kn').to.deep.equal([]);
    const [confirmed] = by('0 107.85 15.5\n2 108.1 15.05\n3 108.2 15.02\n4 108.3 14.9\n6 108.5 14.8');
    expect(confirmed!.id, 'once late fixes confirm it').to.equal(passage!.id);
    expect(confirmed!.details).to.not.have.property('fixesInside');
  });

  it('takes a coarse position for no entry until one is farther in than it may be wrong', () => {
    const coarse = (lon: number, hour: number) => fixAt(hour, lon, 15.5, { source: 'ais', accuracyM: 18_520 });
    const fixes = [coarse(107.9, 0), coarse(108.05, 2), coarse(108.06, 4), coarse(108.05, 6)];
    expect(play({ zones: [bay], rules: [rule('zone-enter')], fixes })).to.deep.equal([]);
    // 150 m in, of a type 27 whose accuracy nobody gave: its grid is 185 m.
    const grid = [107.9, 108.0014, 108.0014].map((lon, i) =>
      fixAt(i * 2, lon, 15.5, { source: 'ais', flags: FixFlag.coarse }),
    );
    expect(play({ zones: [bay], rules: [rule('zone-enter')], fixes: grid })).to.deep.equal([]);
    const deeper = [...fixes.slice(0, 2), coarse(108.25, 4)];
    expect(play({ zones: [bay], rules: [rule('zone-enter')], fixes: deeper })).to.deep.equal(['zone-enter 1.33..']);
  });

  it('is one stay, however the vessel jitters along the edge from inside', () => {
    const jitter = Array.from({ length: 100 }, (_, i) => fixAt(2 + i / 3, 108 + 0.003 * Math.sin(i * 1.7), 15.5));
    const fixes = [
      ...track('-2 107.8 15.5\n0 108.2 15.5\n1 108.1 15.5'),
      ...jitter,
      ...track('40 107.7 15.5\n42 107.6 15.5'),
    ];
    expect(play({ zones: [bay], rules: all, fixes })).to.deep.equal([
      'zone-enter -1..34.64',
      'zone-presence 0..34.64',
      'zone-exit 34.64..',
    ]);
  });

  it('calls nobody an entrant who was inside when the zone came into force, and ends what it held when that ends', () => {
    const fixes = leg([-12, 108.5, 15.5], [24, 108.5, 15.5], 2);
    expect(play({ zones: [today], rules: all, fixes })).to.deep.equal(['zone-presence -7..17']);
  });

  it('sees the entry of a vessel that came in after midnight, between a fix before and one after', () => {
    // At 30 nm in two hours it crosses the edge at hour -6.6, 24 minutes after midnight.
    const fixes = track('-8 107.65 15.5\n-6 108.15 15.5\n-4 108.3 15.5');
    expect(play({ zones: [today], rules: [rule('zone-enter')], fixes })).to.deep.equal(['zone-enter -6.6..']);
    const before = track('-8 107.85 15.5\n-6 108.35 15.5\n-4 108.5 15.5');
    expect(play({ zones: [today], rules: all, fixes: before }), 'in before midnight').to.deep.equal([
      'zone-presence -7..',
    ]);
  });

  it('is as sure as ever of whom it saw inside before the season ended, and not of whom it saw there only after that', () => {
    const entries = (table: string) =>
      played({ zones: [today], rules: [rule('zone-enter')], fixes: track(table) }).map((entry) => [
        entry.details!.confidence,
        entry.clearedLon,
        entry.evidence.length,
      ]);
    const seen = '12.5 107.8 15.5\n14.5 108.2 15.5\n18.5 108.6 15.5\n20.5 108.7 15.5';
    expect(entries(seen)).to.deep.equal([['high', 108.45, 3]]);
    const within = '12.5 107.8 15.5\n14.5 108.002 15.5\n18.5 108.402 15.5\n20.5 108.7 15.5';
    expect(entries(within), 'within its error').to.deep.equal([['low', 108.252, 3]]);
    const after = '12.5 107.8 15.5\n14.5 107.9 15.5\n18.5 108.3 15.5\n20.5 108.7 15.5';
    expect(entries(after), 'on the way').to.deep.equal([['low', 108.15, 3]]);
  });
});
