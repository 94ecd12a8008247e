/** The measured line, its points and rings. */
import { circleRing } from '../../geofences/geometry/circle.ts';
import { groundedText, haloedLine, placeOn } from '../map/line-drawing.ts';
import type { View } from '../map/mercator.ts';
import type { Paint } from '../map/PaintedOverlay.ts';
import { canvasFont, type MapPalette } from '../map/palette.ts';
import { type Leg, type MeasuredPoint, RING_COUNT } from './measure.ts';

export interface Measured {
  points: readonly MeasuredPoint[];
  legs: readonly Leg[];
  /** 0 for none. */
  ringStepNm: number;
  words(leg: Leg): string;
  ringWords(radiusNm: number): string;
}

export function measuredLine(measured: Measured): Paint {
  return (ctx, view, palette) => {
    const last = measured.points.at(-1);
    if (last && measured.ringStepNm > 0) drawRings(ctx, view, palette, measured, last);
    for (const leg of measured.legs) drawLeg(ctx, view, palette, leg, measured.words(leg));
    for (const [i, point] of measured.points.entries()) drawPoint(ctx, view, palette, point, String(i + 1));
  };
}

function drawRings(
  ctx: CanvasRenderingContext2D,
  view: View,
  palette: MapPalette,
  { ringStepNm, ringWords }: Measured,
  centre: MeasuredPoint,
): void {
  for (let n = 1; n <= RING_COUNT; n++) {
    const ring = circleRing([centre.lon, centre.lat], n * ringStepNm);
    const points = ring.map(([lon, lat]) => placeOn(view, { lon, lat }));
    haloedLine(ctx, palette, points, 1.4, [2, 3]);
    const top = points.reduce((highest, point) => (point[1] < highest[1] ? point : highest));
    groundedText(ctx, palette, ringWords(n * ringStepNm), top[0], top[1] - 8);
  }
}

function drawLeg(
  ctx: CanvasRenderingContext2D,
  view: View,
  palette: MapPalette,
  { from, to }: Leg,
  words: string,
): void {
  const [a, b] = [placeOn(view, from), placeOn(view, to)];
  haloedLine(ctx, palette, [a, b], 2, [8, 4]);
  groundedText(ctx, palette, words, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - 10);
}

function drawPoint(
  ctx: CanvasRenderingContext2D,
  view: View,
  palette: MapPalette,
  point: MeasuredPoint,
  number: string,
): void {
  const [x, y] = placeOn(view, point);
  ctx.beginPath();
  ctx.arc(x, y, 8, 0, 2 * Math.PI);
  ctx.fillStyle = palette.ink;
  ctx.fill();
  ctx.font = canvasFont(11, 'bold');
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = palette.halo;
  ctx.fillText(number, x, y + 0.5);
  ctx.textAlign = 'start';
}
