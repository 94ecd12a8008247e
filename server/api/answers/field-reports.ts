/** Answers about reports from the field. Times are epoch ms. */
import { z } from 'zod';
import { fieldReport } from '../../models/field-report.ts';

/** `path` of the page by which the sender follows it; absent where this server gives no links. */
const listed = fieldReport.extend({ vesselLabel: z.string().optional(), path: z.string().optional() });
export type ListedFieldReport = z.infer<typeof listed>;
export const fieldReportList = z.object({ reports: z.array(listed), waiting: z.int() });
export const oneFieldReport = z.object({ report: listed });
