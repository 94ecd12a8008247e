/** An alert: a machine finding (occurrence) beside what people did about it (response). Neither overwrites the other. */
import { z } from 'zod';
import type { Occurrence } from '../../geofences/types.ts';
import type { CaseHead } from '../alerts/effects.ts';
import { isOpen } from '../alerts/lifecycle.ts';
import { type Collection, flag } from './collection.ts';

/** Plain sentences, ready to show. */
const bilingual = z.object({ vi: z.string(), en: z.string() });

/** What people did. Every step is also an act in the journal. */
const alertResponse = z.object({
  state: z.enum(['unacknowledged', 'acknowledged']),
  acknowledgedAt: z.number().optional(),
  acknowledgedBy: z.string().optional(),
  comment: z.string().optional(),
});
export type AlertResponse = z.infer<typeof alertResponse>;
export type ResponseState = AlertResponse['state'];

/** The engine's own words, of which the store needs these; the rest goes through as it is. */
const occurrence = z.looseObject({
  id: z.string(),
  vesselId: z.string(),
  priority: z.int(),
  state: z.enum(['raised', 'cleared', 'retracted']),
  raisedAt: z.number(),
}) as unknown as z.ZodType<Occurrence>;

const alert = z.object({
  id: z.string(),
  occurrence,
  response: alertResponse,
  caseId: z.string(),
  text: bilingual,
  /** Epoch ms at which the system first knew. */
  detectedAt: z.number(),
  /** Number of the last change; live clients ask for everything after the one they have. */
  changeSeq: z.int(),
});
export type Alert = z.infer<typeof alert>;

export const alerts: Collection<Alert> = {
  name: 'alert',
  schema: alert,
  key: { name: 'id', type: 'text', of: ({ id }) => id },
  columns: {
    changeSeq: { type: 'integer', of: ({ changeSeq }) => changeSeq },
    vessel: { type: 'text', of: (one) => one.occurrence.vesselId },
    open: { type: 'integer', of: (one) => flag(isOpen(one)) },
    priority: { type: 'integer', of: (one) => one.occurrence.priority },
    raisedAt: { type: 'integer', of: (one) => one.occurrence.raisedAt },
  },
  indexes: [
    { name: 'alert_seq', on: ['changeSeq'], unique: true },
    { name: 'alert_open', on: ['raisedAt'], only: { column: 'open', values: [1] } },
    { name: 'alert_raised', on: ['raisedAt'] },
    { name: 'alert_vessel', on: ['vessel', 'raisedAt'] },
  ],
};

export const acknowledgement = z.object({ comment: z.string().max(2000).optional() });

/** A case gathers what happens around the alerts of one vessel until a person closes it. */
const caseHead = z.object({
  id: z.string(),
  vesselId: z.string(),
  state: z.enum(['new', 'acknowledged', 'closed']),
  openedAt: z.number(),
  updatedAt: z.number(),
});
export type Case = z.infer<typeof caseHead> & { lines: CaseLine[] };

const caseLine = z.object({
  at: z.number(),
  kind: z.enum(['alert-raised', 'alert-cleared', 'alert-retracted', 'acknowledged', 'delivery']),
  alertId: z.string().optional(),
  /** User name, or `system`. */
  by: z.string(),
  text: bilingual,
});
export type CaseLine = z.infer<typeof caseLine>;

export const cases: Collection<CaseHead> = {
  name: 'case_file',
  schema: caseHead,
  key: { name: 'id', type: 'text', of: ({ id }) => id },
  columns: {
    vessel: { type: 'text', of: ({ vesselId }) => vesselId },
    open: { type: 'integer', of: ({ state }) => flag(state !== 'closed') },
    updatedAt: { type: 'integer', of: ({ updatedAt }) => updatedAt },
  },
  indexes: [
    { name: 'case_vessel', on: ['vessel', 'updatedAt'] },
    { name: 'case_updated', on: ['updatedAt'] },
  ],
};

/** A line with its place: lines are only ever added, and the same commit done twice adds them once. */
export interface PlacedLine {
  caseId: string;
  /** Grows along the case: see `lineOrder`. */
  order: string;
  line: CaseLine;
}

/** @param position journal position after the record that caused the line @param n place of the line among those of the record */
export function lineOrder(position: number, n: number): string {
  return `${String(position).padStart(16, '0')}-${String(n).padStart(6, '0')}`;
}

export const caseLines: Collection<PlacedLine> = {
  name: 'case_line',
  schema: caseLine,
  key: { name: 'id', type: 'text', of: ({ caseId, order }) => `${caseId}/${order}` },
  columns: {
    caseId: { type: 'text', of: ({ caseId }) => caseId },
    place: { type: 'text', of: ({ order }) => order },
  },
  indexes: [{ name: 'case_line_place', on: ['caseId', 'place'] }],
  body: ({ line }) => line,
};
