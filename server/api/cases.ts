/** Cases: what has been done about the alerts of one vessel, and what people do next. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { isWaiting } from '../alerts/lifecycle.ts';
import { afterAttempt, allowedMove, offeredMoves } from '../alerts/regulated.ts';
import { may } from '../auth/middleware.ts';
import { type CaseHead, caseMove, caseNote, contactAttempt, newTask, taskAnswer } from '../models/case.ts';
import type { Regulation } from '../models/regulation.ts';
import { ownerContacts } from '../notify/routing.ts';
import { type CitedVersion, citedVersion } from '../store/cited-version.ts';
import type { Store } from '../store/store.ts';
import { caseList, type citedRegulation, oneTask, taskList, wholeCase } from './answers/cases.ts';
import { CaseLists } from './case-lists.ts';
import { withGroups } from './deliveries.ts';
import { readRegulation } from './documents.ts';
import { checked, notFound } from './faults.ts';
import { sendText } from './kept-text.ts';
import { jsonBody } from './limits.ts';
import { recordListing, recordOpening } from './look-ups.ts';
import { idParam, limitParam, timeParam } from './queries.ts';
import { type ApiContext, actor, pathPart, type Route, signature, whoAsks } from './route.ts';

const MAX_ALERTS = 500;
const MAX_TASKS = 500;
const MAX_MESSAGES = 500;

const flagParam = z.enum(['true', 'false']).transform((text) => text === 'true');
const listQuery = z.object({
  vessel: idParam.optional(),
  open: flagParam.optional(),
  dueBy: timeParam.optional(),
  limit: limitParam(200, 5000),
});
const taskQuery = z.object({ state: z.enum(['open', 'done', 'declined']).optional(), limit: limitParam(200, 2000) });

export function caseRoutes(context: ApiContext): Route[] {
  return [...reading(context), ...acting(context), ...tasks(context)];
}

function reading(context: ApiContext): Route[] {
  const { store, room } = context;
  const lists = new CaseLists({ store, room });
  return [
    {
      method: 'get',
      path: '/cases',
      access: 'read',
      reach: 'unit',
      contract: {
        vi: 'Vụ việc, mới thay đổi trước',
        en: 'Cases, the one changed last first',
        query: listQuery,
        gives: { 200: caseList },
      },
      async handle(request, response) {
        const { vessel, ...query } = checked(listQuery, request.query);
        const { answer, found } = await lists.answer({ vesselId: vessel, ...query });
        await recordListing(context, response, 'cases', found, { vesselId: vessel, ...query });
        sendText(response, answer);
      },
    },
    {
      method: 'get',
      path: '/cases/:id',
      access: 'read',
      reach: 'unit',
      contract: { vi: 'Một vụ việc', en: 'One case, with what may be done next', gives: { 200: wholeCase } },
      async handle(request, response) {
        const answer = await whole(store, pathPart(request, 'id'), mayDecide(response));
        const { id: about, vesselId } = answer;
        await recordOpening(context, response, { vesselId, what: 'case', about });
        response.json(answer);
      },
    },
  ];
}

function acting(context: ApiContext): Route[] {
  const { store, room } = context;
  const answer = async (request: Request, response: Response): Promise<void> => {
    response.json(await whole(store, pathPart(request, 'id'), mayDecide(response)));
  };
  return [
    {
      method: 'post',
      path: '/cases/:id/moves',
      access: 'alerts:respond',
      reach: 'unit',
      contract: {
        vi: 'Bước tiếp theo theo quy chế',
        en: 'A step of the operating regulation',
        body: caseMove,
        gives: { 200: wholeCase },
        fails: ['illegal-move'],
      },
      body: jsonBody,
      async handle(request, response) {
        const move = checked(caseMove, request.body);
        const head = await findHead(store, pathPart(request, 'id'));
        const decides = mayDecide(response);
        const waiting = (await store.alerts({ state: 'open', caseId: head.id, limit: MAX_ALERTS })).filter(isWaiting);
        allowedMove(await readRegulation(store), head, move, { mayDecide: decides, waiting: waiting.length });
        await room.act({ type: 'case-move', caseId: head.id, move, mayDecide: decides, ...signature(response) });
        await answer(request, response);
      },
    },
    {
      method: 'post',
      path: '/cases/:id/contacts',
      access: 'alerts:respond',
      reach: 'unit',
      contract: {
        vi: 'Ghi một lần liên lạc với tàu',
        en: 'Logs an attempt to reach the boat',
        body: contactAttempt,
        gives: { 200: wholeCase },
        fails: ['illegal-move'],
      },
      body: jsonBody,
      async handle(request, response) {
        const attempt = checked(contactAttempt, request.body);
        const head = await findHead(store, pathPart(request, 'id'));
        afterAttempt(await readRegulation(store), head, attempt);
        await room.act({ type: 'case-contact', caseId: head.id, attempt, by: actor(response) });
        await answer(request, response);
      },
    },
    {
      method: 'post',
      path: '/cases/:id/notes',
      access: 'alerts:respond',
      reach: 'unit',
      contract: { vi: 'Ghi chú vào vụ việc', en: 'Adds a note to a case', body: caseNote, gives: { 200: wholeCase } },
      body: jsonBody,
      async handle(request, response) {
        const { text } = checked(caseNote, request.body);
        const head = await findHead(store, pathPart(request, 'id'));
        await room.act({ type: 'case-note', caseId: head.id, text, by: actor(response) });
        await answer(request, response);
      },
    },
    {
      method: 'post',
      path: '/cases/:id/tasks',
      access: 'tasks:give',
      reach: 'unit',
      contract: {
        vi: 'Giao việc',
        en: 'Gives a task to a unit or a person',
        body: newTask,
        gives: { 200: wholeCase },
        fails: ['illegal-move'],
      },
      body: jsonBody,
      async handle(request, response) {
        const task = checked(newTask, request.body);
        const head = await findHead(store, pathPart(request, 'id'));
        await room.act({ type: 'case-task', caseId: head.id, task, by: actor(response) });
        await answer(request, response);
      },
    },
  ];
}

function tasks(context: ApiContext): Route[] {
  const { store, room } = context;
  return [
    {
      method: 'get',
      path: '/tasks',
      access: 'read',
      reach: 'unit',
      contract: { vi: 'Việc đã giao', en: 'Tasks by due time', query: taskQuery, gives: { 200: taskList } },
      async handle(request, response) {
        const asked = checked(taskQuery, request.query);
        const tasks = await store.tasks(asked);
        await recordListing(context, response, 'tasks', tasks.length, asked);
        response.json({ tasks });
      },
    },
    {
      method: 'post',
      path: '/tasks/:id/answer',
      access: 'alerts:respond',
      reach: 'unit',
      contract: {
        vi: 'Trả lời việc được giao',
        en: 'Answers a task, once',
        body: taskAnswer,
        gives: { 200: oneTask },
        fails: ['illegal-move'],
      },
      body: jsonBody,
      async handle(request, response) {
        const answer = checked(taskAnswer, request.body);
        const id = pathPart(request, 'id');
        if (!(await store.task(id))) throw notFound({ vi: `việc giao “${id}”`, en: `The task “${id}”` });
        await room.act({ type: 'task-answer', taskId: id, answer, by: actor(response) });
        response.json({ task: await store.task(id) });
      },
    },
  ];
}

function mayDecide(response: Response): boolean {
  return may(whoAsks(response), 'cases:decide');
}

/** @throws SpokenError `not-found` */
export async function findHead(store: Store, id: string): Promise<CaseHead> {
  const head = await store.caseHead(id);
  if (!head) throw notFound({ vi: `vụ việc “${id}”`, en: `The case “${id}”` });
  return head;
}

