/** How a wall is set up, from its address: `/wall?d=6&diag=55&tile=1,0,2,1&lang=vi`. Pure. */
import type { Language } from '../i18n/t.ts';

const sceneNames = ['overview', 'alerts', 'fleet', 'feeds'] as const;
export type SceneName = (typeof sceneNames)[number];

interface SpanTile {
  column: number;
  row: number;
  columns: number;
  rows: number;
}

export interface WallSettings {
  /** Of whoever reads it. */
  distanceM: number;
  /** Of one screen. */
  diagonalIn: number;
  tile: SpanTile;
  language: Language;
  palette: 'day' | 'dusk' | 'night';
  scenes: readonly { name: SceneName; dwellS: number }[];
  /** What the map shows when nothing calls it elsewhere, in degrees. */
  box: { west: number; south: number; east: number; north: number };
}

/** Vietnam's seas (domain.md §8). */
const SEAS = { west: 101.5, south: 5.5, east: 118.5, north: 22 };
const USUAL_SCENES = [
  { name: 'overview', dwellS: 60 },
  { name: 'alerts', dwellS: 20 },
  { name: 'fleet', dwellS: 20 },
  { name: 'feeds', dwellS: 20 },
] as const;
/** Screens beside and above each other: each browser draws the whole. */
const MOST_SCREENS = 4;

/** What makes no sense is as if it were not there. @param query of the address, with or without `?` */
export function wallSettings(query: string): WallSettings {
  const said = new URLSearchParams(query);
  return {
    distanceM: within(said.get('d'), 0.5, 30) ?? 6,
    diagonalIn: within(said.get('diag'), 10, 300) ?? 55,
    tile: tileOf(said.get('tile')),
    language: said.get('lang') === 'en' ? 'en' : 'vi',
    palette: said.get('palette') === 'day' ? 'day' : said.get('palette') === 'night' ? 'night' : 'dusk',
    scenes: scenesOf(said.get('scenes')),
    box: boxOf(said.get('box')),
  };
}

function within(text: string | null, least: number, most: number): number | undefined {
  const value = text === null || text === '' ? Number.NaN : Number(text);
  return value >= least && value <= most ? value : undefined;
}

function tileOf(text: string | null): SpanTile {
  const [column = 0, row = 0, columns = 1, rows = 1] = (text ?? '').split(',').map(Number);
  const isWhole = [column, row, columns, rows].every(Number.isInteger);
  const isInside = column >= 0 && row >= 0 && column < columns && row < rows;
  if (!isWhole || !isInside || columns > MOST_SCREENS || rows > MOST_SCREENS || text === null)
    return { column: 0, row: 0, columns: 1, rows: 1 };
  return { column, row, columns, rows };
}

/** `overview:60,fleet:20` */
function scenesOf(text: string | null): WallSettings['scenes'] {
  const listed = (text ?? '').split(',').flatMap((part) => {
    const [word = '', seconds = ''] = part.split(':');
    const name = sceneNames.find((known) => known === word);
    return name ? [{ name, dwellS: within(seconds, 5, 3600) ?? 30 }] : [];
  });
  return listed.length > 0 ? listed : USUAL_SCENES;
}

function boxOf(text: string | null): WallSettings['box'] {
  const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN] = (text ?? '')
    .split(',')
    .map(Number);
  const isBox = west < east && south < north && west >= -180 && east <= 360 && south >= -85 && north <= 85;
  return text !== null && isBox ? { west, south, east, north } : SEAS;
}

/** Cap height for each metre: 20 minutes of arc (ISO 9241 prefers 20–22′; ui.md §4). */
const CAP_MM_PER_M = 5.8;
const MM_PER_INCH = 25.4;
/** Height of a capital, in parts of the font's size. */
const CAP_HEIGHT = 0.72;
/** Of the screen's height and width: more, and seven rows do not fit. */
const MOST_OF_HEIGHT = 1 / 14;
const MOST_OF_WIDTH = 1 / 25;

/**
 * Size of the wall's main text, in CSS pixels. All else is a part of it; nothing is below half of it, which is the 10′ that
 * can just be read.
 * @param width of one screen, in CSS pixels
 * @returns `fits` false when the screen has no room for what the distance asks
 */
export function mainTextPx(
  { distanceM, diagonalIn }: Pick<WallSettings, 'distanceM' | 'diagonalIn'>,
  width: number,
  height: number,
): { px: number; fits: boolean } {
  const pxPerMm = Math.hypot(width, height) / (diagonalIn * MM_PER_INCH);
  const wanted = (CAP_MM_PER_M * distanceM * pxPerMm) / CAP_HEIGHT;
  const most = Math.min(height * MOST_OF_HEIGHT, width * MOST_OF_WIDTH);
  // Rounding is no reason to complain.
  return { px: Math.max(14, Math.min(wanted, most)), fits: wanted <= most * 1.02 };
}
