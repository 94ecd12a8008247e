/**
 * What citizens, crews and callers report from the field: text, place, a photograph, and what became of it. It comes by the public
 * page, or by the hotline as an officer writes it down. Nothing of it is believed before an officer has looked.
 */
import { z } from 'zod';
import type { Collection } from './collection.ts';

export const reportTopics = ['danger', 'vessel', 'fishing', 'pollution', 'other'] as const;
export type ReportTopic = (typeof reportTopics)[number];

/** Lines of plain text: no control characters besides the line break, and none that turn the direction of what follows. */
const plain = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^(\n|[^\p{Cc}\u202a-\u202e\u2066-\u2069])*$/u, 'it is plain text');

/** What somebody tells. Degrees; `place` is where, in their words. */
export const toldReport = z.strictObject({
  topic: z.enum(reportTopics),
  text: plain(2000),
  place: plain(200).optional(),
  lon: z.number().min(-180).max(180).optional(),
  lat: z.number().min(-90).max(90).optional(),
  /** As they read it on the bow. */
  boat: plain(60).optional(),
  name: plain(80).optional(),
  phone: plain(30).optional(),
});
export type ToldReport = z.infer<typeof toldReport>;

const photo = z.object({ sha256: z.string(), bytes: z.int(), type: z.string() });

const reportSteps = ['received', 'taken', 'joined', 'answered', 'closed'] as const;
export type ReportStep = (typeof reportSteps)[number];

export const reportStates = ['new', 'taken', 'closed'] as const;
export type FieldReportState = (typeof reportStates)[number];

export const fieldReport = toldReport.extend({
  id: z.string(),
  via: z.enum(['page', 'hotline']),
  state: z.enum(reportStates),
  /** Epoch ms. */
  receivedAt: z.number(),
  changedAt: z.number(),
  photo: photo.optional(),
  /** The case that it led to or belongs to. */
  caseId: z.string().optional(),
  vesselId: z.string().optional(),
  /** What the sender reads. */
  answer: z.string().optional(),
  steps: z.array(z.object({ at: z.number(), by: z.string(), what: z.enum(reportSteps), text: z.string().optional() })),
});
export type FieldReport = z.infer<typeof fieldReport>;

/** What an officer does with one. */
export const reportAct = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('take') }),
  /** The vessel's open case, or a new one. */
  z.strictObject({ what: z.literal('join'), vesselId: z.string().min(1).max(200) }),
  z.strictObject({ what: z.literal('answer'), text: plain(1000) }),
  z.strictObject({ what: z.literal('close'), text: plain(1000), answer: plain(1000).optional() }),
]);
export type ReportAct = z.infer<typeof reportAct>;

/** Steps that one takes. */
export const mostSteps = 100;

export const fieldReports: Collection<FieldReport> = {
  name: 'field_report',
  schema: fieldReport,
  key: { name: 'id', type: 'text', of: ({ id }) => id },
  columns: {
    state: { type: 'text', of: ({ state }) => state },
    receivedAt: { type: 'integer', of: ({ receivedAt }) => receivedAt },
  },
  indexes: [
    { name: 'field_report_received', on: ['receivedAt'] },
    { name: 'field_report_state', on: ['state', 'receivedAt'] },
  ],
};
