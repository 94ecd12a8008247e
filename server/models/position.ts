/** What is kept of where a vessel is besides her track: her newest fix, and what the engine remembers of her. */
import { z } from 'zod';
import type { Fix } from '../../geofences/fix.ts';
import type { VesselEngineState } from '../../geofences/types.ts';
import type { Collection } from './collection.ts';

const fix: z.ZodType<Fix> = z.object({
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
};

export type EngineMemory = [vesselId: string, state: VesselEngineState];

export const engineStates: Collection<EngineMemory> = {
  name: 'engine_state',
  schema: z.record(z.string(), z.unknown()),
  key: { name: 'vessel', type: 'text', of: ([vesselId]) => vesselId },
  columns: {},
  indexes: [],
  body: ([, state]) => state,
  hasFreeKeys: true,
};
