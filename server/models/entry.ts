/**
 * What is journaled beside raw bytes: everything that people do and every change of what the machine works with.
 * Applied by the engine room in journal order, so that the same journal gives the same state.
 */
import { z } from 'zod';
import type { DecoderFormat } from '../../decoders/registry.ts';
import type { DeliveryEvent } from '../notify/delivery-event.ts';
import type { NotifyEntry } from '../notify/entries.ts';
import type { CaseFile, CaseMove, ContactAttempt, NewTask, TaskAnswer } from './case.ts';
import type { Collection } from './collection.ts';
import type { PushSubscription } from './contact.ts';
import type { FieldReport, ReportAct, ToldReport } from './field-report.ts';
import type { HandoverContent } from './handover.ts';
import type { ImportEntry } from './import.ts';
import type { NewMapNote } from './map-note.ts';
import type { RegistryEntry } from './vessel.ts';
import type { NewVesselGroup } from './vessel-group.ts';

/** Settings documents: what officers and administrators edit. */
export const documentNames = [
  'zones',
  'rules',
  'contacts',
  'routing',
  'formats',
  'units',
  'rosters',
  'templates',
  'subscriptions',
  'regulation',
  'suppressions',
  'ladders',
  'approvals',
  'sign-in',
  'feeds',
] as const;
export type DocumentName = (typeof documentNames)[number];

/** Those whose earlier revisions are kept beside the journal: cited or asked after. */
const versioned: ReadonlySet<DocumentName> = new Set([
  'rules',
  'routing',
  'units',
  'rosters',
  'templates',
  'regulation',
  'suppressions',
  'ladders',
  'zones',
  'approvals',
  'sign-in',
  'feeds',
]);

export function hasVersions(name: DocumentName): boolean {
  return versioned.has(name);
}

export type Entry =
  /** A feed and the number under which its bytes are journaled. */
  | { type: 'feed'; feed: number; name: string; url: string; format: FeedFormat }
  /** `expects`: the revision that was changed; with another one in force it is refused. */
  | { type: 'document'; name: DocumentName; body: unknown; by: string; why?: string; expects?: number }
  /** On a change that waits for a second person: `approved` applies it. */
  | {
      type: 'decide-change';
      proposalId: string;
      verdict: 'approved' | 'refused' | 'withdrawn';
      why?: string;
      by: string;
    }
  | { type: 'registry'; entries: RegistryEntry[]; by: string }
  | ImportEntry
  | { type: 'acknowledge'; alertId: string; comment?: string; unit?: string; by: string }
  | { type: 'silence'; alertId: string; by: string }
  | { type: 'shelve'; alertId: string; reason: string; until: number; by: string }
  | { type: 'unshelve'; alertId: string; reason?: string; by: string }
  /** The next step of its ladder now, whatever the time. */
  | { type: 'escalate'; alertId: string; reason: string; unit?: string; by: string }
  /** What should have been done by then and was not, as the scheduled jobs found: it is done now. */
  | {
      type: 'mend-ladders';
      alertIds: string[];
      caseIds: string[];
      /** Alerts that stood on no ladder though one is for them. */
      unladdered?: string[];
      found: 'by-job' | 'by-auditor';
      by: 'system';
    }
  /** What the auditor found wrong, or that nothing is wrong any more. */
  | { type: 'audit'; healthy: boolean; why: { vi: string; en: string }; by: 'system' }
  /** `mayDecide`: whoever did it could make moves that decide. */
  | { type: 'case-move'; caseId: string; move: CaseMove; mayDecide: boolean; unit?: string; by: string }
  | { type: 'case-contact'; caseId: string; attempt: ContactAttempt; by: string }
  | { type: 'case-note'; caseId: string; text: string; by: string }
  | { type: 'case-task'; caseId: string; task: NewTask; by: string }
  | { type: 'task-answer'; taskId: string; answer: TaskAnswer; by: string }
  /** The bytes lie in the data folder under their hash before this is journaled. */
  | { type: 'case-file'; caseId: string; file: CaseFile; by: string }
  /** What was shown, and so signed, by the one who leaves; `hash` covers content and notes. */
  | { type: 'handover'; content: HandoverContent; notes: string; hash: string; by: string }
  | { type: 'handover-taken'; handoverId: string; remarks?: string; by: string }
  /** New without an id, and then for the room of that unit; else the text and place that one has from now on. `mayChangeOthers`: whoever did it could do it to anybody's. */
  | { type: 'map-note'; noteId?: string; note: NewMapNote; mayChangeOthers: boolean; unit?: string; by: string }
  | { type: 'map-note-removed'; noteId: string; why?: string; mayChangeOthers: boolean; by: string }
  | { type: 'vessel-group'; groupId?: string; group: NewVesselGroup; mayChangeOthers: boolean; by: string }
  | { type: 'vessel-group-removed'; groupId: string; mayChangeOthers: boolean; by: string }
  /** Somebody told what they saw; a photograph lies in the data folder before this is journaled. `by`: `public`, or who took the call. */
  | {
      type: 'field-report';
      reportId: string;
      report: ToldReport;
      via: 'page' | 'hotline';
      photo?: FieldReport['photo'];
      by: string;
    }
  | { type: 'field-report-act'; reportId: string; act: ReportAct; by: string }
  | DeliveryEvent
  | NotifyEntry
  | { type: 'retry-delivery'; deliveryId: string; by: string }
  /** A browser that wants to be told, or no more: changes `subscriptions` without a race for the whole of it. */
  | { type: 'push-subscribe'; subscription: PushSubscription; by: string }
  | { type: 'push-unsubscribe'; endpoint: string; by: string }
  /** Somebody has checked that a contact is reached as the list says; `on` is a day in Vietnam. */
  | { type: 'verify-contact'; contactId: string; on: string; by: string }
  /** Somebody opened something of one vessel: positions are secret, so looking is on record. */
  | ({
      type: 'look-up';
      vesselId: string;
      what: 'vessel' | 'track' | 'gaps' | 'contacts' | 'alert' | 'case' | 'evidence' | 'file' | 'field-report' | 'map';
      /** Of the alert, case or report. */
      about?: string;
    } & Looker)
  /** A screen that asked to be a wall, or that was one. */
  | { type: 'wall'; wallId: string; what: 'approved' | 'refused' | 'revoked'; name?: string; by: string }
  /** Somebody looked for vessels by time and place, or at a list of many or the map: what was asked, and how many rows there were. */
  | ({
      type: 'search';
      what: SearchedFor;
      asked: Record<string, unknown>;
      found: number;
    } & Looker)
  /** Somebody took rows out of the system; of evidence, `asked` has the hash by which the archive is known again. */
  | {
      type: 'exported';
      what:
        | 'acts'
        | 'evidence'
        | 'fleet'
        | 'track'
        | 'zones'
        | 'notes'
        | 'alerts'
        | 'messages'
        | 'report'
        | 'stream'
        | 'indicator'
        | 'positions';
      asked: Record<string, unknown>;
      /** Absent: as many as come. */
      rows?: number;
      by: string;
      /** Address of whoever took them; absent: a schedule. */
      from?: string;
    }
  /** Somebody came in, went out, or was turned away: `by` is the account, `-` when no such account is known. */
  | { type: 'session'; what: 'in' | 'out' | 'refused'; by: string; from: string; why?: string }
  /** Somebody known asked for what they may not do; `asked` is the route. Once in a while, however often. */
  | { type: 'refused'; asked: string; code: string; by: string }
  | AccountAct;

