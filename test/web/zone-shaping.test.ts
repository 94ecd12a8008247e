/** Zones made wider, narrower or one with another, held against GeographicLib and against what lies in them. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { Locator } from '../../geofences/geometry/locator.ts';
import { vietnamZones } from '../../geofences/regions/vietnam.ts';
import type { Zone } from '../../geofences/types.ts';
import { mergedParts, mergedZones } from '../../web/zones/shaping/merge.ts';
import { type Answer, areaOf, crossingOf, type Reshaped } from '../../web/zones/shaping/reshaped.ts';
import { widened } from '../../web/zones/shaping/widen.ts';
import type { Position } from '../../web/zones/strands.ts';
import { metresBetween, trueEdge } from '../geofences/geodesy.ts';

const NM = 1852;
const box = (west: number, south: number, east: number, north: number): Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
const area = (rings: Position[][], more: Partial<Zone['properties']> = {}): Zone => ({
  id: 'a',
  geometry: { type: 'Polygon', coordinates: rings },
  properties: { name: 'A', kind: 'closed', version: 3, source: 'thử', legalBasis: 'QĐ 1', ...more },
});
const several = (polygons: Position[][][]): Zone => ({
  ...area([]),
  geometry: { type: 'MultiPolygon', coordinates: polygons },
});
const shaped = (answer: Answer): Reshaped => {
  if ('fault' in answer) throw new Error(answer.fault);
  return answer;
};
const ringsOf = ({ geometry }: Zone): Position[][] =>
  geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : (geometry.coordinates as Position[][]);
const partsOf = ({ geometry }: Zone): number => (geometry.type === 'MultiPolygon' ? geometry.coordinates.length : 1);
/** A coast: long edges, a bay with a narrow mouth, an island cut out. */
const coast = area([
  [
    [108.2, 14],
    [111.9, 14.3],
    [112.4, 17.8],
    [110.6, 17.9],
    [110.5, 16.2],
    [110.3, 17.9],
    [108.9, 17.5],
    [108.2, 14],
  ],
  box(110.9, 15, 111.3, 15.5),
]);

/** The nearest of the outline as others reckon it: GeographicLib over points every few hundred metres, then closer about the best. */
function metresFrom(zone: Zone, place: Position): number {
  let best = Number.POSITIVE_INFINITY;
  for (const ring of ringsOf(zone)) {
    for (let i = 1; i < ring.length; i++) {
      const edge = trueEdge(zone.properties.edges ?? 'straight', ring[i - 1]!, ring[i]!);
      let [from, to] = [0, 1];
      for (let round = 0; round < 5; round++) {
        const step = (to - from) / 12;
        let near = from;
        let least = Number.POSITIVE_INFINITY;
        for (let k = 0; k <= 12; k++) {
          const metres = metresBetween(place, edge(from + k * step));
          if (metres < least) [least, near] = [metres, from + k * step];
        }
        best = Math.min(best, least);
        [from, to] = [Math.max(0, near - step), Math.min(1, near + step)];
      }
    }
  }
  return best;
}

