/** A case gathers what happens around the alerts of one vessel until a person closes it; its lines are only ever added to. */
import { z } from 'zod';
import { bilingual } from './alert.ts';
import { type Collection, flag } from './collection.ts';
import { instant } from './instant.ts';
import { ladderState } from './ladder.ts';

/** The stations of a case (domain.md §2.1). Which way leads from one to another is the province's operating regulation. */
export const caseStates = [
  'new',
  'acknowledged',
  'contacting',
  'contacted',
  'not-reached',
  'turned-back',
  'position-declared',
  'silent',
  'escalated',
  'verifying',
  'closed',
  'sanction-file',
] as const;
export type CaseState = (typeof caseStates)[number];
/** Where a case has come to its end; only a re-opening leads on. */
export const endStates: ReadonlySet<CaseState> = new Set(['closed', 'sanction-file']);

/** What a file is to the case. */
export const filePurposes = ['record', 'explanation', 'photo', 'other'] as const;
export type FilePurpose = (typeof filePurposes)[number];

/** A case without its lines. */
export const caseHead = z.object({
  id: z.string(),
  vesselId: z.string(),
  state: z.enum(caseStates),
  openedAt: z.number(),
  updatedAt: z.number(),
  /** Epoch ms since when it is in this state. */
  stateSince: z.number().optional(),
  /** The gravest alert so far: its id, priority and kind set the pace. */
  leadAlertId: z.string().optional(),
  priority: z.int().optional(),
  kind: z.string().optional(),
  /** Epoch ms by which the regulation wants the next step. */
  dueAt: z.number().optional(),
  /** Where it stands on its escalation ladder. */
  ladder: ladderState.optional(),
  /** Who took it up first, when, for which unit. */
  acknowledgedAt: z.number().optional(),
  acknowledgedBy: z.string().optional(),
  acknowledgedUnit: z.string().optional(),
  /** Revision of the operating regulation under which it came into this state. */
  regulation: z.int().optional(),
  /** How often somebody tried to reach the boat. */
  attempts: z.int().optional(),
  /** How many files of each purpose it has. */
  files: z.partialRecord(z.enum(filePurposes), z.int()).optional(),
  openTasks: z.int().optional(),
  /** Of the last end. */
  closedAt: z.number().optional(),
  closedBy: z.string().optional(),
  closedReason: z.string().optional(),
});
export type CaseHead = z.infer<typeof caseHead>;

const lineKinds = [
  'alert-raised',
  'alert-cleared',
  'alert-retracted',
  'alert-restated',
  'alert-rose',
  'acknowledged',
  'silenced',
  'shelved',
  'unshelved',
  'suppressed',
  'released',
  'escalated',
  'delivery',
  'answer',
  'moved',
  'contact',
  'note',
  'task',
  'task-answered',
  'file',
] as const;

export const caseLine = z.object({
  at: z.number(),
  kind: z.enum(lineKinds),
  alertId: z.string().optional(),
  /** User name, or `system`. */
  by: z.string(),
  text: bilingual,
  /** The same in parts, for machines. */
  data: z.record(z.string(), z.unknown()).optional(),
});
export type CaseLine = z.infer<typeof caseLine>;
export type Case = CaseHead & { lines: CaseLine[] };

const NEVER = Number.MAX_SAFE_INTEGER;

export const cases: Collection<CaseHead> = {
  name: 'case_file',
  schema: caseHead,
  key: { name: 'id', type: 'text', of: ({ id }) => id },
  columns: {
    vessel: { type: 'text', of: ({ vesselId }) => vesselId },
    open: { type: 'integer', of: ({ state }) => flag(!endStates.has(state)) },
    updatedAt: { type: 'integer', of: ({ updatedAt }) => updatedAt },
    state: { type: 'text', of: ({ state }) => state },
    due: { type: 'integer', of: ({ dueAt }) => dueAt ?? NEVER },
    ladderDue: { type: 'integer', of: ({ ladder }) => ladder?.next?.at ?? NEVER },
  },
  indexes: [
    { name: 'case_vessel', on: ['vessel', 'updatedAt'] },
    { name: 'case_updated', on: ['updatedAt'] },
    { name: 'case_due', on: ['due'], only: { column: 'open', values: [1] } },
    { name: 'case_ladder', on: ['ladderDue'], only: { column: 'open', values: [1] } },
    { name: 'case_state', on: ['state', 'updatedAt'] },
  ],
};

/** A line with its place: lines are only ever added, and the same commit done twice adds them once. */
interface PlacedLine {
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
  hasFreeKeys: true,
};

/** Something that a unit or a person is asked to do about a case. */
export const task = z.object({
  id: z.string(),
  caseId: z.string(),
  vesselId: z.string(),
  what: z.string(),
  /** Unit or person, as it is called. */
  assignee: z.string(),
  state: z.enum(['open', 'done', 'declined']),
  dueAt: z.number(),
  createdAt: z.number(),
  createdBy: z.string(),
  answeredAt: z.number().optional(),
  answeredBy: z.string().optional(),
  answer: z.string().optional(),
});
export type Task = z.infer<typeof task>;

export const tasks: Collection<Task> = {
  name: 'case_task',
  schema: task,
  key: { name: 'id', type: 'text', of: ({ id }) => id },
  columns: {
    caseFile: { type: 'text', of: ({ caseId }) => caseId },
    state: { type: 'text', of: ({ state }) => state },
    due: { type: 'integer', of: ({ dueAt }) => dueAt },
  },
  indexes: [
    { name: 'task_case', on: ['caseFile', 'due'] },
    { name: 'task_due', on: ['state', 'due'] },
  ],
};

const text = z.string().trim().min(1).max(2000);
const short = z.string().trim().min(1).max(200);

export const contactChannels = ['phone', 'device-text', 'radio', 'in-person'] as const;

/** What people send; who and when is added by the server. */
export const contactAttempt = z.strictObject({
  channel: z.enum(contactChannels),
  /** Who was called: owner, captain, relative, station. */
  who: short.optional(),
  /** Number or channel that was used. */
  address: short.optional(),
  /** Id of an outcome of the regulation. */
  outcome: z.string().min(1).max(60),
  note: text.optional(),
});
export type ContactAttempt = z.infer<typeof contactAttempt>;

export const caseMove = z.strictObject({
  /** Id of a move of the regulation. */
  move: z.string().min(1).max(60),
  /** Id of one of its reasons. */
  reason: z.string().min(1).max(60).optional(),
  note: text.optional(),
  recordNo: short.optional(),
  fileNo: short.optional(),
});
export type CaseMove = z.infer<typeof caseMove>;

export const caseNote = z.strictObject({ text });
export const newTask = z.strictObject({ what: text, assignee: short, dueAt: instant });
export type NewTask = z.infer<typeof newTask>;
export const taskAnswer = z.strictObject({ state: z.enum(['done', 'declined']), answer: text });
export type TaskAnswer = z.infer<typeof taskAnswer>;

/** A file that was stored under the hash of its bytes. */
export interface CaseFile {
  /** Hexadecimal. */
  sha256: string;
  bytes: number;
  /** Media type as its content says. */
  type: string;
  /** As it was called where it came from. */
  name: string;
  purpose: FilePurpose;
}
