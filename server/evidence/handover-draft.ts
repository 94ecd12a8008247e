/** What a shift hands over: what stands open now, and what happened in it. */
import type { CaseHead } from '../models/case.ts';
import type { Act } from '../models/entry.ts';
import type { HandoverContent } from '../models/handover.ts';
import type { Regulation } from '../models/regulation.ts';
import type { Store } from '../store/store.ts';

const MOST = 2000;
const MOST_ALERTS = 10_000;
const ACTS_PAGE = 1000;

/** @param from start of the span that is told of (epoch ms) @param to its end, now */
export async function handoverDraft(
  store: Store,
  { states }: Regulation,
  from: number,
  to: number,
): Promise<HandoverContent> {
  const open = await store.alerts({ state: 'open', limit: MOST_ALERTS });
  const isIn = (...states: string[]) => open.filter(({ response }) => states.includes(response.state));
  const heads = await store.cases({ open: true, limit: MOST });
  const raised = await store.alerts({ state: 'all', since: from, limit: MOST_ALERTS });
  return {
    from,
    to,
    openCases: await Promise.all(heads.toSorted(byDue).map((head) => openCase(store, states, head))),
    waiting: isIn('unacknowledged', 'returned').length,
    shelved: isIn('shelved')
      .slice(0, MOST)
      .map(({ id, text, response }) => ({
        id,
        text,
        until: response.shelvedUntil ?? 0,
        reason: response.reason ?? '',
      })),
    suppressed: isIn('suppressed').length,
    openTasks: (await store.tasks({ state: 'open', limit: MOST })).length,
    happened: await happened(store, from, to, raised.filter(({ caseId }) => caseId !== '').length),
  };
}

async function openCase(
  store: Store,
  states: Regulation['states'],
  head: CaseHead,
): Promise<HandoverContent['openCases'][number]> {
  const { id, state, priority, openedAt, dueAt, openTasks } = head;
  const label = (await store.vessel(head.vesselId))?.label ?? head.vesselId;
  return JSON.parse(
    JSON.stringify({ id, label, state, words: states[state], priority, openedAt, dueAt, openTasks }),
  ) as HandoverContent['openCases'][number];
}

function byDue(a: CaseHead, b: CaseHead): number {
  const due = (head: CaseHead): number => head.dueAt ?? Number.MAX_SAFE_INTEGER;
  return due(a) - due(b) || (a.id < b.id ? -1 : 1);
}

async function happened(store: Store, from: number, to: number, alerts: number): Promise<HandoverContent['happened']> {
  const counts = { alerts, acknowledged: 0, calls: 0, moved: 0, closed: 0 };
  const settings = new Set<string>();
  for await (const { kind, subject, details, by } of actsBetween(store, from, to)) {
    if (kind === 'acknowledge') counts.acknowledged++;
    else if (kind === 'case-contact') counts.calls++;
    else if (kind === 'document' && by !== 'system') settings.add(subject);
    else if (kind === 'case-move') {
      counts.moved++;
      const { move } = (details?.move ?? {}) as { move?: string };
      if (move === 'close' || move === 'sanction') counts.closed++;
    }
  }
  return { ...counts, settings: [...settings].sort() };
}

async function* actsBetween(store: Store, from: number, to: number): AsyncIterable<Act> {
  let after: string | undefined;
  for (;;) {
    const page = await store.acts({ from, to, after, limit: ACTS_PAGE });
    yield* page;
    after = page.at(-1)?.id;
    if (page.length < ACTS_PAGE) return;
  }
}
