/**
 * The traps of the field, each a vessel, a short track and what may be said of it: by every rule that a new installation
 * has, and by the kinds on zones beside them. What is listed is all that is said.
 */
import type { VesselProfile } from '../../../geofences/fix.ts';
import { DEMO_BOUNDARY_ID } from '../../../geofences/regions/vietnam.ts';
import { defaultRules } from '../../../geofences/regions/vietnam-rules.ts';
import type { Rule, Zone } from '../../../geofences/types.ts';
import { boxZone, fixAt, lineZone } from '../shapes.ts';
import { leg, type Scenario, track } from './play.ts';

export interface Trap extends Required<Pick<Scenario, 'zones' | 'rules' | 'fixes'>> {
  name: string;
  vessel: Partial<VesselProfile>;
  /** The clock stands at these hours at last. */
  until?: number;
  /** `rule from..to`, hours since 1 March 2026 00:00 UTC, which is 07:00 in Vietnam. */
  says: string[];
}

/** Edge of our waters at 109° E; a degree of longitude at 15.5° N is 57.9 nm. */
const waters = boxZone(DEMO_BOUNDARY_ID, 107, 14, 109, 17, { kind: 'boundary', name: 'Ranh giới' });
const line = lineZone(
  'line',
  [
    [109, 14],
    [109, 17],
  ],
  { ourSide: 'left' },
);
const bay = boxZone('bay', 108, 15, 108.4, 15.4);
const shut = (more: Partial<Zone['properties']> = {}) =>
  boxZone('shut', 107.2, 16, 108.2, 17, { kind: 'closed', ...more });
const port = boxZone('port', 107.5, 15, 107.6, 15.1, { kind: 'port' });
/** All land that there is: without it a replay takes the real coast, on which the boxes above lie here and there. */
const land = boxZone('land', 100, 10, 100.1, 10.1, { kind: 'land' });
const zones: Zone[] = [waters, line, bay, shut(), port, land];
const onZones = ['zone-enter', 'zone-exit', 'zone-presence', 'zone-dwell'];
const rules: Rule[] = [
  ...defaultRules(),
  ...onZones.map((kind) => ({ id: kind, kind, zones: ['bay'] })),
  { id: 'cross-line', kind: 'boundary-cross', zones: ['line'] },
];
const vessel: Partial<VesselProfile> = { lengthM: 18, gear: 'trawl', flag: 'VNM' };
const usual = { zones, rules, vessel };
/** For traps that are about time, in which the fleet's other rules would only be noise. */
const closed = { rules: [{ id: 'closed', kind: 'closed-area' }], vessel };

/** To and fro across a meridian within the error of a position, as at anchor in wind and tide; `knots` along it. */
function swinging(lon: number, metres: number, count: number, stepHours: number, knots: number, source: 'vms' | 'ais') {
  return Array.from({ length: count }, (_, i) => {
    const off = ((metres / 107_000) * (Math.sin(i / 9) + Math.sin(i * 1.7))) / 2;
    const north = (i * stepHours * knots) / 60;
    return fixAt(i * stepHours, Math.round((lon + off) * 1e7) / 1e7, Math.round((15.2 + north) * 1e7) / 1e7, {
      source,
    });
  });
}

/** 1 March in Vietnam is over at 17:00 UTC; by VMS a vessel is next heard after that. */
const toToday = { season: { from: '02-01', to: '03-01' } };
const fromTomorrow = { season: { from: '03-02', to: '03-31' } };
const lineFor = (dates: Partial<Zone['properties']>): Zone => ({
  ...line,
  properties: { ...line.properties, ...dates },
});
const bayFor = (dates: Partial<Zone['properties']>) => boxZone('bay', 108, 15, 108.4, 15.4, dates);
const atLine = {
  zones: [lineFor(toToday), land],
  rules: [{ id: 'cross', kind: 'boundary-cross', zones: ['line'] }],
  vessel,
};
const atBay = { rules: onZones.map((kind) => ({ id: kind, kind, zones: ['bay'] })), vessel };
const crosses = track('11 108.7 15.5\n13 108.9 15.5\n15.5 109.2 15.5\n17.5 109.4 15.5\n19.5 109.6 15.5');
const crossesUnseen = track('13 108.7 15.5\n15.5 108.95 15.5\n17.5 109.2 15.5\n19.5 109.4 15.5\n21.5 109.5 15.5');
const comesIn = track('11 107.7 15.2\n13 107.9 15.2\n15.5 108.1 15.2\n17.5 108.2 15.2\n19.5 108.3 15.2');

