/** What happened on a voyage, as shapes on its track: encounter ◆, loitering ◇, gap ✕, port ■, fishing ●, all else ▲ (ui.md §1). */
import type { MapPalette } from './palette.ts';
import { priorityColour } from './palette.ts';

export type EventShape = 'encounter' | 'loitering' | 'gap' | 'port' | 'fishing' | 'other';

const SHAPES: Readonly<Record<string, EventShape>> = {
  encounter: 'encounter',
  loitering: 'loitering',
  drifting: 'loitering',
  gap: 'gap',
  silence: 'gap',
  'silence-port': 'gap',
  'port-visit': 'port',
  departure: 'port',
  fishing: 'fishing',
  'fishing-inside': 'fishing',
  'closed-area': 'fishing',
};

/** @param kind of the rule that found it @param zoneKind of the zone that it is about, where that is known */
export function shapeOf(kind: string, zoneKind?: string): EventShape {
  return SHAPES[kind] ?? (zoneKind === 'port' ? 'port' : 'other');
}

export interface TrackEvent {
  x: number;
  y: number;
  shape: EventShape;
  /** 1 to 4; 0 for what is only noted. */
  priority: number;
  words: string;
}

const RADIUS = 6;

export function drawEvent(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  event: Pick<TrackEvent, 'shape' | 'priority'>,
  palette: MapPalette,
): void {
  const colour = event.priority === 0 ? palette.track : priorityColour(palette, event.priority);
  ctx.save();
  ctx.translate(x, y);
  ctx.lineJoin = 'round';
  ctx.beginPath();
  outline(ctx, event.shape);
  const isLine = event.shape === 'gap';
  const isHollow = event.shape === 'loitering';
  ctx.lineWidth = isLine ? 5.5 : 4;
  ctx.strokeStyle = palette.halo;
  ctx.stroke();
  if (!isLine) {
    ctx.fillStyle = isHollow ? palette.halo : colour;
    ctx.fill();
  }
  ctx.lineWidth = isLine ? 2.6 : isHollow ? 2 : 1;
  ctx.strokeStyle = isLine || isHollow ? colour : palette.ink;
  ctx.stroke();
  ctx.restore();
}

function outline(ctx: CanvasRenderingContext2D, shape: EventShape): void {
  const r = RADIUS;
  if (shape === 'fishing') ctx.arc(0, 0, r * 0.85, 0, 2 * Math.PI);
  else if (shape === 'port') ctx.rect(-r * 0.8, -r * 0.8, r * 1.6, r * 1.6);
  else if (shape === 'gap') {
    ctx.moveTo(-r * 0.8, -r * 0.8);
    ctx.lineTo(r * 0.8, r * 0.8);
    ctx.moveTo(r * 0.8, -r * 0.8);
    ctx.lineTo(-r * 0.8, r * 0.8);
    return;
  } else if (shape === 'other') {
    ctx.moveTo(0, -r);
    ctx.lineTo(r, r * 0.8);
    ctx.lineTo(-r, r * 0.8);
  } else {
    ctx.moveTo(0, -r);
    ctx.lineTo(r, 0);
    ctx.lineTo(0, r);
    ctx.lineTo(-r, 0);
  }
  ctx.closePath();
}