describe('a zone made wider or narrower', () => {
  for (const [byNm, edges] of [
    [6, 'straight'],
    [24, 'geodesic'],
    [-6, 'rhumb'],
  ] as const) {
    it(`by ${byNm} nm runs at that geodesic distance, within 15 m all along (${edges} edges)`, () => {
      const before = { ...coast, properties: { ...coast.properties, edges } };
      const { zone, offM } = shaped(widened(before, byNm));
      expect(offM).to.be.within(0.001, 10);
      let worst = 0;
      for (const ring of ringsOf(zone)) {
        for (let i = 1; i < ring.length; i += 9) {
          const [[aLon, aLat], [bLon, bLat]] = [ring[i - 1]!, ring[i]!];
          for (const part of [0, 0.31, 0.5]) {
            const metres = metresFrom(before, [aLon + part * (bLon - aLon), aLat + part * (bLat - aLat)]);
            worst = Math.max(worst, Math.abs(metres - Math.abs(byNm) * NM));
          }
        }
        expect(crossingOf(ring)).to.equal(undefined);
      }
      expect(worst).to.be.below(15);
      expect(zone.properties).to.deep.equal(coast.properties);
    });
  }

  it('has what is nearer than that in it and what is farther not, on either side of the outline', () => {
    for (const byNm of [9, -9]) {
      const after = new Locator([shaped(widened(coast, byNm)).zone]);
      const before = new Locator([coast]);
      for (let lon = 107.6; lon < 113; lon += 0.17) {
        for (let lat = 13.5; lat < 18.4; lat += 0.13) {
          const depthNm = before.nearest(0, lon, lat)!.distanceNm * (before.contains(0, lon, lat) ? 1 : -1) + byNm;
          if (Math.abs(depthNm) * NM > 15) expect(after.contains(0, lon, lat), `${lon} ${lat}`).to.equal(depthNm > 0);
        }
      }
    }
  });

  it('keeps a circle one, fills a hole that it closes, and says when nothing is left or 180° is reached', () => {
    const circle: Zone = { ...area([], { radiusNm: 2.5 }), geometry: { type: 'Point', coordinates: [109, 15] } };
    expect(shaped(widened(circle, 1.5)).zone.properties.radiusNm).to.equal(4);
    expect(widened(circle, -2.5)).to.deep.equal({ fault: 'empty' });
    expect(ringsOf(shaped(widened(coast, 13)).zone)).to.have.length(1);
    expect(widened(coast, -200)).to.deep.equal({ fault: 'empty' });
    expect(widened(area([box(178, 1, 179.9, 2)]), 12)).to.deep.equal({ fault: 'antimeridian' });
    const bowTie = box(109, 15, 110, 16).with(1, [110, 16]).with(2, [110, 15]);
    expect(widened(area([bowTie]), 1)).to.deep.equal({ fault: 'crossing', at: [109.5, 15.5] });
  });

  it('keeps the tips of wedges miles off, where two shores run nearly alike: the fishing areas narrowed', () => {
    const data = new URL('../../geofences/regions/data/vietnam-maritime.json', import.meta.url);
    const zones = vietnamZones(JSON.parse(readFileSync(data, 'utf8')));
    for (const [id, byNm, parts] of [
      ['area-inshore', -10, 3],
      ['area-inshore', -12, 3],
      ['area-offshore', -12, 1],
      ['area-offshore', -20, 2],
    ] as const) {
      const whole = zones.find((one) => one.id === id)!;
      const { zone } = shaped(widened(whole, byNm));
      expect(partsOf(zone), `${id} ${byNm}`).to.equal(parts);
      const [before, after] = [new Locator([whole]), new Locator([zone])];
      for (let lon = 103.03; lon < 115; lon += 0.31) {
        for (let lat = 7.01; lat < 21.5; lat += 0.23) {
          const depthNm = before.nearest(0, lon, lat)!.distanceNm * (before.contains(0, lon, lat) ? 1 : -1) + byNm;
          if (Math.abs(depthNm) * NM > 15)
            expect(after.contains(0, lon, lat), `${id} ${byNm}: ${lon} ${lat}`).to.equal(depthNm > 0);
        }
      }
    }
  });

  it('falls in two where a strait is too narrow, without what rounding leaves; where nobody can say, it names the place', () => {
    const strait = (halfNm: number) => {
      const half = halfNm / 60;
      const [south, north] = [15 - half, 15 + half];
      const west: Position[] = [
        [110, north],
        [110, 16],
        [108, 16],
        [108, 14],
        [110, 14],
        [110, south],
      ];
      const east: Position[] = [
        [113, south],
        [113, 14],
        [115, 14],
        [115, 16],
        [113, 16],
        [113, north],
      ];
      return area([[...west, ...east, west[0]!]]);
    };
    expect(partsOf(shaped(widened(strait(9.97), -10)).zone)).to.equal(2);
    expect(partsOf(shaped(widened(strait(10.06), -10)).zone)).to.equal(1);
    // The sphere has the one strip wider than it is, the ellipsoid leaves nothing of either.
    const strip = (lat: number, halfNm: number) => area([box(105, lat - halfNm / 60, 112, lat + halfNm / 60)]);
    for (const [lat, halfNm] of [
      [2, 10.02],
      [22, 10.18],
    ] as const)
      expect(widened(strip(lat, halfNm), -10), `${lat}`).to.deep.equal({ fault: 'empty' });
    const shores = several([[box(105, 6, 112, 8 - 9.98 / 60)], [box(105, 8 + 9.98 / 60, 112, 10)]]);
    expect(ringsOf(shaped(widened(shores, 10)).zone)).to.have.length(1);
    const answer = widened(strait(10.01), -10);
    if (!('fault' in answer) || !answer.at) throw new Error('no place');
    expect(answer.fault).to.equal('failed');
    expect(answer.at[0]).to.be.within(109.9, 113.1);
    expect(answer.at[1]).to.be.closeTo(15, 0.05);
  });

  it('says no more of its vertices what was counted by them', () => {
    const neighbour = [{ from: 0, to: 1, vi: 'Lào', en: 'Laos' }];
    const { zone } = shaped(widened(area([box(109, 15, 110, 16)], { drawnVertices: 3, neighbour }), 1));
    expect(zone.properties).to.not.have.any.keys('drawnVertices', 'neighbour');
  });
});

