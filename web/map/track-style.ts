/** How a track is coloured, and how it is cut into pieces of one colour. Pure. */
import type { MapPalette } from './palette.ts';
import { Activity, type TrackPoint } from './track.ts';

export const TRACK_COLOURINGS = ['plain', 'speed', 'activity'] as const;
export type TrackColouring = (typeof TRACK_COLOURINGS)[number];

/** Lower bounds of the bins of speed, knots (ui.md §1). */
export const SPEED_BINS_KN = [0, 2, 4, 6, 8, 12] as const;

/** Index into the colours of a colouring. */
export function binOf(point: TrackPoint, colouring: TrackColouring): number {
  if (colouring === 'activity') return point.activity;
  const { speedKn } = point;
  if (speedKn === undefined) return 0;
  return SPEED_BINS_KN.findLastIndex((least) => speedKn >= least);
}

/** In the order of `binOf`; light and dark follow one another, so that it can be read without seeing hues. */
export function coloursOf(colouring: TrackColouring, palette: MapPalette): readonly string[] {
  if (colouring === 'speed') {
    return [palette.speed0, palette.speed1, palette.speed2, palette.speed3, palette.speed4, palette.speed5];
  }
  if (colouring === 'activity') return [palette.track, palette.speed0, palette.fishingTrack, palette.speed4];
  return [palette.track];
}

/** Width of a line, CSS pixels: what a vessel does is told by width as well as by colour. */
export function widthOf(bin: number, colouring: TrackColouring): number {
  if (colouring !== 'activity') return 2;
  return bin === Activity.fishing ? 3.6 : bin === Activity.stopped ? 2.6 : 1.6;
}

interface Piece {
  bin: number;
  points: TrackPoint[];
}

/** Stretches of one colour, each beginning where the one before ends. */
export function piecesOf(points: readonly TrackPoint[], colouring: TrackColouring): Piece[] {
  if (colouring === 'plain') return [{ bin: 0, points: [...points] }];
  const pieces: Piece[] = [];
  for (let i = 1; i < points.length; i++) {
    const bin = binOf(points[i]!, colouring);
    const last = pieces.at(-1);
    if (last?.bin === bin) last.points.push(points[i]!);
    else pieces.push({ bin, points: [points[i - 1]!, points[i]!] });
  }
  return pieces;
}
