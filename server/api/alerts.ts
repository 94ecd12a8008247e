/** Alerts: the list, one, and what people do with one: acknowledge, silence, shelve, bring back. */
import type { Response } from 'express';
import { z } from 'zod';
import { handStep } from '../alerts/escalation.ts';
import { refusalOf, refused } from '../alerts/respond.ts';
import { type Happening, type ResponseState, responseStates } from '../alerts/response-table.ts';
import { may } from '../auth/middleware.ts';
import { type Alert, acknowledgement, shelving, threadOf } from '../models/alert.ts';
import type { Entry } from '../models/entry.ts';
import { escalation } from '../models/ladder.ts';
import type { AlertFilter, Store } from '../store/store.ts';
import { AlertLists } from './alert-lists.ts';
import { alertList, answered, oneAlert } from './answers/alerts.ts';
import { readLadders, readRegulation } from './documents.ts';
import { checked, invalidBody, notFound } from './faults.ts';
import { sendText } from './kept-text.ts';
import { jsonBody } from './limits.ts';
import { recordListing, recordOpening } from './look-ups.ts';
import { idParam, limitParam, timeParam } from './queries.ts';
import { type ApiContext, actor, pathPart, type Route, signature, whoAsks } from './route.ts';

const minuteMs = 60_000;
/** Later ids that an act is followed to. */
const MOST_STEPS = 20;

const listQuery = z.object({
  state: z.enum(['open', 'all', ...responseStates]).default('open'),
  vessel: idParam.optional(),
  case: idParam.optional(),
  dueBy: timeParam.optional(),
  since: timeParam.optional(),
  before: timeParam.optional(),
  limit: limitParam(200, 5000),
});
const unshelving = z.strictObject({ reason: z.string().trim().min(1).max(500).optional() });

type ListState = z.infer<typeof listQuery>['state'];

interface Listed {
  found: number;
  send: (response: Response) => void;
}

export function alertRoutes(context: ApiContext): Route[] {
  const { store } = context;
  const lists = new AlertLists(store);
  const listed = async (state: ListState, filter: Omit<AlertFilter, 'state'>): Promise<Listed> => {
    if (state === 'open' || state === 'all') {
      const { answer, found } = await lists.answer({ state, ...filter });
      return { found, send: (response) => sendText(response, answer) };
    }
    const alerts = await inState(store, state, filter);
    return { found: alerts.length, send: (response) => void response.json({ alerts }) };
  };
  return [
    {
      method: 'get',
      path: '/alerts',
      access: 'read',
      reach: 'own',
      contract: {
        vi: 'Cảnh báo, mới nhất trước',
        en: 'Alerts, the newest first',
        query: listQuery,
        gives: { 200: alertList },
      },
      async handle(request, response) {
        const { state, vessel, case: caseId, ...rest } = checked(listQuery, request.query);
        const filter = { vesselId: vessel, caseId, ...rest };
        const { found, send } = await listed(state, filter);
        await recordListing(context, response, 'alerts', found, { state, ...filter });
        send(response);
      },
    },
    {
      method: 'get',
      path: '/alerts/:id',
      access: 'read',
      reach: 'own',
      contract: { vi: 'Một cảnh báo', en: 'One alert', gives: { 200: oneAlert } },
      async handle(request, response) {
        const alert = await find(store, pathPart(request, 'id'));
        await recordOpening(context, response, { vesselId: alert.occurrence.vesselId, what: 'alert', about: alert.id });
        const last = await store.alertBefore(threadOf(alert.occurrence), alert.occurrence.raisedAt);
        response.json({ ...alert, ...(last && { previous: brief(last) }) });
      },
    },
    {
      method: 'post',
      path: '/alerts/:id/acknowledge',
      access: 'alerts:respond',
      reach: 'unit',
      contract: {
        vi: 'Tiếp nhận cảnh báo',
        en: 'Acknowledges an alert; the first word stands',
        body: acknowledgement,
        isBodyOptional: true,
        gives: { 200: answered },
        fails: ['illegal-move'],
      },
      body: jsonBody,
      async handle(request, response) {
        const { comment } = checked(acknowledgement, request.body ?? {});
        const alert = await findInForce(store, pathPart(request, 'id'));
        // Whoever comes second gets what stands.
        const isRepeat = alert.response.acknowledgedAt !== undefined && alert.response.state === 'closed';
        if (isRepeat) response.json({ alert });
        else await act(context, response, alert, 'acknowledge', { type: 'acknowledge', alertId: alert.id, comment });
      },
    },
    {
      method: 'post',
      path: '/alerts/:id/silence',
      access: 'alerts:respond',
      reach: 'unit',
      contract: {
        vi: 'Tắt tiếng cảnh báo, vẫn chờ tiếp nhận',
        en: 'Turns off the sound of an alert, which still waits',
        gives: { 200: answered },
        fails: ['illegal-move'],
      },
      async handle(request, response) {
        const alert = await findInForce(store, pathPart(request, 'id'));
        await act(context, response, alert, 'silence', { type: 'silence', alertId: alert.id });
      },
    },
    {
      method: 'post',
      path: '/alerts/:id/shelve',
      access: 'alerts:respond',
      reach: 'unit',
      contract: {
        vi: 'Gác lại cảnh báo đến một thời điểm',
        en: 'Puts an alert aside until a time',
        body: shelving,
        gives: { 200: answered },
        fails: ['illegal-move'],
      },
      body: jsonBody,
      async handle(request, response) {
        const wanted = checked(shelving, request.body);
        const alert = await findInForce(store, pathPart(request, 'id'));
        const now = context.clock();
        const until = 'until' in wanted ? wanted.until : now + wanted.minutes * minuteMs;
        await refuseLongShelf(context, response, until - now);
        const entry = { type: 'shelve', alertId: alert.id, reason: wanted.reason, until } as const;
        await act(context, response, alert, 'shelve', entry);
      },
    },
    {
      method: 'post',
      path: '/alerts/:id/escalate',
      access: 'alerts:respond',
      reach: 'unit',
      contract: {
        vi: 'Báo ngay lên bậc tiếp theo',
        en: 'Tells the next step of the ladder now',
        body: escalation,
        gives: { 200: answered },
        fails: ['illegal-move'],
      },
      body: jsonBody,
      async handle(request, response) {
        const { reason } = checked(escalation, request.body);
        const alert = await findInForce(store, pathPart(request, 'id'));
        handStep(await readLadders(store), alert, context.clock());
        await context.room.act({ type: 'escalate', alertId: alert.id, reason, ...signature(response) });
        response.json({ alert: await find(store, alert.id) });
      },
    },
    {
      method: 'post',
      path: '/alerts/:id/unshelve',
      access: 'alerts:respond',
      reach: 'unit',
      contract: {
        vi: 'Đưa cảnh báo trở lại trước hạn',
        en: 'Brings an alert back before its time',
        body: unshelving,
        isBodyOptional: true,
        gives: { 200: answered },
        fails: ['illegal-move'],
      },
      body: jsonBody,
      async handle(request, response) {
        const { reason } = checked(unshelving, request.body ?? {});
        const alert = await findInForce(store, pathPart(request, 'id'));
        await act(context, response, alert, 'unshelve', { type: 'unshelve', alertId: alert.id, reason });
      },
    },
  ];
}

