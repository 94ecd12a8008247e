/** A vessel symbol or an alarm's ring exactly as the map draws it, for the legend. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Priority } from '../../geofences/types.ts';
import { drawAlarmRing, ringReach } from '../map/alarm-ring.ts';
import type { SpriteLook } from '../map/looks.ts';
import { priorityColour, readPalette } from '../map/palette.ts';
import { drawSymbol } from '../map/sprites.ts';
import { palette } from './palette.ts';

const SIDE_PX = 24;
const RING_WIDTH_PX = 2.5;

/** @param look of a vessel, or the priority whose ring is shown */
export function SymbolSample({ look }: { look: SpriteLook | Priority }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = palette.value;
  useEffect(() => {
    const element = canvas.current!;
    element.dataset.palette = shown;
    const dpr = window.devicePixelRatio || 1;
    element.width = element.height = SIDE_PX * dpr;
    const ctx = element.getContext('2d')!;
    ctx.scale(dpr, dpr);
    ctx.translate(SIDE_PX / 2, SIDE_PX / 2);
    if (typeof look === 'number') drawRing(ctx, look);
    else drawSymbol(ctx, look, readPalette());
  }, [look, shown]);
  return <canvas ref={canvas} class="symbol-sample" />;
}

function drawRing(ctx: CanvasRenderingContext2D, priority: Priority): void {
  const colours = readPalette();
  const fits = SIDE_PX / 2 / (ringReach(1) + RING_WIDTH_PX);
  ctx.scale(fits, fits);
  drawAlarmRing(ctx, 0, 0, {
    priority,
    width: RING_WIDTH_PX,
    colour: priorityColour(colours, priority),
    halo: colours.halo,
  });
}
