/** Out and back between two sparse fixes: only the way between them shows it. */
import { expect } from 'chai';
import type { Rule } from '../../../geofences/types.ts';
import { areaZone, lineZone, type Position, squareRing } from '../shapes.ts';
import { play, played, told, track } from './play.ts';

// A bight of 0.4° by 0.5° in the north edge: between 108.4° and 108.8° E our waters end at 15.5° N.
const ring: Position[] = [
  [108, 15],
  [109.2, 15],
  [109.2, 16],
  [108.8, 16],
  [108.8, 15.5],
  [108.4, 15.5],
  [108.4, 16],
  [108, 16],
  [108, 15],
];
const waters = areaZone('waters', [ring], { kind: 'boundary', name: 'Ranh giới', nameEn: 'Boundary' });
const line = lineZone(
  'line',
  [
    [109.2, 16],
    [108.8, 16],
    [108.8, 15.5],
    [108.4, 15.5],
    [108.4, 16],
    [108, 16],
  ],
  { ourSide: 'left', neighbour: { vi: 'Trung Quốc', en: 'China' } },
);
const zones = [waters, line];
const rules: Rule[] = [
  { id: 'cross', kind: 'boundary-cross', zones: ['waters'] },
  { id: 'cross-line', kind: 'boundary-cross', zones: ['line'] },
  { id: 'exit', kind: 'zone-exit', zones: ['waters'] },
];
/** 34.7 nm in four hours. */
const over = track('0 108.2 15.8\n2 108.3 15.8\n6 108.9 15.8\n8 109 15.8');

describe('out and back between two fixes', () => {
  it('is told once, as over, with low confidence, and calls nobody to act at once', () => {
    expect(play({ zones, rules, fixes: over })).to.deep.equal([
      'cross 2.67..5.33',
      'cross-line 2.67..5.33',
      'exit 2.67..5.33',
    ]);
    const found = played({ zones, rules, fixes: over });
    for (const one of found) {
      expect(one.details).to.include({ confidence: 'low', unseen: 'between-fixes', gapMinutes: 240 });
      expect(one.details!.beyondNm).to.be.within(11, 11.6);
      expect(one).to.include({ state: 'cleared', priority: 3 });
    }
    expect(told(found[1]!, line).vi).to.match(/^QNa-91234-TS có thể đã vượt .* ra ngoài \(phía Trung Quốc\) lúc/);
    expect(told(found[1]!, line).vi).to.include('chỉ suy ra từ đường nối hai vị trí, độ tin cậy thấp');
    expect(told(found[2]!, waters).en).to.match(/^QNa-91234-TS may have left “Boundary” at/);
    expect(told(found[2]!, waters).en).to.include('shown only by the straight way between them, low confidence');
  });

  it('is not told within the error of the positions, nor where a vessel was too fast to have gone there', () => {
    // 400 m north of the bight's edge at most, beside its corners.
    const within = track('0 108.2 15.5\n2 108.3 15.498\n6 108.9 15.504\n8 109 15.5');
    expect(play({ zones, rules, fixes: within })).to.deep.equal([]);
    expect(play({ zones, rules, fixes: track('0 108.2 15.8\n2 108.3 15.8\n3 108.9 15.8\n5 109 15.8') })).to.deep.equal(
      [],
    );
  });

  it('is taken back by a late fix that shows another way', () => {
    const round = track('0 108.2 15.8\n2 108.3 15.8\n3 108.4 15.45\n5 108.8 15.45\n6 108.9 15.8\n8 109 15.8');
    expect(play({ zones, rules, fixes: round })).to.deep.equal([]);
  });

  it('is none over land', () => {
    const land = areaZone('land', [squareRing(108.4, 15.5, 108.8, 16)], { kind: 'land' });
    expect(play({ zones: [...zones, land], rules, fixes: over })).to.deep.equal([]);
  });

  it('is none where a permission covers it, or the vessel was on the other side already', () => {
    const permissions = [{ from: '2026-03-01', to: '2026-03-02', basis: 'hiệp định' }];
    expect(play({ zones, rules, fixes: over, vessel: { permissions } })).to.deep.equal(['exit 2.67..5.33']);
    const theirs = lineZone('line', line.geometry.coordinates as Position[], { ourSide: 'right' });
    expect(play({ zones: [theirs], rules: [rules[1]!], fixes: over })).to.deep.equal([]);
  });
});
