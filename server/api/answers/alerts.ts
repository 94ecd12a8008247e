/** Answers about alerts and how the alarm system does. Times are epoch ms. */
import { z } from 'zod';
import { alert, bilingual } from '../../models/alert.ts';
import type { AlertHealthAnswer } from '../alert-health.ts';

export const alertList = z.object({ alerts: z.array(alert) });
export const answered = z.object({ alert });

/** The last occurrence of the same rule, vessel and zone before it. */
const previous = z.object({
  id: z.string(),
  caseId: z.string(),
  raisedAt: z.number(),
  clearedAt: z.number().optional(),
  state: z.string(),
  response: z.string(),
});
export const oneAlert = alert.extend({ previous: previous.optional() });

const ruleHealth = z.object({
  ruleId: z.string(),
  raised: z.int(),
  /** Of all that was raised, 0 to 1. */
  share: z.number(),
  retracted: z.int(),
  closed: z.int(),
  needless: z.int(),
  noisiest: z.object({ vesselId: z.string(), raised: z.int() }).optional(),
  isNoisy: z.boolean(),
  name: bilingual,
  vesselLabel: z.string().optional(),
  proposal: z.object({ ruleId: z.string(), param: z.literal('confirm'), from: z.number(), to: z.number() }).optional(),
});
export const alertHealthAnswer = z.object({
  from: z.number(),
  to: z.number(),
  raised: z.int(),
  byPriority: z.object({ 1: z.int(), 2: z.int(), 3: z.int() }),
  perTenMinutes: z.object({
    mean: z.number(),
    most: z.number(),
    mostAt: z.number().optional(),
    floodShare: z.number(),
  }),
  standing: z.int(),
  stale: z.int(),
  acknowledged: z.object({ count: z.int(), medianMin: z.number().optional(), p95Min: z.number().optional() }),
  waiting: z.object({ count: z.int(), longestMin: z.number().optional() }),
  rules: z.array(ruleHealth),
  isCut: z.boolean(),
}) satisfies z.ZodType<AlertHealthAnswer>;
