/** Meridians and parallels with their degrees, at the map's left and upper edge. */

import { latitude, longitude, mercatorX, mercatorY, type View, viewX, viewY } from './mercator.ts';
import { canvasFont, type MapPalette } from './palette.ts';
import type { Box, Placement } from './placement.ts';

/** Degrees between lines; one is chosen so that lines are about this many pixels apart. */
const STEPS = [30, 20, 10, 5, 2, 1, 0.5, 1 / 6, 1 / 12, 1 / 30, 1 / 60];
const SPACING_PX = 110;

export function graticuleStep(scale: number): number {
  const wanted = (SPACING_PX * 360) / scale;
  return STEPS.findLast((step) => step >= wanted) ?? STEPS[0]!;
}

/** `110°E`, `16°30′N`. */
export function degreeLabel(degrees: number, positive: string, negative: string): string {
  const minutes = Math.round(Math.abs(degrees) * 60);
  const rest = minutes % 60;
  const hemisphere = minutes === 0 ? '' : degrees < 0 ? negative : positive;
  return `${Math.floor(minutes / 60)}°${rest === 0 ? '' : `${String(rest).padStart(2, '0')}′`}${hemisphere}`;
}

export function drawGraticule(
  ctx: CanvasRenderingContext2D,
  view: View,
  seen: Box,
  palette: MapPalette,
  placement: Placement,
): void {
  const step = graticuleStep(view.scale);
  ctx.strokeStyle = palette.grid;
  ctx.lineWidth = 1;
  ctx.font = canvasFont(11);
  ctx.fillStyle = palette.ink;
  ctx.textBaseline = 'middle';
  const label = (text: string, x: number, y: number): void => {
    const box = { left: x - 2, top: y - 8, right: x + ctx.measureText(text).width + 2, bottom: y + 8 };
    if (!placement.take(box)) return;
    ctx.save();
    ctx.lineWidth = 3;
    ctx.strokeStyle = palette.halo;
    ctx.strokeText(text, x, y);
    ctx.restore();
    ctx.fillText(text, x, y);
  };
  const west = longitude(view.left / view.scale);
  const east = longitude((view.left + view.width) / view.scale);
  for (let i = Math.ceil(west / step); i * step <= east; i++) {
    const x = Math.round(mercatorX(i * step) * view.scale - view.left) + 0.5;
    line(ctx, x, 0, x, view.height);
    const turned = ((((i * step + 180) % 360) + 360) % 360) - 180;
    if (x > seen.left + 40 && x < seen.right - 50) label(degreeLabel(turned, 'E', 'W'), x + 4, seen.top + 12);
  }
  const north = latitude(view.top / view.scale);
  const south = latitude((view.top + view.height) / view.scale);
  for (let i = Math.ceil(south / step); i * step <= north; i++) {
    const y = Math.round(viewY(view, mercatorY(i * step))) + 0.5;
    line(ctx, 0, y, view.width, y);
    if (y > seen.top + 30 && y < seen.bottom - 20) label(degreeLabel(i * step, 'N', 'S'), seen.left + 6, y - 9);
  }
}

function line(ctx: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}

/** Canvas x of a longitude, for names. */
export function canvasPoint(view: View, lon: number, lat: number): { x: number; y: number } {
  return { x: viewX(view, mercatorX(lon)), y: viewY(view, mercatorY(lat)) };
}