/** Hours at which 29 February 2028 begins and ends in Vietnam. */
const LEAP_DAY = 730 * 24 - 7;
const AFTER_LEAP_DAY = LEAP_DAY + 24;

const bands = (from: number) => ['boundary-near-15', 'boundary-near-6'].map((id) => `${id} ${from}..`);
const trawlsOn = (from: number, to: number) => leg([from, 107.3, 16.3], [to, 107.3 + (to - from) / 40, 16.5], 2);

export const traps: Trap[] = [
  {
    ...usual,
    name: 'jitter along the line: VMS to and fro within its error while the boat sails along the boundary',
    fixes: [...track('-2 108.9 15.2'), ...swinging(109, 480, 20, 2, 2, 'vms')],
    says: [...bands(-2), 'boundary-time 0..2', 'boundary-near-1 0..'],
  },
  {
    ...usual,
    name: 'anchored on the line: hours on either side of it by AIS, always within its error',
    fixes: [...track('-1 108.9 15.2 ais'), ...swinging(109, 90, 120, 0.1, 0, 'ais')],
    says: [...bands(-1), 'boundary-near-1 0..'],
  },
  {
    ...usual,
    name: 'anchored on the edge of a zone: it has come in once, however often it swings to and fro',
    fixes: [...track('-1 107.9 15.2 ais'), ...swinging(108, 90, 120, 0.1, 0, 'ais')],
    says: ['zone-enter 1.01..', 'zone-presence 1.1..', 'zone-dwell 2.1..'],
  },
  {
    ...usual,
    name: 'coarse positions (AIS type 27) beyond the line by less than their grid',
    fixes: [
      ...track('-1 108.9 15.2 ais'),
      ...leg([0, 109.0014, 15.2], [8, 109.0014, 15.3], 1, { source: 'ais', accuracyM: 185 }),
    ],
    says: [...bands(-1), 'boundary-near-1 0..'],
  },
  {
    ...usual,
    name: 'one wild fix: it is told of as a jump, and nothing follows from it',
    fixes: track(`
      0 108.5 15.7
      2 108.5 15.8
      4 111.0 12.0
      6 108.5 15.9
      8 108.5 16.0`),
    says: ['impossible-jump 4..'],
  },
  {
    ...usual,
    name: 'one wild fix within reach, beyond the boundary',
    fixes: track(`
      0 108.6  15.6
      2 108.65 15.7
      4 109.30 15.8
      6 108.65 15.9
      8 108.6  16.0`),
    says: [],
  },
  {
    ...usual,
    name: 'silent in port: a list of its own, for weeks',
    fixes: track('0 107.55 15.05\n2 107.55 15.05'),
    until: 24 * 20,
    says: ['silence-port 62..'],
  },
  {
    ...usual,
    name: 'a boat that reports from just outside the edge of its port, where its licence has run out',
    vessel: { ...vessel, licenceUntil: '2026-02-01' },
    fixes: [...track('0 107.59 15.05'), ...leg([2, 107.602, 15.05], [26, 107.603, 15.05], 2)],
    says: [],
  },
  {
    ...usual,
    name: 'hops a zone between two sparse fixes: found, though nobody saw it',
    fixes: track('0 107.9 15.2\n2 107.95 15.2\n5.5 108.45 15.2\n7 108.5 15.2'),
    says: ['silence-late 4.25..5.5', 'zone-enter 2.35..5.15'],
  },
  {
    ...usual,
    name: 'crosses the boundary and comes back: one occurrence from the way out to the way back',
    fixes: track(`
      0  108.6 15.5
      2  108.9 15.5
      4  109.1 15.5
      6  109.3 15.5
      8  109.2 15.5
      10 108.9 15.5
      12 108.7 15.5`),
    says: [
      'boundary-near-15 2..12',
      'boundary-near-6 2..12',
      'boundary-time 2..4',
      'boundary-cross 3..9.33',
      'cross-line 3..9.33',
    ],
  },
  {
    ...usual,
    name: 'the permission ends today: it holds to midnight in Vietnam, 17:00 UTC',
    rules: [{ id: 'cross', kind: 'boundary-cross', zones: [DEMO_BOUNDARY_ID] }],
    vessel: { ...vessel, permissions: [{ from: '2026-02-01', to: '2026-03-01', basis: 'hiệp định nghề cá' }] },
    fixes: leg([0, 108.7, 15.5], [20, 109.5, 15.5], 2),
    says: ['cross 17..'],
  },
  {
    ...usual,
    name: 'near the boundary when the permission ends today',
    rules: [{ id: 'near', kind: 'boundary-approach', zones: [DEMO_BOUNDARY_ID], params: { withinNm: 6 } }],
    vessel: { ...vessel, permissions: [{ from: '2026-02-01', to: '2026-03-01', basis: 'tránh bão' }] },
    fixes: [
      ...leg([0, 108.7, 15.5], [6, 108.95, 15.5], 2),
      ...leg([8, 108.95, 15.52], [24, 108.95, 15.6], 2),
      ...track('26 108.7 15.6\n28 108.6 15.6'),
    ],
    says: ['near 17..26'],
  },
  {
    ...closed,
    name: 'a permission of one day, 29 February',
    zones: [shut()],
    vessel: { ...vessel, permissions: [{ from: '2028-02-29', to: '2028-02-29', basis: 'khảo sát' }] },
    fixes: trawlsOn(LEAP_DAY - 5, AFTER_LEAP_DAY + 5),
    says: [`closed ${LEAP_DAY - 5}..${LEAP_DAY}`, `closed ${AFTER_LEAP_DAY}..`],
  },
  {
    ...closed,
    name: 'a season across New Year, 1 November to 31 January: in force on 31 December and 1 January',
    zones: [shut({ season: { from: '11-01', to: '01-31' } })],
    fixes: trawlsOn(-59 * 24 - 7 - 6, -59 * 24 - 7 + 6),
    says: [`closed ${-59 * 24 - 13}..`],
  },
  {
    ...closed,
    name: 'a season across New Year is over on 1 February',
    zones: [shut({ season: { from: '11-01', to: '01-31' } })],
    fixes: trawlsOn(-28 * 24 - 7 - 6, -28 * 24 - 7 + 6),
    says: [`closed ${-28 * 24 - 13}..${-28 * 24 - 7}`],
  },
  {
    ...closed,
    name: 'a season across New Year begins on 1 November',
    zones: [shut({ season: { from: '11-01', to: '01-31' } })],
    fixes: trawlsOn(245 * 24 - 7 - 6, 245 * 24 - 7 + 6),
    says: [`closed ${245 * 24 - 7}..`],
  },
  {
    ...closed,
    name: 'a season that ends on 29 February ends with 28 February in a year that has none',
    zones: [shut({ season: { from: '12-15', to: '02-29' } })],
    fixes: trawlsOn(-13, -1),
    says: ['closed -13..-7'],
  },
  {
    ...closed,
    name: 'a season that ends on 29 February ends with that day in a leap year',
    zones: [shut({ season: { from: '12-15', to: '02-29' } })],
    fixes: trawlsOn(AFTER_LEAP_DAY - 30, AFTER_LEAP_DAY + 6),
    says: [`closed ${AFTER_LEAP_DAY - 30}..${AFTER_LEAP_DAY}`],
  },
  {
    ...closed,
    name: 'a season that begins on 29 February begins on 1 March in a year that has none',
    zones: [shut({ season: { from: '02-29', to: '04-30' } })],
    fixes: trawlsOn(-13, 1),
    says: ['closed -7..'],
  },
  {
    ...closed,
    name: 'a season that begins on 29 February begins with that day in a leap year',
    zones: [shut({ season: { from: '02-29', to: '04-30' } })],
    fixes: trawlsOn(LEAP_DAY - 6, LEAP_DAY + 8),
    says: [`closed ${LEAP_DAY}..`],
  },
  {
    ...atLine,
    name: 'crosses in the last hours of a season, and is seen again only after it',
    fixes: crosses,
    says: ['cross 13.83..17'],
  },
  {
    ...atLine,
    name: 'crosses in the last hours of a season, and is first seen beyond after it',
    fixes: crossesUnseen,
    says: ['cross 15.9..17'],
  },
  {
    ...atLine,
    name: 'crosses when the season is over, between two fixes on either side of its end',
    fixes: track('13 108.6 15.5\n15.5 108.8 15.5\n17.5 109.05 15.5\n19.5 109.3 15.5\n21.5 109.5 15.5'),
    says: [],
  },
  {
    ...atLine,
    name: 'waits on the line, within its error, and goes on when the season is over',
    fixes: track(
      '13 108.9 15.5\n15.5 109.002 15.5\n17.5 109.002 15.5\n19.5 109.002 15.5\n21.5 109.2 15.5\n23.5 109.4 15.5',
    ),
    says: [],
  },
  {
    ...atLine,
    name: 'one fix beyond in the last hours of a season, then back',
    fixes: track('11 108.7 15.5\n13 108.9 15.5\n15.5 109.1 15.5\n17.5 108.9 15.5\n19.5 109.2 15.5\n21.5 109.4 15.5'),
    says: [],
  },
  {
    ...atLine,
    name: 'the season and the permission to cross end with the same day',
    vessel: { ...vessel, permissions: [{ from: '2026-02-01', to: '2026-03-01', basis: 'hiệp định nghề cá' }] },
    fixes: crosses,
    says: [],
  },
  {
    ...atLine,
    name: 'crosses in the last hours before a season begins, and is seen again only in it',
    zones: [lineFor(fromTomorrow), land],
    fixes: crosses,
    says: [],
  },
  {
    ...atLine,
    name: 'crosses before a season begins, and is first seen beyond in it',
    zones: [lineFor(fromTomorrow), land],
    fixes: crossesUnseen,
    says: [],
  },
  {
    ...atLine,
    name: 'near a line, and heading for it, as its season ends',
    rules: [
      { id: 'near', kind: 'boundary-approach', zones: ['line'], params: { withinNm: 6 } },
      { id: 'time', kind: 'boundary-time', zones: ['line'] },
    ],
    fixes: track(
      '15 108.7 15.5 8kn 090° ais\n16.5 108.95 15.5 8kn 090° ais\n17.2 108.97 15.5 8kn 090° ais\n18 108.97 15.5 ais',
    ),
    says: ['near 16.5..17', 'time 16.5..17'],
  },
  {
    ...atBay,
    name: 'comes into a zone in the last hours of its validity, and is seen again only after it',
    zones: [bayFor({ validTo: '2026-03-01' }), land],
    fixes: comesIn,
    says: ['zone-enter 14.25..17', 'zone-presence 15.5..17', 'zone-dwell 16.5..17'],
  },
  {
    ...atBay,
    name: 'comes into a zone in the last hours before it is valid: it has not entered, and is present from then on',
    zones: [bayFor({ validFrom: '2026-03-02' }), land],
    fixes: comesIn,
    says: ['zone-presence 17..', 'zone-dwell 18..'],
  },
  {
    ...atBay,
    name: 'leaves a zone in the last hours of its season, and is seen outside only after it',
    zones: [bayFor(toToday), land],
    fixes: track('11 108.1 15.2\n13 108.2 15.2\n15.5 108.35 15.2\n17.5 108.6 15.2\n19.5 108.8 15.2'),
    says: ['zone-presence 11..17', 'zone-dwell 12..17', 'zone-exit 15.9..17'],
  },
  {
    ...atBay,
    name: 'hops a zone between two sparse fixes, while its last day ends',
    zones: [bayFor({ validTo: '2026-03-01' }), land],
    fixes: track('13 107.7 15.2\n15 107.9 15.2\n18 108.5 15.2\n20 108.7 15.2'),
    says: ['zone-enter 15.5..17'],
  },
  {
    ...atBay,
    name: 'hops a zone between two sparse fixes, and came in before its first day began',
    zones: [bayFor({ validFrom: '2026-03-02' }), land],
    fixes: track('13 107.7 15.2\n15 107.9 15.2\n18 108.5 15.2\n20 108.7 15.2'),
    says: [],
  },
  {
    ...closed,
    name: 'fishes in a closure until it ends: only the time before that counts',
    zones: [shut(toToday)],
    rules: [200, 225].map((fishingMinutes) => ({
      id: `closed-${fishingMinutes}`,
      kind: 'closed-area',
      params: { fishingMinutes },
    })),
    fixes: leg([13.5, 107.5, 16.3], [21.5, 107.7, 16.5], 2),
    says: ['closed-200 13.5..17'],
  },
  {
    ...closed,
    name: 'fishing along the outside of a closed area, within the error of the position',
    zones: [shut()],
    fixes: [
      ...track('-4 108.1 16.05\n-2 108.15 16.1'),
      ...swinging(108.2, 400, 12, 2, 2, 'vms').map((fix) => ({ ...fix, lat: fix.lat + 0.9 })),
    ],
    says: [],
  },
  {
    ...usual,
    name: 'two boats with one MMSI: said once, and no crossing is made up between them',
    fixes: [
      ...leg([0, 108.5, 15.6], [3, 108.6, 15.6], 0.25, { source: 'ais' }),
      ...leg([0.1, 111, 12], [2.85, 111.2, 12], 0.25, { source: 'ais' }),
    ].sort((a, b) => a.fixTime - b.fixTime),
    says: ['impossible-jump 0.1..', 'identity-conflict 0.6..'],
  },
];
