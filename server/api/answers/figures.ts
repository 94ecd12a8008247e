/** Answers about numbers: what hangs on a wall, how true the data are. Times are epoch ms. */
import { z } from 'zod';
import { feedFinding } from '../../models/feed-window.ts';
import { type dimensions, faultNames, groupings } from '../../truth/truth.ts';
import { type Tile, tileNames, type WallFigures } from '../../wall/figures.ts';
import type { FindingRow, TruthAnswer, TruthRows } from '../truth.ts';
import { feedStatus } from './system.ts';

export const pairing = z.object({
  device: z.string(),
  code: z.string(),
  expiresAt: z.number(),
  pollSeconds: z.int(),
});
export const pairingState = z.object({ state: z.enum(['waiting', 'refused', 'expired', 'paired']) });
export const wallSelf = z.object({ name: z.string(), by: z.enum(['session', 'key', 'wall']), demo: z.boolean() });

export const tile = z.object({
  name: z.enum(tileNames),
  /** Absent: not known. */
  value: z.number().optional(),
  of: z.number().optional(),
  unit: z.enum(['count', 'ms']),
  target: z.union([z.object({ atLeast: z.number() }), z.object({ atMost: z.number() })]).optional(),
  state: z.enum(['good', 'out', 'unknown', 'plain']),
  /** Of the newest data that it is made of. */
  asOf: z.number().optional(),
  series: z.array(z.number().nullable()),
}) satisfies z.ZodType<Tile>;
const bands = { reporting: z.int(), late: z.int(), silent: z.int(), longSilent: z.int(), never: z.int() };
const figures = z.object({
  takenAt: z.number(),
  stepMs: z.number(),
  tiles: z.array(tile),
  fleet: z.array(z.object({ province: z.string().optional(), owing: z.int(), ...bands })),
  notOwing: z.int(),
}) satisfies z.ZodType<WallFigures>;
export const wallFiguresAnswer = figures.extend({ demo: z.boolean() });
export const oneTile = tile.extend({ takenAt: z.number(), stepMs: z.number(), demo: z.boolean() });

const share = z.object({ good: z.int(), of: z.int(), unknown: z.int() });
const shares = { correct: share, complete: share, clean: share, alive: share } satisfies Record<
  (typeof dimensions)[number],
  z.ZodType
>;
const group = z.object({
  id: z.string(),
  name: z.string(),
  vessels: z.int().optional(),
  ...z.object(shares).partial().shape,
});
export const truthAnswer = z.object({
  takenAt: z.number(),
  by: z.enum(groupings),
  groups: z.array(group),
}) satisfies z.ZodType<TruthAnswer>;

const fault = z.object({ what: z.enum(faultNames), about: z.string().optional() });
const faulty = z.object({
  vesselId: z.string(),
  label: z.string(),
  fixTime: z.number().optional(),
  faults: z.array(fault),
});
const finding = feedFinding.omit({ n: true, flags: true }).extend({
  label: z.string().optional(),
  faults: z.array(fault).optional(),
}) satisfies z.ZodType<FindingRow>;
export const truthRows = z.object({
  takenAt: z.number(),
  total: z.int(),
  offset: z.int(),
  vessels: z.array(faulty).optional(),
  findings: z.array(finding).optional(),
  hours: z.array(z.number()).optional(),
  feed: feedStatus.optional(),
  intervalMs: z.number().optional(),
}) satisfies z.ZodType<TruthRows>;
