/** A coast, rules and any track of a boat along it. */
import fc from 'fast-check';
import { type Fix, FixFlag, type VesselProfile } from '../../geofences/fix.ts';
import { defaultRules } from '../../geofences/regions/vietnam-rules.ts';
import type { Rule, Zone } from '../../geofences/types.ts';
import { boxZone, fixAt, lineZone } from './shapes.ts';

export const zones: Zone[] = [
  boxZone('boundary-demo', 107, 14, 108.6, 16.5, { kind: 'boundary' }),
  boxZone('port', 108, 15.1, 108.03, 15.13, { kind: 'port' }),
  boxZone('coast', 107.5, 14.5, 108.1, 16, { kind: 'coastal' }),
  boxZone('inshore', 108.1, 14.5, 108.4, 16, { kind: 'inshore' }),
  boxZone('shut', 108.05, 14.9, 108.3, 15.3, { kind: 'closed', season: { from: '03-01', to: '03-01' } }),
  boxZone('watched', 108.2, 15.1, 108.5, 15.4, { kind: 'monitored' }),
  boxZone('strip', 108.1, 15.2, 108.5, 15.2002, { kind: 'monitored' }),
  boxZone('shore', 107, 14, 107.98, 16.5, { kind: 'land' }),
  lineZone(
    'line',
    [
      [108.45, 14],
      [108.5, 15.2],
      [108.45, 17],
    ],
    { ourSide: 'left' },
  ),
];

export const rules: Rule[] = [
  ...defaultRules(),
  { id: 'enter', kind: 'zone-enter', zones: ['watched'] },
  { id: 'strip', kind: 'zone-enter', zones: ['strip'], params: { confirm: 1 } },
  { id: 'dwell', kind: 'zone-dwell', zones: ['watched'], params: { minutes: 30 } },
  { id: 'line-near', kind: 'boundary-approach', zones: ['line'], params: { withinNm: 2 } },
  { id: 'line-cross', kind: 'boundary-cross', zones: ['line'] },
  { id: 'drift', kind: 'drifting', params: { withoutHeading: true } },
];

export const profile: VesselProfile = {
  id: 'v',
  kind: 'vessel',
  reportingIntervalMin: 120,
  lengthM: 18,
  licenceUntil: '2025-12-31',
};

/** A boat heard every half minute for hours, which stops, fishes, steams, and now and then does or sends something odd. */
export const track: fc.Arbitrary<Fix[]> = fc
  .record({
    lon: fc.integer({ min: 10_795, max: 10_855 }),
    lat: fc.integer({ min: 1_490, max: 1_535 }),
    legs: fc.array(
      fc.record({
        minutes: fc.integer({ min: 5, max: 70 }),
        everyS: fc.constantFrom(10, 30, 30, 180),
        speedKn: fc.constantFrom(0, 0, 0.5, 1.6, 3, 3.4, 8, 8.5),
        courseDeg: fc.integer({ min: 0, max: 359 }),
        hasHeading: fc.boolean(),
        flags: fc.constantFrom(0, 0, 0, FixFlag.fishing, FixFlag.atRest),
        isMute: fc.constantFrom(false, false, false, false, true),
        isFrozen: fc.constantFrom(false, false, false, false, true),
      }),
      { minLength: 1, maxLength: 9 },
    ),
    oddities: fc.array(
      fc.record({
        at: fc.nat({ max: 1000 }),
        what: fc.constantFrom('far', 'aside', 'vms', 'distress', 'same', 'fast', 'jump', 'manual'),
      }),
      { maxLength: 6 },
    ),
  })
  .map(({ lon, lat, legs, oddities }) => {
    const fixes: Fix[] = [];
    let [x, y, seconds] = [lon / 100, lat / 100, 0];
    for (const { minutes, everyS, speedKn, courseDeg, hasHeading, flags, isMute, isFrozen } of legs) {
      for (let at = 0; at < minutes * 60; at += everyS) {
        seconds += everyS;
        const nm = (speedKn * everyS) / 3600;
        if (!isFrozen) {
          x = grid(x + (nm / 60) * Math.sin((courseDeg * Math.PI) / 180) + (fixes.length % 7) * 1e-6);
          y = grid(y + (nm / 60) * Math.cos((courseDeg * Math.PI) / 180));
        }
        const motion = isMute ? {} : { speedKn, courseDeg, ...(hasHeading ? { headingDeg: courseDeg } : {}) };
        fixes.push(fixAt(seconds / 3600, x, y, { source: 'ais', flags, ...motion }));
      }
    }
    for (const { at, what } of oddities) distort(fixes, Math.floor((at * fixes.length) / 1001), what);
    return fixes;
  });

function distort(fixes: Fix[], at: number, what: string): void {
  const fix = fixes[at]!;
  const before = fixes[at - 1];
  if (what === 'far') fix.lat = grid(fix.lat + 3);
  if (what === 'aside') fix.lon = grid(fix.lon + 0.021);
  if (what === 'vms') fix.source = 'vms';
  if (what === 'manual') fix.source = 'manual';
  if (what === 'distress') fix.flags |= FixFlag.distress;
  if (what === 'jump') fix.flags |= FixFlag.jump;
  if (what === 'fast') fix.speedKn = 30.123;
  if (what === 'same' && before) Object.assign(fix, { lon: before.lon, lat: before.lat });
}

export function grid(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}
