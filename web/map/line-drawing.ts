/** Lines and words that have to be read over anything that the chart shows: on a halo, on a ground of their own. */
import { mercatorX, mercatorY, type View, viewX, viewY } from './mercator.ts';
import { canvasFont, type MapPalette } from './palette.ts';

/** Position on a layer's canvas, in CSS pixels, of a place in degrees. */
export function placeOn(view: View, { lon, lat }: { lon: number; lat: number }): [x: number, y: number] {
  return [viewX(view, mercatorX(lon)), viewY(view, mercatorY(lat))];
}

/** @param width, dash CSS pixels */
export function haloedLine(
  ctx: CanvasRenderingContext2D,
  { halo, ink }: MapPalette,
  points: readonly (readonly [x: number, y: number])[],
  width: number,
  dash: number[],
): void {
  for (const [colour, wide] of [
    [halo, width + 3],
    [ink, width],
  ] as const) {
    ctx.setLineDash(colour === halo ? [] : dash);
    ctx.strokeStyle = colour;
    ctx.lineWidth = wide;
    ctx.beginPath();
    for (const [x, y] of points) ctx.lineTo(x, y);
    ctx.stroke();
  }
  ctx.setLineDash([]);
}

/** The words with their middle at a point. */
export function groundedText(
  ctx: CanvasRenderingContext2D,
  { halo, ink }: MapPalette,
  text: string,
  x: number,
  y: number,
): void {
  ctx.font = canvasFont(12, 'bold');
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  // On a ground of its own: it stands among labels of vessels that it must not mix with.
  const half = ctx.measureText(text).width / 2 + 4;
  ctx.fillStyle = halo;
  ctx.fillRect(x - half, y - 9, 2 * half, 18);
  ctx.fillStyle = ink;
  ctx.fillText(text, x, y);
  ctx.textAlign = 'start';
}
