/**
 * A province's operating regulation (quy chế): how its cases go, what a step needs, how long it may take and what it is
 * called. A settings document: every change is a new revision, and a case cites the one under which it moved.
 */
import { z } from 'zod';
import { type CaseState, caseStates, endStates, filePurposes } from './case.ts';
import { channel } from './channel.ts';
import type { Collection } from './collection.ts';
import { contactRole } from './contact.ts';
import { settingsDocument } from './entry.ts';
import { instant } from './instant.ts';
import { words } from './words.ts';

const id = z.string().regex(/^[a-z0-9-]{1,60}$/);
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

export const move = z.strictObject({
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
  tell: z.strictObject({ roles: z.array(contactRole).min(1), channels: z.array(channel).min(1) }).optional(),
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

/** Its shape; whether it is sound, `regulationFault` says. */
export const regulation = z.strictObject({
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
export type Regulation = z.infer<typeof regulation>;

/** What is wrong with a regulation that has the right shape, and where. */
interface RegulationFault {
  where: string;
  why: { vi: string; en: string };
}

/** Sound: names are unique, every state that is used can be reached, every open one leads to “closed”, ends can be re-opened. */
export function regulationFault(body: Regulation): RegulationFault | undefined {
  return twinFault(body) ?? moveFault(body) ?? wayFault(body);
}

function twinFault(body: Regulation): RegulationFault | undefined {
  for (const list of ['moves', 'outcomes'] as const) {
    const at = body[list].findIndex((one, n) => body[list].findIndex(({ id: other }) => other === one.id) < n);
    if (at < 0) continue;
    const twin = body[list][at]!.id;
    return { where: `${list}[${at}].id`, why: { vi: `mã “${twin}” bị trùng`, en: `the id “${twin}” is used twice` } };
  }
  return undefined;
}

function moveFault({ moves }: Regulation): RegulationFault | undefined {
  for (const [at, { requires, reasons, from, to }] of moves.entries()) {
    if (requires.includes('reason') && reasons.length === 0) {
      const why = { vi: 'cần lý do mà không có lý do nào để chọn', en: 'it requires a reason and offers none' };
      return { where: `moves[${at}].reasons`, why };
    }
    if (from.includes(to)) {
      return { where: `moves[${at}].to`, why: { vi: 'bước này không đi đâu cả', en: 'this step leads nowhere' } };
    }
  }
  return undefined;
}

function wayFault(body: Regulation): RegulationFault | undefined {
  const fault = (vi: string, en: string): RegulationFault => ({ where: 'moves', why: { vi, en } });
  const reached = closure(body, ['new']);
  for (const one of caseStates) {
    const { vi, en } = body.states[one];
    if (!reached.has(one)) {
      if (!usesState(body, one)) continue;
      return fault(`không bước nào dẫn tới “${vi}”`, `no step leads to “${en}”`);
    }
    const onward = closure(body, [one]);
    if (!endStates.has(one) && !onward.has('closed')) {
      return fault(`từ “${vi}” không có đường nào tới đóng vụ việc`, `from “${en}” no way leads to the end of a case`);
    }
    if (endStates.has(one) && ![...onward].some((next) => !endStates.has(next))) {
      return fault(`từ “${vi}” không mở lại được`, `from “${en}” a case cannot be re-opened`);
    }
  }
  return undefined;
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
  until: instant,
});
export type Suppression = z.infer<typeof suppression>;
export const suppressionList = z.array(suppression).max(500);

/** A revision of a settings document that something cites. */
export const documentVersion = settingsDocument.extend({ name: z.string() });
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
