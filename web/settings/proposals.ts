/** Changes that wait for a second person, as the server has them. */
import { effect, signal } from '@preact/signals';
import type { ProposalHead } from '../../server/models/proposal.ts';
import { getJson, postJson } from '../api/http.ts';
import { sessionState } from '../ui/session.ts';

export type ListedProposal = ProposalHead & { overtaken: boolean };
export interface ReadProposal {
  proposal: ProposalHead & { body: unknown };
  /** Absent where that revision is not kept. */
  before?: unknown;
  overtaken: boolean;
}

/** Those on which nobody has decided, as they were last read; undefined: not read yet. */
export const waiting = signal<readonly ListedProposal[] | undefined>(undefined);

export async function readProposals(which: 'waiting' | 'all'): Promise<ListedProposal[]> {
  const { proposals } = await getJson<{ proposals: ListedProposal[] }>(`/proposals?which=${which}`);
  waiting.value = proposals.filter(({ state }) => state === 'waiting');
  return proposals;
}

export const readProposal = (id: string): Promise<ReadProposal> => getJson(`/proposals/${id}`);

export function decide(id: string, verdict: 'approved' | 'refused', why: string): Promise<unknown> {
  return postJson(`/proposals/${id}/decision`, { verdict, ...(why !== '' && { why }) });
}

export function withdraw(id: string, why: string): Promise<unknown> {
  return postJson(`/proposals/${id}/withdrawal`, why === '' ? {} : { why });
}

effect(() => {
  if (sessionState.value.kind === 'out') waiting.value = undefined;
});
