/** Answers about indicators. Times are epoch ms. */
import { z } from 'zod';
import { indicatorNames, indicatorUnits } from '../../indicators/definitions.ts';
import type { Indicator } from '../../indicators/indicators.ts';
import type { IndicatorRow } from '../../indicators/rows.ts';
import { bilingual } from '../../models/alert.ts';
import { tile } from './figures.ts';

const indicator = z.object({
  name: z.enum(indicatorNames),
  words: bilingual,
  definition: bilingual,
  unit: z.enum(indicatorUnits),
  unitWords: bilingual,
  /** Absent: not known. */
  value: z.number().optional(),
  of: z.number().optional(),
  target: tile.shape.target,
  state: tile.shape.state,
  /** Of the newest data that it is made of. */
  asOf: z.number().optional(),
  /** Path of the rows behind it. */
  rows: z.string(),
}) satisfies z.ZodType<Indicator>;
export const indicatorFeed = z.object({ takenAt: z.number(), demo: z.boolean(), indicators: z.array(indicator) });

const row = z.object({
  id: z.string(),
  vesselId: z.string().optional(),
  label: z.string().optional(),
  at: z.number().optional(),
  caseId: z.string().optional(),
  ms: z.number().optional(),
}) satisfies z.ZodType<IndicatorRow>;
export const indicatorRows = z.object({
  takenAt: z.number(),
  name: z.enum(indicatorNames),
  total: z.int(),
  rows: z.array(row),
});
