/**
 * A province's operating regulation (quy chế): how its cases go, what a step needs, how long it may take and what it is
 * called. A settings document: every change is a new revision, and a case cites the one under which it moved.
 */
import { z } from 'zod';
import { type CaseState, caseStates, endStates, filePurposes } from './case.ts';
import type { Collection } from './collection.ts';
import { contact } from './delivery.ts';

const id = z.string().regex(/^[a-z0-9-]{1,60}$/);
const words = z.strictObject({ vi: z.string().trim().min(1).max(200), en: z.string().trim().min(1).max(200) });
const state = z.enum(caseStates);
const choice = z.strictObject({ id, words });

/**
 * What a step must have. Of the form: note, reason, recordNo (biên bản), fileNo (hồ sơ xử phạt). Of the case: an attempt to
 * reach the boat, a file of a purpose, no task left open.
 */
export const requirements = [
  'note',
  'reason',
  'recordNo',
  'fileNo',
  'attempt',
  ...filePurposes.map((purpose) => `file:${purpose}` as const),
  'no-open-task',
] as const;
export type Requirement = (typeof requirements)[number];

const move = z.strictObject({
  id,
  from: z.array(state).min(1),
  to: state,
  words,
  requires: z.array(z.enum(requirements)).default([]),
  /** Offered in the form without being demanded. */
  offers: z.array(z.enum(['note', 'recordNo', 'fileNo'])).default([]),
  reasons: z.array(choice).max(40).default([]),
  /** Only by those who may decide (permission `cases:decide`). */
  decides: z.boolean().default(false),
  /** Whom it is told to, beyond those who know of the alert. */
  tell: z
    .strictObject({ roles: z.array(contact.shape.role).min(1), channels: z.array(z.enum(['email', 'sms'])).min(1) })
    .optional(),
});
export type RegulationMove = z.infer<typeof move>;

const outcome = z.strictObject({
  id,
  words,
  /** Where the case goes when this comes of an attempt; absent: on trying. */
  to: state.optional(),
});

const limit = z.strictObject({
  state,
  /** Absent: any. */
  kinds: z.array(z.string().max(60)).optional(),
  priorities: z.array(z.int().min(1).max(3)).optional(),
  minutes: z.number().positive().max(525_600),
});

const shape = z.strictObject({
  name: z.string().trim().min(1).max(200),
  nameEn: z.string().trim().max(200).optional(),
  /** Decision that it rests on. */
  basis: z.string().trim().max(500).optional(),
  states: z.record(state, words),
  moves: z.array(move).min(1).max(100),
  outcomes: z.array(outcome).min(1).max(40),
  /** The first that fits counts. */
  limits: z.array(limit).max(200),
  shelving: z.strictObject({
    reasons: z.array(choice).min(1).max(40),
    /** The longest shelf of an officer, and of those who may decide. */
    maxMinutes: z.int().positive().max(525_600),
    maxMinutesDeciding: z.int().positive().max(525_600),
  }),
});
export type Regulation = z.infer<typeof shape>;

/** Checked in itself: names are unique, every state can be reached, every open one leads to an end, ends can be re-opened. */
export const regulation = shape.superRefine((body, context) => {
  const say = (path: (string | number)[], message: string): void => {
    context.addIssue({ code: 'custom', path, message });
  };
  for (const list of ['moves', 'outcomes'] as const)
    refuseTwins(body[list], (at, twin) => say([list, at, 'id'], `“${twin}”: 2×`));
  for (const [at, { requires, reasons, from, to }] of body.moves.entries()) {
    if (requires.includes('reason') && reasons.length === 0) say(['moves', at, 'reasons'], 'reason: 0');
    if (from.includes(to)) say(['moves', at, 'to'], `${to} → ${to}`);
  }
  const reached = closure(body, ['new']);
  for (const one of caseStates) {
    if (!reached.has(one)) {
      if (usesState(body, one)) say(['moves'], `new … → ${one} ✗`);
      continue;
    }
    const onward = closure(body, [one]);
    const leadsOn = endStates.has(one) ? [...onward].some((next) => !endStates.has(next)) : onward.has('closed');
    if (!leadsOn) say(['moves'], endStates.has(one) ? `${one} → … ✗` : `${one} → closed ✗`);
  }
});

function refuseTwins(list: { id: string }[], say: (at: number, twin: string) => void): void {
  const seen = new Set<string>();
  for (const [at, one] of list.entries()) {
    if (seen.has(one.id)) say(at, one.id);
    seen.add(one.id);
  }
}

function usesState({ moves }: Regulation, one: string): boolean {
  return moves.some(({ from, to }) => to === one || (from as string[]).includes(one));
}

/** All states to which moves lead from these, acknowledging an alert of a new case included. */
function closure({ moves }: Regulation, from: CaseState[]): Set<CaseState> {
  const reached = new Set<CaseState>(from);
  for (;;) {
    const before = reached.size;
    if (reached.has('new')) reached.add('acknowledged');
    for (const one of moves) if (one.from.some((start) => reached.has(start))) reached.add(one.to);
    if (reached.size === before) return reached;
  }
}

/** A standing decision not to announce some alerts, until it is looked at again. */
const suppression = z.strictObject({
  id,
  /** Rule ids. */
  rules: z.array(z.string().min(1).max(100)).min(1).max(100),
  /** Vessel and zone ids; absent: any. */
  vessels: z.array(z.string().min(1).max(100)).max(5000).optional(),
  zones: z.array(z.string().min(1).max(100)).max(5000).optional(),
  reason: z.string().trim().min(1).max(500),
  /** Epoch ms from which on it no longer holds unless it is renewed. */
  until: z.int().positive(),
});
export type Suppression = z.infer<typeof suppression>;
export const suppressionList = z.array(suppression).max(500);

/** A revision of a settings document that something cites. */
const documentVersion = z.object({
  name: z.string(),
  revision: z.int(),
  body: z.unknown(),
  changedAt: z.number(),
  changedBy: z.string(),
});
export type DocumentVersion = z.infer<typeof documentVersion>;

export const documentVersions: Collection<DocumentVersion> = {
  name: 'document_version',
  schema: documentVersion,
  key: { name: 'id', type: 'text', of: ({ name, revision }) => versionKey(name, revision) },
  columns: {},
  indexes: [],
  hasFreeKeys: true,
};

export function versionKey(name: string, revision: number): string {
  return `${name}/${String(revision).padStart(16, '0')}`;
}
