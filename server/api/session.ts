/** Signing in and out, and who one is. */
import { z } from 'zod';
import { clearSessionCookie, refuseCrossSite, sessionToken, setSessionCookie } from '../auth/middleware.ts';
import { tokenHash } from '../auth/secrets.ts';
import { HaidangError } from '../errors.ts';
import type { Entry } from '../models/entry.ts';
import { usualModules } from '../public-side/config.ts';
import { signedIn, whoAmI } from './answers/accounts.ts';
import { nothing } from './contract.ts';
import { checked } from './faults.ts';
import { jsonBody } from './limits.ts';
import { type ApiContext, type Route, whoAsks } from './route.ts';

const credentials = z.object({
  user: z.string().min(1).max(100),
  password: z.string().min(1).max(1000),
  code: z.string().max(40).optional(),
});

/** What was typed as a name that is none may be a password: it goes on no record. */
const NOBODY = '-';

/** Puts on record who comes and goes. Coming in must work when nothing can be written: then it is only logged that it was not. */
export function sessionBook({
  room,
  log,
}: ApiContext): (happened: Omit<Extract<Entry, { type: 'session' }>, 'type'>) => Promise<void> {
  return async (happened) => {
    try {
      await room.act({ type: 'session', ...happened });
    } catch (error) {
      log.error({ error: String(error), what: happened.what }, 'a sign-in or sign-out is not on record');
    }
  };
}

export function sessionRoutes(context: ApiContext): Route[] {
  const { accounts, config, guesses, onSessionEnd } = context;
  const noted = sessionBook(context);
  return [
    {
      method: 'post',
      path: '/session',
      access: 'open',
      contract: {
        vi: 'Đăng nhập',
        en: 'Signs in: sets the session cookie',
        body: credentials,
        gives: { 200: signedIn },
        fails: ['sign-in-failed', 'password-over', 'code-needed', 'too-many-attempts', 'cross-site'],
      },
      body: jsonBody,
      async handle(request, response) {
        refuseCrossSite(request);
        const { user: name, password, code } = checked(credentials, request.body);
        const from = request.ip ?? '';
        const { token, user, recoveryCodesLeft } = await guesses
          .guard(from, () => accounts.signIn(name, password, from, code, request.get('user-agent')))
          .catch(async (error: unknown) => {
            if (error instanceof HaidangError && error.code !== 'too-many-attempts')
              await noted({ what: 'refused', by: accounts.knownName(name) ?? NOBODY, from, why: error.code });
            throw error;
          });
        await noted({ what: 'in', by: user.name, from });
        setSessionCookie(request, response, token);
        response.json({ user: user.name, roles: user.roles, unit: user.unit, recoveryCodesLeft });
      },
    },
    {
      method: 'get',
      path: '/session',
      access: 'session',
      isForEnrolling: true,
      contract: { vi: 'Tôi là ai, được làm gì', en: 'Who asks, and what they may do', gives: { 200: whoAmI } },
      handle(request, response) {
        const token = sessionToken(request.headers);
        const who = whoAsks(response);
        const user = who.by === 'session' && token !== undefined ? accounts.session(token) : undefined;
        response.json({
          user: who.name,
          roles: user?.roles ?? [],
          unit: user?.unit,
          hasSecondFactor: user?.hasSecondFactor,
          passwordUntil: user?.passwordUntil,
          enrolBy: user?.enrolBy,
          mustEnrol: user?.mustEnrol,
          permissions: [...who.grants.keys()],
          seesSome: who.grants.get('read')?.has('province') === false ? true : undefined,
          demo: config.demo,
          modules: config.modules ?? usualModules,
        });
      },
    },
    {
      method: 'delete',
      path: '/session',
      access: 'session',
      isForEnrolling: true,
      contract: { vi: 'Đăng xuất', en: 'Signs out', gives: { 204: nothing } },
      async handle(request, response) {
        const token = sessionToken(request.headers);
        if (token !== undefined) {
          accounts.sessions.close(token);
          onSessionEnd?.(tokenHash(token));
          await noted({ what: 'out', by: whoAsks(response).name, from: request.ip ?? '' });
        }
        clearSessionCookie(request, response);
        response.status(204).end();
      },
    },
  ];
}