type Word = Extract<Entry, { type: 'acknowledge' | 'silence' | 'shelve' | 'unshelve' }>;
type Unsigned = Word extends infer W ? (W extends Word ? Omit<W, 'by'> : never) : never;

/** What makes no sense is refused before it is journaled; what makes none when its turn comes, after. */
async function act(
  { store, room }: ApiContext,
  response: Response,
  alert: Alert,
  what: Happening,
  entry: Unsigned,
): Promise<void> {
  const refusal = refusalOf(alert, what);
  if (refusal) throw refused(what, refusal);
  const signed = entry.type === 'acknowledge' ? signature(response) : { by: actor(response) };
  await room.act({ ...entry, ...signed });
  response.json({ alert: await find(store, alert.id) });
}

/** @throws SpokenError `body-invalid` when the operating regulation allows no shelf of this length */
async function refuseLongShelf({ store }: ApiContext, response: Response, ms: number): Promise<void> {
  const { maxMinutes, maxMinutesDeciding } = (await readRegulation(store)).body.shelving;
  const mayDecide = may(whoAsks(response), 'cases:decide');
  const most = mayDecide ? maxMinutesDeciding : maxMinutes;
  if (ms <= 0) throw invalidBody('until', { vi: 'thời hạn đã qua', en: 'its time has passed' });
  if (ms <= most * minuteMs) return;
  throw invalidBody('until', {
    vi: `quy chế chỉ cho gác lại đến ${most} phút${mayDecide ? '' : ' (lâu hơn do người có quyền quyết định)'}`,
    en: `the regulation allows a shelf of at most ${most} minutes${mayDecide ? '' : ' (longer ones are for those who may decide)'}`,
  });
}

async function inState(
  store: Store,
  state: ResponseState,
  filter: Omit<Parameters<Store['alerts']>[0], 'state'>,
): Promise<Alert[]> {
  // All states but the closed one are open: a closed one is looked for among the newest.
  const all = await store.alerts({ ...filter, state: state === 'closed' ? 'all' : 'open', limit: 5000 });
  return all.filter(({ response }) => response.state === state).slice(0, filter.limit);
}

function brief({ id, caseId, occurrence, response }: Alert) {
  const { raisedAt, clearedAt, state } = occurrence;
  return { id, caseId, raisedAt, clearedAt, state, response: response.state };
}

/** The alert that somebody acts on: it may have been restated while they looked at it. */
async function findInForce(store: Store, id: string): Promise<Alert> {
  let alert = await find(store, id);
  // Bounded: in the middle of a commit two may name each other.
  for (let n = 0; n < MOST_STEPS && alert.restatedAs !== undefined; n++) alert = await find(store, alert.restatedAs);
  return alert;
}

async function find(store: Store, id: string): Promise<Alert> {
  const alert = await store.alert(id);
  if (!alert) throw notFound({ vi: `cảnh báo “${id}”`, en: `The alert “${id}”` });
  return alert;
}
