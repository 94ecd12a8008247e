/** The first administrator comes in by the link that the start printed, and chooses a password. */
import { z } from 'zod';
import { refuseCrossSite, setSessionCookie } from '../auth/middleware.ts';
import { begun } from './answers/accounts.ts';
import { checked } from './faults.ts';
import { jsonBody } from './limits.ts';
import type { ApiContext, Route } from './route.ts';

const beginning = z.strictObject({ token: z.string().min(1).max(200), password: z.string().max(2000) });

export function firstAccountRoute({ accounts, guesses, room }: ApiContext): Route {
  return {
    method: 'post',
    path: '/session/first',
    access: 'open',
    contract: {
      vi: 'Quản trị viên đầu tiên chọn mật khẩu bằng liên kết lúc khởi động',
      en: 'The first administrator chooses a password by the link that the start printed',
      body: beginning,
      gives: { 201: begun },
      fails: ['first-link', 'account-invalid', 'cross-site'],
    },
    body: jsonBody,
    async handle(request, response) {
      refuseCrossSite(request);
      const { token, password } = checked(beginning, request.body);
      const { token: session, user } = await guesses.guard(request.ip ?? '', () =>
        accounts.beginWith(token, password, { from: request.ip, device: request.get('user-agent') }),
      );
      const { name, roles } = user;
      await room.act({ type: 'account', what: 'added', name, details: { roles, byFirstLink: true }, by: name });
      setSessionCookie(request, response, session);
      response.status(201).json({ user: name, roles });
    },
  };
}
