/** What can be drawn, and what comes of it. */
import type { Zone } from '../../geofences/types.ts';

export const tools = ['polygon', 'rectangle', 'circle', 'linestring'] as const;
export type Tool = (typeof tools)[number];
/** `hole`: cuts an area out of the zone in hand. */
export type HandTool = Tool | 'hole';

/** The geometry of a zone, and the radius of a circle. */
export type Drawn = Pick<Zone, 'geometry'> & { radiusNm?: number };