describe('zones merged', () => {
  it('cover what either covers, and keep the hole that neither does', () => {
    const left = area([box(109, 15, 110, 16), box(109.2, 15.2, 109.4, 15.4)]);
    const right = area([box(109.8, 15, 111, 16)]);
    const { zone } = shaped(mergedZones(left, right));
    expect(ringsOf(zone)).to.have.length(2);
    const hole = areaOf(area([box(109.2, 15.2, 109.4, 15.4)]))!.km2;
    expect(areaOf(zone)!.km2).to.be.closeTo(areaOf(area([box(109, 15, 111, 16)]))!.km2 - hole, 0.01);
    expect(zone.properties).to.deep.equal(left.properties);
  });

  it('that lie apart are one zone of two parts; parts become one only where they touch; a circle is taken in round', () => {
    const apart = shaped(mergedZones(area([box(109, 15, 110, 16)]), area([box(111, 15, 112, 16)]))).zone;
    expect(apart.geometry.type).to.equal('MultiPolygon');
    expect(mergedParts(apart, [0, 1])).to.deep.equal({ fault: 'apart' });
    const touching = several([[box(109, 15, 110, 16)], [box(112, 15, 113, 16)], [box(110, 15, 111, 16)]]);
    const two = shaped(mergedParts(touching, [0, 2])).zone;
    expect(ringsOf(two).map(([west]) => west)).to.have.length(2);
    expect(areaOf(two)!.km2).to.be.closeTo(areaOf(touching)!.km2, 0.01);
    const circle: Zone = { ...area([], { radiusNm: 10 }), geometry: { type: 'Point', coordinates: [115, 15] } };
    const more = areaOf(shaped(mergedZones(two, circle)).zone)!.km2 - areaOf(two)!.km2;
    expect(more).to.be.closeTo(Math.PI * 18.52 ** 2, 1);
  });

  it('take corridors in, which become areas; a corridor alone is made wider by its width, a directed line not at all', () => {
    const way: Position[] = [
      [109, 15],
      [110, 15],
      [110, 16],
    ];
    const line: Zone = { ...area([]), geometry: { type: 'LineString', coordinates: way } };
    const corridor: Zone = { ...line, properties: { ...line.properties, corridorNm: 5 } };
    expect(shaped(widened(corridor, -2)).zone).to.deep.equal({
      ...corridor,
      properties: { ...corridor.properties, corridorNm: 3 },
    });
    expect(widened(corridor, -5)).to.deep.equal({ fault: 'empty' });
    const beside = area([box(110.05, 15.5, 111, 15.6)]);
    for (const merged of [mergedZones(corridor, beside), mergedZones(beside, corridor)]) {
      const { zone } = shaped(merged);
      expect(partsOf(zone)).to.equal(1);
      expect(zone.properties).to.deep.equal(line.properties);
      const [whole, ...all] = [zone, corridor, beside].map((one) => new Locator([one]));
      for (let lon = 108.71; lon < 111.2; lon += 0.053) {
        for (let lat = 14.81; lat < 16.3; lat += 0.047)
          expect(whole!.contains(0, lon, lat)).to.equal(all.some((one) => one.contains(0, lon, lat)));
      }
    }
    expect(widened(line, 1)).to.deep.equal({ fault: 'empty' });
    expect(mergedZones(beside, line)).to.deep.equal({ fault: 'empty' });
  });
});
