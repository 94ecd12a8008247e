/** Is it alive, is it ready, and how is it doing: for watchdogs, operators and Prometheus. */
import { type Request, type Response, Router } from 'express';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { may } from '../auth/middleware.ts';
import { HaidangError } from '../errors.ts';
import type { StoreStatus } from '../ingest/room.ts';
import type { SystemStatus } from '../live/protocol.ts';
import { rejectionList, systemStatus } from './answers/system.ts';
import { checked } from './faults.ts';
import { recordListing } from './look-ups.ts';
import { idParam } from './queries.ts';
import { type ApiContext, type Route, whoAsks } from './route.ts';

const rejectionsQuery = z.object({ feed: idParam });

export function statusRoutes(context: ApiContext): Route[] {
  const { hub, store } = context;
  return [
    {
      method: 'get',
      path: '/rejections',
      access: 'read',
      contract: {
        vi: 'Bản tin không dùng được của một nguồn',
        en: 'The last pieces of a feed that could not be used',
        query: rejectionsQuery,
        gives: { 200: rejectionList },
      },
      async handle(request, response) {
        const { feed: name } = checked(rejectionsQuery, request.query);
        const feeds = await store.feeds();
        const rejections = feeds.find((feed) => feed.name === name)?.rejections ?? [];
        await recordListing(context, response, 'rejections', rejections.length, { name });
        response.json({ rejections: rejections.toReversed() });
      },
    },
    {
      method: 'get',
      path: '/status',
      access: 'read',
      contract: { vi: 'Tình trạng hệ thống', en: 'How the system does', gives: { 200: systemStatus } },
      handle(_request, response) {
        response.json(hub.status());
      },
    },
  ];
}

/** Mounted after the authenticating middleware, so that a key with `metrics` may ask from elsewhere. */
export function healthRouter(context: ApiContext, metrics: Registry): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    // Told to anybody: the sign-in page, too, has to say that this is a demonstration.
    response.json({ alive: true, demo: context.config.demo });
  });
  router.get('/readyz', async (request, response) => {
    const readiness = await readinessOf(context);
    // Where feeds come from is nobody's business outside; whether we are ready is anybody's.
    const { ready } = readiness;
    response.status(ready ? 200 : 503).json(maySeeInside(request, response) ? readiness : { ready });
  });
  router.get('/metrics', async (request, response) => {
    if (!maySeeInside(request, response)) throw refusal(response);
    response.type(metrics.contentType).send(await metrics.metrics());
  });
  return router;
}

interface Readiness {
  ready: boolean;
  problems: { vi: string; en: string }[];
  feeds: SystemStatus['feeds'];
  store: { readable: boolean } & StoreStatus;
  journal: SystemStatus['journal'];
  outbox: SystemStatus['outbox'];
}

/** A feed that is down is shown, but does not make us unready: the others still need us. */
async function readinessOf({ store, hub, log, clock }: ApiContext): Promise<Readiness> {
  const { journal, outbox, feeds, audit, store: storeStatus } = hub.status();
  const readable = await store.checkpoint().then(
    () => true,
    (error: unknown) => {
      log.error({ err: error }, 'the store cannot be read');
      return false;
    },
  );
  const problems: Readiness['problems'] = [];
  if (!journal.healthy) {
    const { vi = '?', en = '?' } = journal.problem ?? {};
    problems.push({
      vi: `Không ghi được nhật ký (${vi}); dữ liệu đến chưa được nhận.`,
      en: `The journal cannot be written (${en}); what arrives is not accepted.`,
    });
  }
  const unwritten = storeStatus?.problem;
  if (unwritten && !storeStatus.away) {
    problems.push({
      vi: `Không ghi được kho dữ liệu (${unwritten.vi}); dữ liệu đến vẫn được ghi vào nhật ký và sẽ hiện sau.`,
      en: `The store cannot be written (${unwritten.en}); what arrives is journaled and shown later.`,
    });
  }
  const away = storeStatus?.away;
  if (away) {
    const seconds = (since: number): number => Math.max(0, Math.round((clock() - since) / 1000));
    const [silent, old] = [seconds(away.since), seconds(storeStatus.coversTo ?? away.since)];
    problems.push({
      vi: `Kho dữ liệu không trả lời từ ${silent} giây trước (${away.why}); màn hình cho thấy tình hình ${old} giây trước. Dữ liệu vẫn được nhận vào nhật ký.`,
      en: `The store has not answered for ${silent} s (${away.why}); screens show what was known ${old} s ago. What arrives still goes into the journal.`,
    });
  } else if (!readable) problems.push({ vi: 'Không đọc được kho dữ liệu.', en: 'The store cannot be read.' });
  const ready = problems.length === 0;
  if (audit?.alarm && !audit.alarm.isOver) {
    const { vi, en } = audit.alarm.why;
    problems.push({ vi: `Kiểm tra hệ thống: ${vi}.`, en: `The auditor: ${en}.` });
  }
  for (const { id, state, problem } of feeds) {
    if (state !== 'failed' && state !== 'waiting') continue;
    problems.push({
      vi: `Nguồn ${id}: ${problem?.vi ?? `${state}.`}`,
      en: `Feed ${id}: ${problem?.en ?? `${state}.`}`,
    });
  }
  return { ready, problems, feeds, store: { readable, ...storeStatus }, journal, outbox };
}

/** A request that a proxy passed on comes from elsewhere, although the proxy itself is on this machine. */
function maySeeInside(request: Request, response: Response): boolean {
  const { remoteAddress } = request.socket;
  const local = /^(::ffff:)?127\.|^::1$/.test(remoteAddress ?? '');
  if (local && request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined) return true;
  return response.locals.who !== undefined && may(whoAsks(response), 'metrics');
}

function refusal(response: Response): HaidangError {
  return response.locals.who === undefined
    ? new HaidangError('sign-in')
    : new HaidangError('not-allowed', { permission: 'metrics' });
}
