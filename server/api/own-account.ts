/** What people do with their own account: another password, and a code beside it. Each asks for the password again. */
import type { Request } from 'express';
import { z } from 'zod';
import type { User } from '../auth/accounts.ts';
import { clearSessionCookie, sessionToken } from '../auth/middleware.ts';
import { tokenHash } from '../auth/secrets.ts';
import { HaidangError } from '../errors.ts';
import { offeredSecret, ownSessions, recoveryCodes, sessionsEnded } from './answers/accounts.ts';
import { type Contract, nothing } from './contract.ts';
import { checked, notFound } from './faults.ts';
import { jsonBody } from './limits.ts';
import type { ApiContext, Route } from './route.ts';

const password = z.string().min(1).max(1000);
const proof = z.strictObject({ password });
const change = z.strictObject({ password, next: z.string().max(2000) });
/** One, or all but the one that asks. */
const ending = z.union([
  z.strictObject({ id: z.string().min(1).max(64) }),
  z.strictObject({ others: z.literal(true) }),
]);
const confirmation = z.strictObject({ password, secret: z.string().max(64), code: z.string().max(20) });

export function ownAccountRoutes({ accounts, room, guesses, onSessionEnd }: ApiContext): Route[] {
  /** A key is nobody's account. */
  const signedInWith = (request: Request): { user: User; token: string } => {
    const token = sessionToken(request.headers);
    const user = token === undefined ? undefined : accounts.session(token);
    if (token === undefined || !user) throw new HaidangError('sign-in');
    return { user, token };
  };
  /** One that has ended by itself is gone, as was asked. */
  const one = (name: string, id: string): string => {
    const ended = accounts.sessions.endOne(name, id);
    if (ended === undefined) throw notFound({ vi: 'phiên đăng nhập này', en: 'This session' });
    return ended;
  };
  /** Whoever is signed in and knows the password. */
  const proven = async (request: Request, given: string): Promise<User> => {
    const { user } = signedInWith(request);
    const from = request.ip ?? '';
    await guesses.guard(from, () => accounts.checkOwnPassword(user.name, given, from));
    return user;
  };
  /** What was open elsewhere was opened without what is asked for now. */
  const endOthers = (request: Request, name: string): void => {
    for (const session of accounts.endSessions(name, sessionToken(request.headers))) onSessionEnd?.(session);
  };
  const asks = (path: string, contract: Contract, handle: Route['handle'], isForEnrolling?: true): Route => ({
    method: 'post',
    path: `/session/${path}`,
    access: 'session',
    ...(isForEnrolling && { isForEnrolling }),
    contract: { ...contract, fails: ['sign-in-failed', 'password-over', 'too-many-attempts', 'account-invalid'] },
    body: jsonBody,
    handle,
  });
  return [
    asks(
      'password',
      {
        vi: 'Đổi mật khẩu của mình',
        en: 'Another password of one’s own; ends every session',
        body: change,
        gives: { 204: nothing },
      },
      async (request, response) => {
        const { password: old, next } = checked(change, request.body);
        const { name } = await proven(request, old);
        for (const session of await accounts.setPassword(name, next)) onSessionEnd?.(session);
        await room.act({ type: 'account', what: 'password', name, by: name });
        clearSessionCookie(request, response);
        response.status(204).end();
      },
    ),
    asks(
      'second-factor/offer',
      {
        vi: 'Mã bí mật cho ứng dụng xác thực',
        en: 'A secret for an authenticator app; nothing is kept yet',
        body: proof,
        gives: { 200: offeredSecret },
      },
      async (request, response) => {
        const { name } = await proven(request, checked(proof, request.body).password);
        response.json(accounts.secondFactor.offer(name));
      },
      true,
    ),
    asks(
      'second-factor',
      {
        vi: 'Bật mã xác thực',
        en: 'Turns the second factor on; ends the other sessions',
        body: confirmation,
        gives: { 200: recoveryCodes },
      },
      async (request, response) => {
        const { password: given, secret, code } = checked(confirmation, request.body);
        const { name } = await proven(request, given);
        const codes = accounts.secondFactor.begin(name, secret, code);
        endOthers(request, name);
        await room.act({ type: 'account', what: 'second-factor-on', name, by: name });
        response.json({ recoveryCodes: codes });
      },
      true,
    ),
    asks(
      'second-factor/end',
      {
        vi: 'Tắt mã xác thực',
        en: 'Turns the second factor off; ends the other sessions',
        body: proof,
        gives: { 204: nothing },
      },
      async (request, response) => {
        const { name } = await proven(request, checked(proof, request.body).password);
        accounts.secondFactor.end(name);
        endOthers(request, name);
        await room.act({ type: 'account', what: 'second-factor-off', name, by: name });
        response.status(204).end();
      },
    ),
    {
      method: 'get',
      path: '/session/all',
      access: 'session',
      contract: {
        vi: 'Các phiên đăng nhập của mình: từ đâu, khi nào, máy nào',
        en: 'One’s own sessions: from where, when, on what',
        gives: { 200: ownSessions },
      },
      handle(request, response) {
        const { user, token } = signedInWith(request);
        response.json({ sessions: accounts.sessions.of(user.name, token) });
      },
    },
    {
      method: 'post',
      path: '/session/end',
      access: 'session',
      contract: {
        vi: 'Kết thúc một phiên của mình, hoặc mọi phiên khác',
        en: 'Ends one of one’s own sessions, or all others',
        body: ending,
        gives: { 200: sessionsEnded },
        fails: ['not-found'],
      },
      body: jsonBody,
      async handle(request, response) {
        const asked = checked(ending, request.body);
        const { user, token } = signedInWith(request);
        const { name } = user;
        const ended = 'others' in asked ? accounts.endSessions(name, token) : [one(name, asked.id)];
        for (const session of ended) onSessionEnd?.(session);
        const details = { ended: ended.length, own: true };
        await room.act({ type: 'account', what: 'sessions-ended', name, details, by: name });
        if (ended.includes(tokenHash(token))) clearSessionCookie(request, response);
        response.json({ ended: ended.length });
      },
    },
  ];
}
