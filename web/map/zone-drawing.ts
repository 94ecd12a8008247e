/** How a zone looks on the chart. */
import { type View, viewX, viewY } from './mercator.ts';
import type { MapPalette } from './palette.ts';
import { anchor, type ZoneShape } from './zones.ts';

const PORT_ZOOM = 6;
const ZONE_ZOOM = 5;

/** Stroke of each kind of zone: width and dashes. The boundary is the one that is never to be overlooked. */
const STROKES: Partial<Record<ZoneShape['properties']['kind'], { width: number; dash: number[] }>> = {
  boundary: { width: 2.5, dash: [14, 4, 3, 4] },
  coastal: { width: 1.2, dash: [2, 4] },
  inshore: { width: 1.2, dash: [8, 5] },
  offshore: { width: 1, dash: [2, 8] },
};
const PLAIN = { width: 1.4, dash: [] };

export function drawZone(ctx: CanvasRenderingContext2D, view: View, shape: ZoneShape, palette: MapPalette): void {
  const { kind } = shape.properties;
  const stroke = STROKES[kind] ?? PLAIN;
  const colour = kind === 'boundary' || kind === 'closed' ? palette.boundary : palette.zone;
  ctx.save();
  ctx.lineWidth = stroke.width;
  ctx.setLineDash(stroke.dash);
  ctx.lineJoin = 'round';
  ctx.strokeStyle = kind === 'port' ? palette.port : colour;
  for (const line of shape.lines) {
    ctx.beginPath();
    for (let i = 0; i < line.length; i += 2) ctx.lineTo(viewX(view, line[i]!), viewY(view, line[i + 1]!));
    ctx.stroke();
  }
  if (shape.circle) {
    const radius = shape.circle.radius * view.scale;
    if (radius > 6) {
      ctx.setLineDash([3, 3]);
      ctx.beginPath();
      ctx.arc(viewX(view, shape.circle.x), viewY(view, shape.circle.y), radius, 0, 2 * Math.PI);
      ctx.stroke();
    }
  }
  const point = kind === 'port' ? anchor(shape) : undefined;
  if (point) {
    ctx.fillStyle = palette.port;
    ctx.fillRect(Math.round(viewX(view, point.x)) - 3, Math.round(viewY(view, point.y)) - 3, 6, 6);
  }
  ctx.restore();
}

export function isShown(shape: ZoneShape, zoom: number): boolean {
  if (shape.properties.kind === 'boundary') return true;
  return zoom >= (shape.properties.kind === 'port' ? PORT_ZOOM : ZONE_ZOOM);
}

/** Ports and shelters touch the land and are drawn over it. */
export function isOnShore(shape: ZoneShape): boolean {
  return shape.properties.kind === 'port' || shape.properties.kind === 'shelter';
}
