/** Answers about reports: ReportAnswer and ListedReport of ../reports.ts. Times are epoch ms. */
import { z } from 'zod';
import { bilingual } from '../../models/alert.ts';

export const reportList = z.object({ reports: z.array(z.looseObject({ name: z.string() })) });
export const reportAnswer = z.looseObject({
  name: z.string(),
  figures: z.array(z.looseObject({ name: z.string() })),
  tables: z.array(z.looseObject({ name: z.string(), rows: z.array(z.unknown()), total: z.int() })),
});
export const keptList = z.object({
  kept: z.array(z.looseObject({ report: z.string() })),
  /** Schedules of reports about a part of the product that is switched off: none of these is made. */
  unmade: z.array(z.object({ schedule: z.string(), report: z.string(), title: bilingual })),
});
