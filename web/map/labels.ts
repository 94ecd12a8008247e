/**
 * Vietnamese names of seas and islands. Positions are approximate label points from the list that was compiled for the
 * demonstration zones (marked APPROX there): for the eye, not for navigation.
 * Maps used in Vietnam must show Hoàng Sa and Trường Sa as Vietnamese (NĐ 26/2019 Đ.44; NĐ 18/2020 fines their absence).
 */

import type { Box } from './placement.ts';

export interface PlaceName {
  name: string;
  nameEn?: string;
  lon: number;
  lat: number;
  kind: 'sea' | 'island';
  minZoom: number;
}

const largePlaces: readonly PlaceName[] = [
  { name: 'Biển Đông', nameEn: 'East Sea', lon: 112.5, lat: 13.0, kind: 'sea', minZoom: 3 },
  { name: 'Vịnh Bắc Bộ', nameEn: 'Gulf of Tonkin', lon: 107.3, lat: 19.8, kind: 'sea', minZoom: 5 },
  { name: 'Vịnh Thái Lan', nameEn: 'Gulf of Thailand', lon: 103.4, lat: 8.8, kind: 'sea', minZoom: 5 },
  { name: 'Phú Quốc', lon: 103.96, lat: 10.22, kind: 'island', minZoom: 6 },
  { name: 'Côn Đảo', lon: 106.61, lat: 8.69, kind: 'island', minZoom: 6 },
  { name: 'Phú Quý', lon: 108.94, lat: 10.52, kind: 'island', minZoom: 6 },
  { name: 'Lý Sơn', lon: 109.12, lat: 15.38, kind: 'island', minZoom: 6 },
  { name: 'Bạch Long Vĩ', lon: 107.73, lat: 20.13, kind: 'island', minZoom: 6 },
  { name: 'Cồn Cỏ', lon: 107.34, lat: 17.16, kind: 'island', minZoom: 6 },
  { name: 'Thổ Chu', lon: 103.48, lat: 9.31, kind: 'island', minZoom: 7 },
  { name: 'Cù Lao Chàm', lon: 108.51, lat: 15.95, kind: 'island', minZoom: 8 },
  { name: 'Hòn Mê', lon: 105.92, lat: 19.36, kind: 'island', minZoom: 8 },
  { name: 'Hòn Ngư', lon: 105.78, lat: 18.8, kind: 'island', minZoom: 8 },
  { name: 'Hòn Khoai', lon: 104.83, lat: 8.43, kind: 'island', minZoom: 8 },
];

let places: readonly PlaceName[] = largePlaces;

/** The names that the map shows as far as they are loaded, those that are shown from further out first. */
export function placeNames(): readonly PlaceName[] {
  return places;
}

/** Loads the smaller ones. Without a line the large ones are what there is. */
export async function loadSmallPlaces(): Promise<void> {
  if (places !== largePlaces) return;
  const { smallPlaces } = await import('./small-places.ts');
  places = [...largePlaces, ...smallPlaces].sort((a, b) => a.minZoom - b.minZoom);
}

/** An archipelago whose name is shown whenever any part of it is in view. */
interface Archipelago {
  name: string;
  /** What foreign charts call it: people look for it by that, and nothing shows it. */
  nameAbroad: string;
  lon: number;
  lat: number;
  west: number;
  south: number;
  east: number;
  north: number;
}

export const archipelagos: readonly Archipelago[] = [
  {
    name: 'Quần đảo Hoàng Sa (Việt Nam)',
    nameAbroad: 'Paracel Islands',
    lon: 112.0,
    lat: 16.5,
    west: 111.0,
    south: 15.6,
    east: 113.0,
    north: 17.3,
  },
  {
    name: 'Quần đảo Trường Sa (Việt Nam)',
    nameAbroad: 'Spratly Islands',
    lon: 113.5,
    lat: 9.5,
    west: 111.3,
    south: 6.5,
    east: 117.4,
    north: 12.1,
  },
];

/** Below the place itself, in pixels: an island is seen beside its name. */
const ISLAND_NAME_DOWN_PX = 13;

/** Where the middle of a place's name stands, `at` being the place itself. */
export function namePoint({ kind }: PlaceName, at: { x: number; y: number }): { x: number; y: number } {
  return { x: at.x, y: at.y + (kind === 'island' ? ISLAND_NAME_DOWN_PX : 0) };
}

/** The room that a name of this width takes, in pixels. */
export function nameBox({ x, y }: { x: number; y: number }, width: number): Box {
  const half = width / 2 + 3;
  return { left: x - half, top: y - 9, right: x + half, bottom: y + 9 };
}
