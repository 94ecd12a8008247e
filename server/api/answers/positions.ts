/** Answers about where vessels are and were. Times are epoch ms. */
import { z } from 'zod';
import { fix } from '../../models/position.ts';
import { vessel } from '../../models/vessel.ts';
import type { Unread } from '../../store/tracks/chunk-walk.ts';
import type { PlaceAt } from '../../store/tracks/fleet-at.ts';
import type { Presence } from '../../store/tracks/who-was-here.ts';

const unread = z.object({ vesselId: z.string(), from: z.number(), to: z.number() }) satisfies z.ZodType<Unread>;
/** What an answer lacks, and says so. */
export const lacking = { cut: z.literal(true).optional(), unread: z.array(unread).optional() };

export const track = z.object({
  vessel,
  fixes: z.array(fix),
  /** By how much thinning may have moved the line, metres. */
  thinnedM: z.number().optional(),
  ...lacking,
});

const gap = z.object({ before: fix, after: fix.optional(), minutes: z.number(), distanceNm: z.number().optional() });
export const gaps = z.object({ vessel, gaps: z.array(gap), ...lacking });

const named = { label: z.string().optional(), registration: z.string().optional(), mmsi: z.number().optional() };
const presence = z.object({ ...unread.shape, fixes: z.int() }) satisfies z.ZodType<Presence>;
const placeAt = z.object({
  vesselId: z.string(),
  lon: z.number(),
  lat: z.number(),
  fix,
  next: fix.optional(),
}) satisfies z.ZodType<PlaceAt>;

export const presences = z.object({ vessels: z.array(presence.extend(named)), ...lacking });
export const fleetThen = z.object({ time: z.number(), vessels: z.array(placeAt), ...lacking });
export const nearestThen = z.object({
  time: z.number(),
  vessels: z.array(placeAt.extend({ distanceNm: z.number(), ...named })),
  ...lacking,
});

/** PositionRow of server/live/protocol.ts. */
const row = z.array(z.number()).length(8);
export const replayMoment = z.object({
  time: z.number(),
  ids: z.array(z.string()),
  rows: z.array(row),
  cut: z.literal(true).optional(),
});

const rejected = z.object({ record: z.string(), reason: z.string(), vi: z.string(), en: z.string() });
export const taken = z.object({
  accepted: z.int(),
  rejected: z.array(rejected),
  /** How the columns of tables were understood, and what speaks against it. */
  tables: z
    .array(z.looseObject({ map: z.unknown(), guess: z.unknown().optional(), proposals: z.array(z.unknown()) }))
    .optional(),
});
