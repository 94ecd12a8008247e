/** The section `reports` of the settings: which reports are made by themselves, when, and to whom they go. */
import { z } from 'zod';
import { reportFormats } from './formats.ts';
import { reports } from './list.ts';

const names = reports.map(({ name }) => name) as [string, ...string[]];

const schedule = z.strictObject({
  /** In file names: another one is another schedule. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'it has to be of small letters, digits and dashes, at most 41'),
  report: z.enum(names, `it has to be one of ${names.join(', ')}`),
  every: z.enum(['day', 'week', 'month']).default('day'),
  /** Of a weekly one: 1 Monday … 7 Sunday. Friday (TT 21/2018 Đ.8a). */
  weekday: z.int().min(1).max(7).default(5),
  /** Of a monthly one. */
  day: z.int().min(1).max(28).default(1),
  /** By the clock in Vietnam. */
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'it has to be a time like 07:00')
    .default('07:00'),
  format: z.enum(reportFormats).default('xlsx'),
  language: z.enum(['vi', 'en']).default('vi'),
  /** Through `notify.smtp`; in any case the file is kept to be fetched. */
  mailTo: z.array(z.email()).max(20).default([]),
});
export type ReportSchedule = z.infer<typeof schedule>;

export const reportConfig = z.strictObject({
  schedules: z
    .array(schedule)
    .max(50)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'two schedules have one name')
    .default([]),
  /** Days for which files are kept. */
  keepDays: z.int().min(1).max(3650).default(400),
  /** Seconds between looks at what is due, and between tries of a mail. */
  everySeconds: z.number().positive().max(86_400).default(60),
});
export type ReportConfig = z.infer<typeof reportConfig>;
