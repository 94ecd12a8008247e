/** Islands that lie across the ways between harbours and grounds, and how to pass them. */
import { distanceNm, eastNorthNm, offset, type Place } from './sea.ts';

/** Circles that hold all the land of a group; Hoàng Sa needs none, as all grounds lie west and south of it. */
const islands: readonly { name: string; centre: Place; radiusNm: number }[] = [
  { name: 'Lý Sơn', centre: [109.11, 15.4], radiusNm: 3.4 },
  { name: 'Hòn Ông', centre: [108.686, 15.813], radiusNm: 1 },
  { name: 'Cù Lao Chàm', centre: [108.5, 15.955], radiusNm: 3.6 },
];

/** A berth of half the radius is given to what stands in the way. */
const berth = 1.5;

/** The straight way, or a way with one point to the side of each island that the straight way would touch. */
export function clearOfIslands(from: Place, to: Place): Place[] {
  const [east, north] = eastNorthNm(from, to);
  const length = Math.hypot(east, north);
  const detours: { atNm: number; place: Place }[] = [];
  for (const { centre, radiusNm } of islands) {
    const [x, y] = eastNorthNm(from, centre);
    const atNm = (x * east + y * north) / length;
    const asideNm = (x * north - y * east) / length; // positive: the island lies to starboard
    if (atNm <= 0 || atNm >= length || Math.abs(asideNm) >= radiusNm) continue;
    const stepNm = (asideNm > 0 ? -1 : 1) * (radiusNm * berth - Math.abs(asideNm));
    const abeam = offset(from, (east / length) * atNm, (north / length) * atNm);
    detours.push({ atNm, place: offset(abeam, (north / length) * stepNm, (-east / length) * stepNm) });
  }
  if (detours.length === 0 || distanceNm(from, to) < 1) return [from, to];
  return [from, ...detours.sort((a, b) => a.atNm - b.atNm).map(({ place }) => place), to];
}
