/**
 * Where the fleet fishes. Offshore grounds lie beyond the inshore line (tuyến lộng), as boats of 15 m and more must;
 * inshore grounds lie between the two lines. All keep clear of islands and of the boundary by more than a boat wanders.
 */
import type { Harbour } from './harbours.ts';
import { distanceNm, type Place } from './sea.ts';

export interface Ground {
  name: string;
  centre: Place;
  /** Trips choose their own centre within this radius; wandering adds `wanderNm`. */
  radiusNm: number;
  share: number;
  /** Harbours south of this latitude do not go: a straight way would cut the cape of Ba Làng An. */
  fromLat?: number;
}

/** How far a boat strays from its trip's centre at most. */
export const wanderNm = { offshore: 6.7, inshore: 2.9 };

const offshore: readonly Ground[] = [
  { name: 'Tây Hoàng Sa', centre: [110.6, 15.62], radiusNm: 14, share: 4 },
  { name: 'Nam Hoàng Sa', centre: [111.75, 15.2], radiusNm: 12, share: 3 },
  { name: 'Khơi Đà Nẵng', centre: [109.78, 16.02], radiusNm: 9, share: 4 },
  { name: 'Cửa vịnh Bắc Bộ', centre: [108.22, 17.13], radiusNm: 4, share: 2, fromLat: 15.3 },
  { name: 'Khơi Quảng Ngãi', centre: [110.2, 15.1], radiusNm: 12, share: 4 },
  { name: 'Khơi Bình Định', centre: [110.55, 14.15], radiusNm: 16, share: 3 },
  { name: 'Đông Quy Nhơn', centre: [110.95, 13.3], radiusNm: 16, share: 2 },
  { name: 'Cá ngừ đại dương', centre: [111.6, 14.3], radiusNm: 16, share: 2 },
];

const inshore: readonly Ground[] = [
  { name: 'Lộng Thừa Thiên', centre: [107.82, 16.95], radiusNm: 2, share: 1 },
  { name: 'Lộng Đà Nẵng', centre: [108.72, 16.2], radiusNm: 3, share: 3 },
  { name: 'Lộng Quảng Nam', centre: [109.17, 15.78], radiusNm: 3, share: 3 },
  { name: 'Lộng Bình Định', centre: [109.55, 14.5], radiusNm: 3, share: 1 },
];

/** A day and a half of steaming is what a trip of five days can bear. */
const reachNm = { offshore: 185, inshore: 62 };
const shortestWayNm = { offshore: 30, inshore: 12 };

/** The grounds that boats of a harbour go to. */
export function groundsOf(harbour: Harbour, kind: 'offshore' | 'inshore'): Ground[] {
  const sea = harbour.channel[harbour.channel.length - 1]!;
  return (kind === 'offshore' ? offshore : inshore).filter((ground) => {
    const way = distanceNm(sea, ground.centre);
    if (sea[1] < (ground.fromLat ?? -90)) return false;
    return way >= shortestWayNm[kind] && way <= reachNm[kind];
  });
}
