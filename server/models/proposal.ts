/** A change of a settings document that waits for a second person, and what became of it. */
import { z } from 'zod';
import type { Collection } from './collection.ts';
import { type DocumentName, documentNames } from './entry.ts';

/** Those of which a province may say so. A browser changes `subscriptions` for itself; `approvals` is held by its own rule. */
const approvable = documentNames.filter((name) => name !== 'subscriptions' && name !== 'approvals');

/** The settings document `approvals`: which documents two people change. */
export const approvalList = z
  .array(z.enum(approvable))
  .max(approvable.length)
  .refine((names) => new Set(names).size === names.length, 'each document once');

/** Whoever could end the rule alone would not be held by it: the list itself needs two as soon as it names anything. */
export function needsSecondPerson(name: DocumentName, approvals: readonly string[]): boolean {
  return approvals.includes(name) || (name === 'approvals' && approvals.length > 0);
}

/** One place that is other than before, as JSON; absent: it was, or is, not there. */
const documentChange = z.object({ place: z.string(), from: z.string().optional(), to: z.string().optional() });
export type PlacedChange = z.infer<typeof documentChange>;

export const proposal = z.object({
  id: z.string(),
  name: z.enum(documentNames),
  /** The revision that it would take the place of; 0: nobody has set it. */
  base: z.int(),
  body: z.unknown(),
  changes: z.array(documentChange),
  /** Places beyond those in `changes`. */
  more: z.int().optional(),
  state: z.enum(['waiting', 'approved', 'refused', 'withdrawn']),
  by: z.string(),
  /** Epoch ms. */
  at: z.number(),
  why: z.string().optional(),
  decidedBy: z.string().optional(),
  decidedAt: z.number().optional(),
  /** In the words of who decided. */
  verdictWhy: z.string().optional(),
});
export type Proposal = z.infer<typeof proposal>;

/** Without what would be set, for lists. */
export const proposalHead = proposal.omit({ body: true });
export type ProposalHead = z.infer<typeof proposalHead>;

/** Id of the proposal that is journaled at a position. */
export function proposalIdOf(position: number): string {
  return `p${String(position).padStart(16, '0')}`;
}

export const proposals: Collection<Proposal> = {
  name: 'proposal',
  schema: proposal,
  key: { name: 'id', type: 'text', of: ({ id }) => id },
  columns: { state: { type: 'text', of: ({ state }) => state } },
  indexes: [{ name: 'proposal_state', on: ['state'] }],
  hasFreeKeys: true,
};
