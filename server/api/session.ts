/** Signing in and out, and who one is. */
import { z } from 'zod';
import { clearSessionCookie, refuseCrossSite, sessionToken, setSessionCookie } from '../auth/middleware.ts';
import { tokenHash } from '../auth/secrets.ts';
import { signedIn, whoAmI } from './answers/accounts.ts';
import { nothing } from './contract.ts';
import { checked } from './faults.ts';
import { jsonBody, signInLimit } from './limits.ts';
import { type ApiContext, type Route, whoAsks } from './route.ts';

const credentials = z.object({
  user: z.string().min(1).max(100),
  password: z.string().min(1).max(1000),
  code: z.string().max(40).optional(),
});

export function sessionRoutes({ accounts, config, onSessionEnd }: ApiContext): Route[] {
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
        fails: ['sign-in-failed', 'code-needed', 'too-many-attempts', 'cross-site'],
      },
      limiter: signInLimit(),
      body: jsonBody,
      async handle(request, response) {
        refuseCrossSite(request);
        const { user: name, password, code } = checked(credentials, request.body);
        const { token, user, recoveryCodesLeft } = await accounts.signIn(name, password, request.ip ?? '', code);
        setSessionCookie(request, response, token);
        response.json({ user: user.name, roles: user.roles, unit: user.unit, recoveryCodesLeft });
      },
    },
    {
      method: 'get',
      path: '/session',
      access: 'session',
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
          permissions: [...who.grants.keys()],
          seesSome: who.grants.get('read')?.has('province') === false ? true : undefined,
          demo: config.demo,
        });
      },
    },
    {
      method: 'delete',
      path: '/session',
      access: 'session',
      contract: { vi: 'Đăng xuất', en: 'Signs out', gives: { 204: nothing } },
      handle(request, response) {
        const token = sessionToken(request.headers);
        if (token !== undefined) {
          accounts.signOut(token);
          onSessionEnd?.(tokenHash(token));
        }
        clearSessionCookie(request, response);
        response.status(204).end();
      },
    },
  ];
}
