/** Changes of settings that wait for a second person: read, approved, refused, withdrawn. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { HaidangError } from '../errors.ts';
import { type DecisionEntry, refuseDecision } from '../ingest/document-acts.ts';
import type { Unit } from '../models/contact.ts';
import type { DocumentName } from '../models/entry.ts';
import { needsSecondPerson, type Proposal, type ProposalHead } from '../models/proposal.ts';
import type { Store } from '../store/store.ts';
import { proposalList, proposalView, proposedChange } from './answers/system.ts';
import { checkedDocument, emptyDocument } from './documents.ts';
import { checked, notFound } from './faults.ts';
import { jsonBody } from './limits.ts';
import { limitParam } from './queries.ts';
import { type ApiContext, actor, pathPart, type Route } from './route.ts';
import { refuseOrphans } from './settings.ts';

/** More than anybody decides on; then the old ones first. */
const MOST_WAITING = 30;

const listQuery = z.object({
  /** `all`: also those that are decided. */
  which: z.enum(['waiting', 'all']).default('waiting'),
  limit: limitParam(MOST_WAITING, 100),
});
const why = z.string().trim().min(1).max(500);
const verdictBody = z.discriminatedUnion('verdict', [
  z.strictObject({ verdict: z.literal('approved'), why: why.optional() }),
  z.strictObject({ verdict: z.literal('refused'), why }),
]);
const withdrawal = z.strictObject({ why: why.optional() });

export function proposalRoutes(context: ApiContext): Route[] {
  const { store } = context;
  return [
    {
      method: 'get',
      path: '/proposals',
      access: 'read',
      contract: {
        vi: 'Thay đổi chờ người thứ hai duyệt, mới nhất trước',
        en: 'Changes of settings that wait for a second person, the newest first',
        query: listQuery,
        gives: { 200: proposalList },
      },
      async handle(request, response) {
        const { which, limit } = checked(listQuery, request.query);
        const found = await store.proposals({ waiting: which === 'waiting', limit });
        const proposals = [];
        for (const one of found) proposals.push({ ...headOf(one), overtaken: await isOvertaken(store, one) });
        response.json({ proposals } satisfies z.infer<typeof proposalList>);
      },
    },
    {
      method: 'get',
      path: '/proposals/:id',
      access: 'read',
      contract: {
        vi: 'Một đề xuất: đặt gì, thay cho gì',
        en: 'What is proposed, and what it would take the place of',
        gives: { 200: proposalView },
      },
      async handle(request, response) {
        const proposal = await found(store, request);
        response.json({
          ...{ proposal, before: await baseOf(store, proposal) },
          overtaken: await isOvertaken(store, proposal),
        } satisfies z.infer<typeof proposalView>);
      },
    },
    {
      method: 'post',
      path: '/proposals/:id/decision',
      access: 'settings:approve',
      contract: {
        vi: 'Duyệt hoặc từ chối thay đổi của người khác',
        en: 'Approves a change that somebody else has proposed, which applies it, or refuses it with a reason',
        body: verdictBody,
        gives: { 200: proposedChange },
        fails: ['illegal-move', 'own-proposal', 'needs-person', 'settings-changed'],
      },
      body: jsonBody,
      async handle(request, response) {
        await decide(context, request, response, checked(verdictBody, request.body));
      },
    },
    {
      method: 'post',
      path: '/proposals/:id/withdrawal',
      access: 'settings:write',
      contract: {
        vi: 'Rút đề xuất của mình',
        en: 'Takes back what one has proposed oneself',
        body: withdrawal,
        gives: { 200: proposedChange },
        fails: ['illegal-move', 'needs-person'],
      },
      body: jsonBody,
      async handle(request, response) {
        const asked = checked(withdrawal, request.body ?? {});
        await decide(context, request, response, { ...asked, verdict: 'withdrawn' });
      },
    },
  ];
}

/** Asked of the store first, so that what cannot be is refused without a record. */
async function decide(
  { store, room, accounts }: ApiContext,
  request: Request,
  response: Response,
  { verdict, why: reason }: Pick<DecisionEntry, 'verdict' | 'why'>,
): Promise<void> {
  const proposal = await found(store, request);
  const by = actor(response);
  refuseDecision(proposal, { verdict, by });
  if (verdict === 'approved') {
    // What it stands beside may have changed since it was proposed.
    const { name, body } = proposal;
    await checkedDocument(store, name, body);
    if (name === 'units') await refuseOrphans(store, body as Unit[], accounts.users());
  }
  await room.act({ type: 'decide-change', proposalId: proposal.id, verdict, ...(reason && { why: reason }), by });
  const decided = (await store.proposal(proposal.id)) ?? proposal;
  response.json({ proposal: headOf(decided) } satisfies z.infer<typeof proposedChange>);
}

export function headOf({ body: _, ...head }: Proposal): ProposalHead {
  return head;
}

/** Where a change of it would wait. @throws HaidangError `illegal-move` */
export async function refuseTooMany(store: Store, name: DocumentName): Promise<void> {
  const approvals = ((await store.document('approvals'))?.body ?? []) as string[];
  if (!needsSecondPerson(name, approvals)) return;
  const waiting = await store.proposals({ waiting: true, limit: MOST_WAITING });
  if (waiting.length < MOST_WAITING) return;
  throw new HaidangError('illegal-move', {
    act: { vi: 'đề xuất thêm', en: 'propose another change' },
    why: { vi: `đã có ${MOST_WAITING} đề xuất chờ duyệt`, en: `${MOST_WAITING} wait already` },
  });
}

async function found(store: Store, request: Request): Promise<Proposal> {
  const id = pathPart(request, 'id');
  const proposal = await store.proposal(id);
  if (!proposal) throw notFound({ vi: `đề xuất “${id}”`, en: `The proposal “${id}”` });
  return proposal;
}

/** Only what waits can be overtaken. */
async function isOvertaken(store: Store, { name, base, state }: Proposal): Promise<boolean> {
  return state === 'waiting' && ((await store.document(name))?.revision ?? 0) !== base;
}

async function baseOf(store: Store, { name, base }: Proposal): Promise<unknown> {
  if (base === 0) return emptyDocument(name);
  const held = await store.document(name);
  return held?.revision === base ? held.body : (await store.documentVersion(name, base))?.body;
}
