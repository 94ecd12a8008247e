/** Estimated positions: a hollow triangle in dashes at the end of a dashed line, which no real position looks like. */
import type { DrawList } from './draw-list.ts';
import { estimateOf } from './estimate.ts';
import { spriteLook } from './looks.ts';
import { type View, viewX, viewY } from './mercator.ts';
import type { MapPalette } from './palette.ts';
import { colourOf } from './sprites.ts';
import type { VesselStore } from './VesselStore.ts';

/** From this scale on everybody has one, before that the alarmed and the selected. */
const GHOST_ALL_ZOOM = 9;
const MAX_GHOSTS = 150;
/** Nearer to the symbol it would only blur it. */
const LEAST_PX = 14;

interface Ghosts {
  store: VesselStore;
  list: DrawList;
  palette: MapPalette;
  nowS: number;
}

export function drawGhosts(ctx: CanvasRenderingContext2D, view: View, ghosts: Ghosts): void {
  const { list } = ghosts;
  let drawn = 0;
  for (const i of list.marked) if (drawn < MAX_GHOSTS && drawGhost(ctx, view, ghosts, i)) drawn++;
  if (view.zoom < GHOST_ALL_ZOOM) return;
  const isMarked = new Set(list.marked);
  for (let i = 0; i < list.length && drawn < MAX_GHOSTS; i++) {
    if (list.whole[i] === 1 && !isMarked.has(i) && drawGhost(ctx, view, ghosts, i)) drawn++;
  }
}

function drawGhost(
  ctx: CanvasRenderingContext2D,
  view: View,
  { store, list, palette, nowS }: Ghosts,
  i: number,
): boolean {
  const slot = list.slot[i]!;
  const place = estimateOf(store, slot, nowS);
  if (!place) return false;
  const [fromX, fromY] = [list.px[i]! / view.dpr, list.py[i]! / view.dpr];
  const [x, y] = [viewX(view, place.x), viewY(view, place.y)];
  const length = Math.hypot(x - fromX, y - fromY);
  if (length < LEAST_PX) return false;
  const colour = colourOf(spriteLook(list.look[i]!).craft, palette);
  ctx.save();
  ctx.setLineDash([2, 4]);
  stroke(ctx, [fromX, fromY, x, y], 1.4, colour);
  ctx.translate(x, y);
  ctx.rotate(Math.atan2(y - fromY, x - fromX) + Math.PI / 2);
  ctx.setLineDash([2.5, 2]);
  ctx.beginPath();
  ctx.moveTo(0, -8);
  ctx.lineTo(4.2, 5.5);
  ctx.lineTo(-4.2, 5.5);
  ctx.closePath();
  ctx.lineWidth = 1.4;
  ctx.stroke();
  ctx.restore();
  return true;
}

function stroke(
  ctx: CanvasRenderingContext2D,
  [x1, y1, x2, y2]: [number, number, number, number],
  width: number,
  colour: string,
): void {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.lineWidth = width;
  ctx.strokeStyle = colour;
  ctx.stroke();
}