/** A case as its page needs it: with its alerts, tasks and messages, whom to call, and what the regulation offers next. */
async function whole(store: Store, id: string, decides: boolean) {
  const found = await store.case(id);
  if (!found) throw notFound({ vi: `vụ việc “${id}”`, en: `The case “${id}”` });
  const vessel = await store.vessel(found.vesselId);
  const { revision, body } = await readRegulation(store);
  const { name, nameEn, states, outcomes } = body;
  const cited = await citedVersion(store, 'regulation', found.regulation ?? revision);
  const alerts = await store.alerts({ state: 'all', caseId: id, limit: MAX_ALERTS });
  const people = ownerContacts(vessel).map((one) => ({ who: one.id.split(':')[0], name: one.name, phone: one.phone }));
  return {
    ...found,
    label: vessel?.label ?? found.vesselId,
    alerts,
    tasks: await store.tasks({ caseId: id, limit: MAX_TASKS }),
    deliveries: await withGroups(store, await store.deliveries({ caseId: id, limit: MAX_MESSAGES })),
    people,
    moves: offeredMoves(body, found, { mayDecide: decides, waiting: alerts.filter(isWaiting).length }),
    inForce: { revision, name, nameEn, states, outcomes },
    ...(cited && { cited: citedWords(cited) }),
  };
}

function citedWords({ body, version, changedAt }: CitedVersion): z.infer<typeof citedRegulation> {
  const { name, nameEn } = body as Regulation;
  return { name, nameEn, version, since: changedAt };
}
