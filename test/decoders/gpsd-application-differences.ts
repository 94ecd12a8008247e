/** As gpsd-differences.ts: what gpsdecode 3.22 makes of the applications inside types 6 and 8. */
import { absentWhen, type Difference, type Fields, NONE, onGrid, outside } from './gpsd-places.ts';

const weather = ['8 1/11', '8 1/31'];
const routes = ['8 1/27', '6 1/28'];
const angles = ['wdir', 'wgustdir', 'cdir', 'cdir2', 'cdir3', 'wavedir', 'swelldir'];
const tenths = ['cspeed', 'cspeed2', 'cspeed3', 'waveheight', 'swellheight'];

/** Reserved and "not available" values of weather reports: outside of these there are none (Circ.236, Circ.289). */
export const weatherRows: Difference[] = [
  { why: 'degrees to 1e-4 of 1/60 000°', types: weather, fields: ['lon', 'lat'], ours: onGrid(60_000, 4) },
  {
    why: 'a day, hour or minute that is "not available" makes no time',
    types: weather,
    fields: ['timestamp'],
    ours: ({ value }) =>
      /^(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\dZ$/.test(String(value)) ? NONE : undefined,
  },
  {
    why: '121–126 are reserved, 127 not available',
    types: ['8 1/11'],
    fields: ['wspeed', 'wgust'],
    ours: outside(0, 120),
  },
  { why: '127: not available', types: ['8 1/31'], fields: ['wspeed', 'wgust'], ours: outside(0, 126) },
  { why: '360–511: not available', types: weather, fields: angles, ours: outside(0, 359) },
  { why: 'above 100 %: not available', types: weather, fields: ['humidity'], ours: outside(0, 100) },
  { why: 'beyond ±60 °C: not available', types: weather, fields: ['airtemp'], ours: outside(-60, 60) },
  { why: 'beyond −20…+50 °C: not available', types: weather, fields: ['dewpoint'], ours: outside(-20, 50) },
  { why: 'beyond −10…+50 °C: not available', types: weather, fields: ['watertemp'], ours: outside(-10, 50) },
  { why: 'above 1200 hPa: not available', types: ['8 1/11'], fields: ['pressure'], ours: outside(800, 1200) },
  { why: 'above 1201 hPa (or more): not available', types: ['8 1/31'], fields: ['pressure'], ours: outside(799, 1201) },
  {
    why: 'Circ.236 and 289: 1 is decreasing, 2 increasing; gpsd 3.22 has the two words the other way round',
    types: weather,
    fields: ['pressuretend', 'leveltrend'],
    ours: ({ value }) =>
      ({ 'N/A': undefined, increasing: 'decreasing', decreasing: 'increasing' })[String(value)] ??
      (value === 'steady' ? NONE : undefined),
  },
  { why: 'above 25 NM: not available', types: ['8 1/11'], fields: ['visibility'], ours: outside(0, 25) },
  { why: '12.7 NM: not available', types: ['8 1/31'], fields: ['visibility'], ours: outside(0, 12.6) },
  { why: 'above +30 m: not available', types: ['8 1/11'], fields: ['waterlevel'], ours: outside(-10, 30) },
  {
    why: 'gpsd 3.22 subtracts in unsigned numbers, so that a level below the datum becomes 42 million metres; it prints 0.1 of 0.01 m; above +30 m there is none',
    types: ['8 1/31'],
    fields: ['waterlevel'],
    ours: ({ value, ours }) => {
      const own = ours.waterlevel;
      const raw = typeof own === 'number' ? Math.round(own * 100) : undefined;
      if (raw === undefined) return Number(value) >= 30 && Number(value) < 40 ? undefined : NONE;
      const printed = (raw < 0 ? raw + 2 ** 32 : raw) / 100;
      return Math.abs(printed - Number(value)) <= 0.0501 ? raw / 100 : NONE;
    },
  },
  { why: 'above 25.1 (or more): not available', types: weather, fields: tenths, ours: outside(0, 25.1) },
  { why: '31 m: not available', types: weather, fields: ['cdepth2', 'cdepth3'], ours: outside(0, 30) },
  {
    why: '61–62 are reserved, 63 not available',
    types: weather,
    fields: ['waveperiod', 'swellperiod'],
    ours: outside(0, 60),
  },
  { why: '13: not available', types: weather, fields: ['seastate'], ours: outside(0, 12) },
  { why: '6 is reserved, 7 not available', types: ['8 1/11'], fields: ['preciptype'], ours: outside(0, 5) },
  { why: 'codes 0 and 6 are reserved', types: ['8 1/31'], fields: ['preciptype'], ours: absentWhen('N/A', 'reserved') },
  { why: 'above 50.0 ‰: not available', types: ['8 1/11'], fields: ['salinity'], ours: outside(0, 50) },
  { why: 'above 50.1 ‰ (or more): not available', types: ['8 1/31'], fields: ['salinity'], ours: outside(0, 50.1) },
  { why: '2 is reserved, 3 not available', types: ['8 1/11'], fields: ['ice'], ours: outside(0, 1) },
  { why: '2 is reserved, 3 not available', types: ['8 1/31'], fields: ['ice'], ours: absentWhen('N/A', 'reserved') },
];

/** A point of a route, which has its own sentinels. */
function point(theirs: Fields, ours: Fields | undefined): Fields | undefined {
  const part = (name: 'lon' | 'lat', limit: number): unknown => {
    const place = { name, value: theirs[name], theirs, ours: ours ?? {} };
    return Math.abs(Number(theirs[name])) > limit ? undefined : onGrid(600_000, 6)(place);
  };
  const lon = part('lon', 180);
  const lat = part('lat', 90);
  return lon === NONE || lat === NONE ? undefined : { lon, lat };
}

export const applicationRows: Difference[] = [
  {
    why: 'applications of ports and inland waters, which are kept as bits here',
    types: ['6 1/12', '6 1/14', '6 1/18', '6 1/32', '6 235/10'],
    fields: ['*'],
    ours: () => undefined,
  },
  {
    why: 'the points of a route: degrees to 1e-6, and 181° and 91° for "not available"',
    types: routes,
    fields: ['waypoints'],
    ours: ({ value, ours }) => {
      const own = ours.waypoints as Fields[] | undefined;
      return Array.isArray(value) ? value.map((theirs: Fields, i) => point(theirs, own?.[i])) : NONE;
    },
  },
  { why: '0: no linkage', types: [...routes, '8 1/29', '6 1/30'], fields: ['linkage'], ours: absentWhen(0) },
  { why: '0: undefined', types: routes, fields: ['rtype'], ours: absentWhen(0) },
  { why: '262143: not available', types: routes, fields: ['duration'], ours: absentWhen(262_143) },
  {
    why: 'gpsd 3.22 looks for 136 bits of payload, which is the length of the whole message, and else reads at bit 55 of an addressed message',
    types: ['6 1/16'],
    fields: ['persons'],
    ours: ({ ours }) => ours.persons,
  },
  { why: '255: unknown', types: ['6 200/55'], fields: ['crew', 'personnel'], ours: absentWhen(255) },
  { why: '8191: unknown', types: ['6 200/55'], fields: ['passengers'], ours: absentWhen(8191) },
  { why: 'ENI not assigned', types: ['8 200/10'], fields: ['vin'], ours: absentWhen('00000000') },
  { why: '0: not available, above 800 m: reserved', types: ['8 200/10'], fields: ['length'], ours: outside(1, 8000) },
  { why: '0: not available, above 100 m: reserved', types: ['8 200/10'], fields: ['beam'], ours: outside(1, 1000) },
  { why: '0: not available, above 20 m: reserved', types: ['8 200/10'], fields: ['draught'], ours: outside(1, 2000) },
  { why: '0: not available', types: ['8 200/10'], fields: ['shiptype'], ours: absentWhen(0) },
  { why: '5: unknown', types: ['8 200/10'], fields: ['hazard'], ours: absentWhen(5) },
  { why: '0: not available, 3: not used', types: ['8 200/10'], fields: ['loaded'], ours: absentWhen(0, 3) },
];
