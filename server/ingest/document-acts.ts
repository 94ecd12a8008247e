/** Changes of settings documents: at once, or kept until a second person has approved them, as the province says. */
import type { Rule } from '../../geofences/types.ts';
import { differencesOf } from '../audit/differences.ts';
import { HaidangError } from '../errors.ts';
import type { Act, DocumentName, Entry, SettingsDocument } from '../models/entry.ts';
import { withoutSetters } from '../models/own-thresholds.ts';
import { needsSecondPerson, type Proposal, proposalIdOf } from '../models/proposal.ts';
import type { ActOutcome } from './apply-entry.ts';
import type { Pipeline } from './pipeline.ts';
import { record } from './record-act.ts';

type DocumentEntry = Extract<Entry, { type: 'document' }>;
export type DecisionEntry = Extract<Entry, { type: 'decide-change' }>;

/** Its values are keys of browsers, for nobody to read. */
const UNTOLD: ReadonlySet<DocumentName> = new Set(['subscriptions']);

/** Sets a document, or keeps what is proposed where two people are needed. */
export async function setDocument(
  pipeline: Pipeline,
  { name, body, by, why, expects, type }: DocumentEntry,
  position: number,
  at: number,
): Promise<ActOutcome | undefined> {
  const held = pipeline.documentInForce(name);
  if (expects !== undefined && expects !== (held?.revision ?? 0)) return overtaken(held);
  if (waitsForSecond(pipeline, name, by)) {
    if (by.startsWith('key:')) return { refused: { code: 'needs-person', details: { name } } };
    const { id, changes, more } = propose(pipeline, { name, body, by, why }, position, at);
    record(pipeline, { type, by }, position, at, name, given({ waits: id, why, changes, more }));
    return undefined;
  }
  record(pipeline, { type, by }, position, at, name, toldOf(held, { name, body, why }, position));
  await pipeline.setDocument({
    ...{ name, revision: position, body, changedAt: at, changedBy: by },
    ...(why !== undefined && { why }),
    ...(held && { previous: held.revision }),
  });
  return undefined;
}

/** Does a change of it by them wait? What a new data folder begins with does not. */
export function waitsForSecond(pipeline: Pipeline, name: DocumentName, by: string): boolean {
  if (by === 'system' && !pipeline.documentInForce(name)) return false;
  return needsSecondPerson(name, (pipeline.documentInForce('approvals')?.body ?? []) as string[]);
}

/** Keeps a change until somebody else has decided on it. */
export function propose(
  pipeline: Pipeline,
  { name, body, by, why }: Pick<DocumentEntry, 'name' | 'body' | 'by' | 'why'>,
  position: number,
  at: number,
): Proposal {
  const held = pipeline.documentInForce(name);
  const proposal: Proposal = {
    ...{ id: proposalIdOf(position), name, base: held?.revision ?? 0, body, state: 'waiting', by, at },
    ...(why !== undefined && { why }),
    ...differencesOf(asWritten(name, held?.body), asWritten(name, body)),
  };
  pipeline.pending.proposals.set(proposal.id, proposal);
  return proposal;
}

/**
 * Approves, refuses or withdraws; approving applies what was proposed.
 * @throws HaidangError `not-found`, `illegal-move`, `own-proposal`, `needs-person`, `settings-changed`
 */
export async function decideChange(
  pipeline: Pipeline,
  entry: DecisionEntry,
  position: number,
  at: number,
): Promise<void> {
  const { proposalId, verdict, why, by } = entry;
  const proposal = pipeline.pending.proposals.get(proposalId) ?? (await pipeline.store.proposal(proposalId));
  if (!proposal) throw new HaidangError('not-found', { what: `proposal ${proposalId}` });
  refuseDecision(proposal, { verdict, by });
  const { name, body, base } = proposal;
  const held = pipeline.documentInForce(name);
  if (verdict === 'approved' && base !== (held?.revision ?? 0))
    throw new HaidangError('settings-changed', { by: held?.changedBy ?? '' });
  const decided: Proposal = { ...proposal, state: verdict, decidedBy: by, decidedAt: at };
  if (why !== undefined) decided.verdictWhy = why;
  pipeline.pending.proposals.set(proposalId, decided);
  const told = verdict === 'approved' ? toldOf(held, { name, body }, position) : undefined;
  const about = { proposal: proposalId, verdict, why, proposedBy: proposal.by, proposedWhy: proposal.why };
  record(pipeline, entry, position, at, name, given({ ...about, ...told }));
  if (verdict !== 'approved') return;
  await pipeline.setDocument({
    ...{ name, revision: position, body, changedAt: at, changedBy: proposal.by, approvedBy: by },
    ...(proposal.why !== undefined && { why: proposal.why }),
    ...(held && { previous: held.revision }),
  });
}

/**
 * Whoever proposed it may take it back and not decide on it; a key is no second person.
 * @throws HaidangError `illegal-move`, `own-proposal`, `not-allowed`, `needs-person`
 */
export function refuseDecision(
  { name, state, by: proposer }: Pick<Proposal, 'name' | 'state' | 'by'>,
  { verdict, by }: Pick<DecisionEntry, 'verdict' | 'by'>,
): void {
  if (by.startsWith('key:')) throw new HaidangError('needs-person', { name });
  if (state !== 'waiting') {
    const act = { vi: 'quyết định đề xuất này', en: 'decide on this proposal' };
    const why = { vi: 'nó đã được quyết định rồi', en: 'it has been decided already' };
    throw new HaidangError('illegal-move', { act, why });
  }
  if (verdict === 'withdrawn') {
    if (proposer === by) return;
    const act = { vi: 'rút đề xuất này', en: 'withdraw this proposal' };
    const why = { vi: `nó là của ${proposer}; hãy từ chối nó`, en: `it is of ${proposer}; refuse it instead` };
    throw new HaidangError('illegal-move', { act, why });
  }
  if (proposer === by) throw new HaidangError('own-proposal');
}

/** From what to what, as the audit trail tells it; the first contents of a document come from nothing. */
/** What the trail says of a change that holds from this position on. */
export function toldOf(
  held: SettingsDocument | undefined,
  { name, body, why }: { name: DocumentName; body: unknown; why?: string | undefined },
  position: number,
): Act['details'] {
  if (!held) return given({ why });
  const differences = UNTOLD.has(name) ? undefined : differencesOf(asWritten(name, held.body), asWritten(name, body));
  return given({ why, from: held.revision, to: position, ...differences });
}

/** Only what is there; undefined when nothing is. */
function given(details: Record<string, unknown>): Act['details'] {
  const there = Object.entries(details).filter(([, value]) => value !== undefined);
  return there.length === 0 ? undefined : Object.fromEntries(there);
}

function overtaken(held: SettingsDocument | undefined): ActOutcome {
  return { refused: { code: 'settings-changed', details: { by: held?.changedBy ?? '' } } };
}

function asWritten(name: DocumentName, body: unknown): unknown {
  return name === 'rules' && Array.isArray(body) ? withoutSetters(body as Rule[]) : body;
}
