/** The ring of an alarmed vessel. Each priority has a form of its own, so that it is told without colour. */
import type { Priority } from '../../geofences/types.ts';

interface RingForm {
  /** CSS pixels. */
  radii: readonly number[];
  /** Lengths of line and gap in CSS pixels; empty: a whole line. */
  dash: readonly number[];
}

/** Double, single, dashed, dotted. Between the two there is room for lines of 4 px with their halos, as they are where nothing flashes. */
export const RING_FORMS: Readonly<Record<Priority, RingForm>> = {
  1: { radii: [11, 18], dash: [] },
  2: { radii: [13], dash: [] },
  3: { radii: [13], dash: [7, 6.6] },
  4: { radii: [13], dash: [2, 4.8] },
};
const HALO_PX = 2;

/** How far it reaches from the vessel's place, CSS pixels. */
export function ringReach(priority: Priority): number {
  return RING_FORMS[priority].radii.at(-1)!;
}

interface Ring {
  priority: Priority;
  /** Of the line, CSS pixels. */
  width: number;
  colour: string;
  halo: string;
}

export function drawAlarmRing(ctx: CanvasRenderingContext2D, x: number, y: number, ring: Ring): void {
  const { radii, dash } = RING_FORMS[ring.priority];
  for (const [colour, width] of [
    [ring.halo, ring.width + HALO_PX],
    [ring.colour, ring.width],
  ] as const) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    // The halo is whole: it shows the gaps on any ground.
    ctx.setLineDash(colour === ring.halo ? [] : [...dash]);
    for (const radius of radii) {
      ctx.beginPath();
      ctx.arc(x, y, radius, 0, 2 * Math.PI);
      ctx.stroke();
    }
  }
  ctx.setLineDash([]);
}
