/** Where gateways call us: receipts, replies, bounces. Each knows a secret; what comes is journaled before it is answered. */
import { timingSafeEqual } from 'node:crypto';
import express, { type Request, type RequestHandler } from 'express';
import { z } from 'zod';
import { HaidangError } from '../errors.ts';
import { readBounce } from '../notify/channels/bounce.ts';
import { readReceipt, readReply } from '../notify/channels/gateway-receipts.ts';
import { heardGateway } from './answers/messages.ts';
import type { Contract } from './contract.ts';
import { invalidBody } from './faults.ts';
import { gatewayLimit } from './limits.ts';
import type { ApiContext, Route } from './route.ts';

const anyBody: RequestHandler[] = [
  express.json({ limit: '64kb', strict: false, type: ['application/json', 'text/json'] }),
  express.urlencoded({ limit: '64kb', extended: false }),
];
const mailBody = express.raw({ type: () => true, limit: '1mb' });

const readAny: RequestHandler = (request, response, next) => {
  const [json, form] = anyBody as [RequestHandler, RequestHandler];
  json(request, response, (error?: unknown) => {
    if (error) next(error);
    else form(request, response, next);
  });
};

export function gatewayRoutes({ gateways }: ApiContext): Route[] {
  if (!gateways) return [];
  const { config, hearing } = gateways;
  const routes: Route[] = [];
  const { receipts, replies } = config.sms ?? {};
  if (receipts) {
    const handle: Route['handle'] = async (request, response) => {
      refuseUnknown(request, receipts.secret);
      const heard = readReceipt(receipts, saidIn(request));
      if (!heard) throw invalidBody(receipts.id, { vi: 'không có mã tin nhắn', en: 'it names no message' });
      await hearing.receipt(heard);
      response.json({ ok: true });
    };
    routes.push(
      ...bothWays(
        '/gateways/sms/receipts',
        { vi: 'Biên nhận tin nhắn từ cổng SMS', en: 'A receipt of an SMS gateway, which knows the secret' },
        handle,
      ),
    );
  }
  if (replies) {
    const handle: Route['handle'] = async (request, response) => {
      refuseUnknown(request, replies.secret);
      const heard = readReply(replies, saidIn(request));
      if (!heard) throw invalidBody('.', { vi: 'thiếu số gửi hoặc nội dung', en: 'sender or text is missing' });
      await hearing.sms(heard);
      response.json({ ok: true });
    };
    routes.push(
      ...bothWays(
        '/gateways/sms/replies',
        { vi: 'Tin nhắn trả lời từ cổng SMS', en: 'A reply by SMS; the gateway knows the secret' },
        handle,
      ),
    );
  }
  const { bounceSecret } = config;
  if (bounceSecret !== undefined)
    routes.push({
      method: 'post',
      path: '/gateways/email/bounces',
      access: 'open',
      contract: {
        vi: 'Thư bị trả lại',
        en: 'A bounced mail; who calls knows the secret',
        query: gatewayQuery,
        body: { media: ['message/rfc822', 'text/plain'] },
        gives: { 200: heardGateway },
        fails: ['sign-in', 'journal-unavailable'],
      },
      limiter: gatewayLimit(),
      body: mailBody,
      async handle(request, response) {
        refuseUnknown(request, bounceSecret);
        const mail = Buffer.isBuffer(request.body) ? request.body.toString('latin1') : '';
        const heard = readBounce(mail);
        if (heard) await hearing.receipt(heard);
        // A mail system would bounce a refusal back to us: what is no bounce of ours is only said to be none.
        response.json({ ok: true, understood: heard !== undefined });
      },
    });
  return routes;
}

/** Each gateway has parameters of its own. */
const gatewayQuery = z.looseObject({ secret: z.string().optional() });
const sayings = z.union([z.looseObject({}), z.array(z.unknown())]);

function bothWays(path: string, words: Pick<Contract, 'vi' | 'en'>, handle: Route['handle']): Route[] {
  const limiter = gatewayLimit();
  const contract: Contract = {
    ...words,
    query: gatewayQuery,
    gives: { 200: heardGateway },
    fails: ['sign-in', 'body-invalid', 'journal-unavailable'],
  };
  const posted: Contract = { ...contract, body: sayings, isBodyOptional: true };
  return [
    { method: 'post', path, access: 'open', contract: posted, limiter, body: readAny, handle },
    { method: 'get', path, access: 'open', contract, limiter, handle },
  ];
}

/** What a gateway says, in its body or in its address. */
function saidIn(request: Request): unknown {
  const { secret: _, ...query } = request.query;
  const body: unknown = request.body;
  if (Array.isArray(body)) return { ...query, ...body };
  return typeof body === 'object' && body !== null ? { ...query, ...body } : query;
}

function refuseUnknown(request: Request, secret: string): void {
  const given =
    request.get('x-haidang-secret') ?? (typeof request.query.secret === 'string' ? request.query.secret : '');
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  if (a.length !== b.length || !timingSafeEqual(a, b)) throw new HaidangError('sign-in');
}
