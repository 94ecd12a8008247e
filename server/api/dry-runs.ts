/** Dry runs: what changed rules and zones would have raised over stored tracks. They change nothing. */
import { z } from 'zod';
import type { Proposal } from '../dry-runs/stored.ts';
import { dryRun } from './answers/system.ts';
import { nothing } from './contract.ts';
import { checkedProposal } from './documents.ts';
import { checked } from './faults.ts';
import { proposalBody } from './limits.ts';
import { recordListing } from './look-ups.ts';
import { type ApiContext, actor, pathPart, type Route } from './route.ts';

const asked = z.object({
  days: z.union([z.literal(7), z.literal(30), z.literal(90)]),
  rules: z.unknown().optional(),
  zones: z.unknown().optional(),
});

export function dryRunRoutes(context: ApiContext): Route[] {
  const { store, dryRuns } = context;
  return [
    {
      method: 'post',
      path: '/dry-runs',
      access: 'settings:write',
      contract: {
        vi: 'Thử quy tắc trên dữ liệu đã lưu',
        en: 'Tries rules and zones over stored tracks',
        body: asked,
        gives: { 202: dryRun },
        fails: ['dry-runs-full'],
      },
      body: proposalBody,
      async handle(request, response) {
        const { days, ...documents } = checked(asked, request.body);
        const proposal: Proposal = { days, ...(await checkedProposal(store, documents)) };
        response.status(202).json(dryRuns.ask(proposal, actor(response)));
      },
    },
    {
      method: 'get',
      path: '/dry-runs/:id',
      access: 'settings:write',
      contract: { vi: 'Lần thử đến đâu', en: 'How far a dry run is, then its result', gives: { 200: dryRun } },
      async handle(request, response) {
        const id = pathPart(request, 'id');
        const run = dryRuns.get(id);
        await recordListing(context, response, 'dry-run', run.result?.vessels.length ?? 0, { id });
        response.json(run);
      },
    },
    {
      method: 'delete',
      path: '/dry-runs/:id',
      access: 'settings:write',
      contract: { vi: 'Hủy lần thử', en: 'Cancels a dry run and forgets it', gives: { 204: nothing } },
      async handle(request, response) {
        await dryRuns.cancel(pathPart(request, 'id'));
        response.status(204).end();
      },
    },
  ];
}