/** Who looked, and from where; `lookedAt`: when, where the journal could not be written then. */
interface Looker {
  by: string;
  /** Address. */
  from?: string;
  lookedAt?: number;
}

type SearchedFor =
  | ('fleet' | 'nearest' | 'replay' | 'who-was-here')
  /** Lists that name vessels, and the live map. */
  | ('map' | 'table' | 'vessels' | 'groups' | 'alerts' | 'alert-health' | 'cases' | 'tasks' | 'messages')
  | ('truth' | 'rejections' | 'handovers' | 'field-reports' | 'contacts' | 'notes' | 'dry-run');

/** What was done to an account or a key. Secrets are not in it: the accounts themselves lie beside the journal. */
export interface AccountAct {
  type: 'account';
  what:
    | 'added'
    | 'access'
    | 'password'
    | 'disabled'
    | 'enabled'
    | 'sessions-ended'
    | 'second-factor-on'
    | 'second-factor-off'
    /** It was bound to somebody whom the province's provider knows. */
    | 'single-sign-on'
    | 'key-made'
    | 'key-revoked';
  /** Of the user or key. */
  name: string;
  details?: Record<string, unknown>;
  by: string;
}

/** What a feed's bytes are. */
export type FeedFormat = DecoderFormat;

/** A settings document as stored: its revision is the journal position of the entry that set it. */
export const settingsDocument = z.object({
  name: z.enum(documentNames),
  revision: z.int(),
  body: z.unknown(),
  changedAt: z.number(),
  changedBy: z.string(),
  /** The second person, where two were needed. */
  approvedBy: z.string().optional(),
  /** In the words of who changed it. */
  why: z.string().optional(),
  /** The revision that it took the place of. */
  previous: z.int().optional(),
});
export type SettingsDocument = z.infer<typeof settingsDocument>;

export const documents: Collection<SettingsDocument> = {
  name: 'document',
  schema: settingsDocument,
  key: { name: 'name', type: 'text', of: ({ name }) => name },
  columns: { revision: { type: 'integer', of: ({ revision }) => revision } },
  indexes: [],
  hasFreeKeys: true,
};

export const entryKinds = [
  'feed',
  'document',
  'decide-change',
  'registry',
  'import',
  'acknowledge',
  'silence',
  'shelve',
  'unshelve',
  'escalate',
  'mend-ladders',
  'audit',
  'case-move',
  'case-contact',
  'case-note',
  'case-task',
  'task-answer',
  'case-file',
  'handover',
  'handover-taken',
  'map-note',
  'map-note-removed',
  'vessel-group',
  'vessel-group-removed',
  'field-report',
  'field-report-act',
  'delivery',
  'retry-delivery',
  'push-subscribe',
  'push-unsubscribe',
  'verify-contact',
  'receipt',
  'group-deliveries',
  'test-message',
  'called',
  'answered',
  'declare-position',
  'sms-in',
  'channel-health',
  'look-up',
  'wall',
  'search',
  'exported',
  'session',
  'refused',
  'account',
] as const satisfies Entry['type'][];

/** One human act, for the audit trail. The id is made of the journal position: the same in every replay. */
export const act = z.object({
  id: z.string(),
  at: z.number(),
  by: z.string(),
  kind: z.enum(entryKinds),
  /** Alert, vessel, delivery or document that it is about. */
  subject: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type Act = z.infer<typeof act>;

export const acts: Collection<Act> = {
  name: 'act',
  schema: act,
  key: { name: 'id', type: 'text', of: ({ id }) => id },
  columns: { at: { type: 'integer', of: ({ at }) => at } },
  indexes: [{ name: 'act_at', on: ['at'] }],
};
