/** An alert: a machine finding (occurrence) beside what people did about it (response). Neither overwrites the other. */
import { z } from 'zod';
import type { Occurrence } from '../../geofences/types.ts';
import { isOpen } from '../alerts/lifecycle.ts';
import { type ResponseState, responseStates } from '../alerts/response-table.ts';
import { type Collection, flag } from './collection.ts';
import { instant } from './instant.ts';
import { ladderState } from './ladder.ts';

export type { ResponseState };

/** Plain sentences, ready to show. */
export const bilingual = z.object({ vi: z.string(), en: z.string() });

/** What people did. Every step is also an act in the journal. Times are epoch ms, people are user names. */
const alertResponse = z.object({
  state: z.enum(responseStates),
  acknowledgedAt: z.number().optional(),
  acknowledgedBy: z.string().optional(),
  /** Unit on whose behalf. */
  acknowledgedUnit: z.string().optional(),
  comment: z.string().optional(),
  /** The sound of an alert that still waits was turned off; nothing else. */
  silencedAt: z.number().optional(),
  silencedBy: z.string().optional(),
  shelvedAt: z.number().optional(),
  shelvedBy: z.string().optional(),
  /** The first tick of the journaled clock from then on brings it back. */
  shelvedUntil: z.number().optional(),
  /** Of shelving or closing. */
  reason: z.string().optional(),
  /** Id of the standing decision that suppresses it. */
  decision: z.string().optional(),
  closedAt: z.number().optional(),
  closedBy: z.string().optional(),
});
export type AlertResponse = z.infer<typeof alertResponse>;

/** The engine's own words, of which the store needs these; the rest goes through as it is. */
const occurrence = z.looseObject({
  id: z.string(),
  ruleId: z.string(),
  vesselId: z.string(),
  priority: z.int(),
  state: z.enum(['raised', 'cleared', 'retracted']),
  raisedAt: z.number(),
}) as unknown as z.ZodType<Occurrence>;

export const alert = z.object({
  id: z.string(),
  occurrence,
  response: alertResponse,
  caseId: z.string(),
  text: bilingual,
  /** Epoch ms at which the system first knew. */
  detectedAt: z.number(),
  /** Epoch ms by which the operating regulation wants it acknowledged; there while it waits. */
  dueAt: z.number().optional(),
  /** Where it stands on its escalation ladder. */
  ladder: ladderState.optional(),
  /** Alert that went on in its place when late data moved its beginning; it is closed then, by the system. */
  restatedAs: z.string().optional(),
  /** … and those in whose place it stands, the oldest first. */
  restates: z.array(z.string()).optional(),
  /** Number of the last change; live clients ask for everything after the one they have. */
  changeSeq: z.int(),
});
export type Alert = z.infer<typeof alert>;

/** Alerts of one thread are occurrences of the same rule for the same vessels and zone, one after the other. */
export function threadOf({ ruleId, vesselId, otherVesselIds = [], zoneId = '' }: Occurrence): string {
  return JSON.stringify([ruleId, vesselId, zoneId, ...otherVesselIds]);
}

/** Of what has no next step: sorts behind every time. */
export const NEVER = Number.MAX_SAFE_INTEGER;

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
    response: { type: 'text', of: (one) => one.response.state },
    due: { type: 'integer', of: ({ dueAt }) => dueAt ?? NEVER },
    ladderDue: { type: 'integer', of: ({ ladder }) => ladder?.next?.at ?? NEVER },
    // Never empty: MongoDB takes that for missing. A log event has no case.
    caseFile: { type: 'text', of: ({ caseId }) => caseId || '-' },
    thread: { type: 'text', of: (one) => threadOf(one.occurrence) },
  },
  indexes: [
    { name: 'alert_seq', on: ['changeSeq'], unique: true },
    { name: 'alert_open', on: ['raisedAt'], only: { column: 'open', values: [1] } },
    { name: 'alert_raised', on: ['raisedAt'] },
    { name: 'alert_vessel', on: ['vessel', 'raisedAt'] },
    { name: 'alert_due', on: ['due'], only: { column: 'open', values: [1] } },
    { name: 'alert_ladder', on: ['ladderDue'], only: { column: 'open', values: [1] } },
    { name: 'alert_response', on: ['response', 'raisedAt'], only: { column: 'open', values: [1] } },
    { name: 'alert_case', on: ['caseFile', 'raisedAt'] },
    { name: 'alert_thread', on: ['thread', 'raisedAt'] },
  ],
};

const reason = z.string().trim().min(1).max(500);

export const acknowledgement = z.object({ comment: z.string().max(2000).optional() });
/** `minutes` from now, or `until` (epoch ms). */
export const shelving = z.union([
  z.strictObject({ reason, minutes: z.int().positive() }),
  z.strictObject({ reason, until: instant }),
]);
