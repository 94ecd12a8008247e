/** What is kept of where a vessel is besides her track: her newest fix, and what the engine remembers of her. */
import { z } from 'zod';
import type { Fix } from '../../geofences/fix.ts';
import type { VesselEngineState } from '../../geofences/types.ts';
import type { Collection } from './collection.ts';

export const fix: z.ZodType<Fix> = z.object({
  fixTime: z.number(),
  receivedAt: z.number(),
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  speedKn: z.number().optional(),
  courseDeg: z.number().optional(),
  headingDeg: z.number().optional(),
  source: z.enum(['ais', 'vms', 'manual']),
  accuracyM: z.number().optional(),
  flags: z.int(),
});

export type LatestFix = [vesselId: string, fix: Fix];

export const latestFixes: Collection<LatestFix> = {
  name: 'latest',
  schema: fix,
  key: { name: 'vessel', type: 'text', of: ([vesselId]) => vesselId },
  columns: { fixTime: { type: 'integer', of: ([, { fixTime }]) => fixTime } },
  indexes: [{ name: 'latest_time', on: ['fixTime'] }],
  body: ([, one]) => one,
  isPacked: true,
};

/** What one commit brought for the vessels of one tray, see store/tracks/tail.ts. */
export interface Tail {
  tray: number;
  /** Journal position that the commit reached. */
  position: number;
  /** Packed, as base64. */
  fixes: string;
}

/** Rows of a tray lie side by side, in order of commits; a journal of 17 TB would be too long for this. */
const TRAY_POSITIONS = 2 ** 44;

export const tails: Collection<Tail> = {
  name: 'track_tail',
  schema: z.object({ tray: z.int(), position: z.int(), fixes: z.base64() }),
  key: { name: 'id', type: 'integer', of: ({ tray, position }) => tray * TRAY_POSITIONS + position },
  columns: {},
  indexes: [],
};

/** Keys of a tray's rows: from the first one up to, and without, the second. */
export function tailKeys(tray: number): [number, number] {
  return [tray * TRAY_POSITIONS, (tray + 1) * TRAY_POSITIONS];
}

export type EngineMemory = [vesselId: string, state: VesselEngineState];

/** What the engine remembers of a vessel, as it lies in the store. */
export interface KeptMemory {
  /** Its first entries, up to PROFILE_KEY of geofences/judging/saved-vessel.ts; more where that costs nothing. */
  head: VesselEngineState;
  /** Read when it is asked for: that is before she is written again. */
  whole: () => VesselEngineState;
}

export const engineStates: Collection<EngineMemory> = {
  name: 'engine_state',
  schema: z.record(z.string(), z.unknown()),
  key: { name: 'vessel', type: 'text', of: ([vesselId]) => vesselId },
  columns: {},
  indexes: [],
  body: ([, state]) => state,
  hasFreeKeys: true,
  isPacked: true,
};
