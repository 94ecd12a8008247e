/** Signing in by the province's own accounts. Browsers come here by themselves, so every outcome is a page: the console, or the sign-in page with what went wrong. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import { setSessionCookie, setSignOnCookie, signOnToken } from '../auth/middleware.ts';
import { admit } from '../auth/single-sign-on/admission.ts';
import type { Provider } from '../auth/single-sign-on/provider.ts';
import { HaidangError } from '../errors.ts';
import { waysIn } from './answers/accounts.ts';
import { nothing } from './contract.ts';
import { notFound } from './faults.ts';
import type { ApiContext, Route } from './route.ts';
import { sessionBook } from './session.ts';

/** Why somebody is back on the sign-in page: `/?sign-on=refused`. */
type SignOnOutcome = 'refused' | 'failed' | 'away';

/** Of the provider's answer; what else it says is ignored. */
const answer = z.looseObject({ code: z.string().optional(), state: z.string().optional() });

export function singleSignOnRoutes(context: ApiContext): Route[] {
  const { signOn } = context;
  return [
    {
      method: 'get',
      path: '/session/ways',
      access: 'open',
      contract: { vi: 'Các cách đăng nhập', en: 'The ways in that there are', gives: { 200: waysIn } },
      handle(_request, response) {
        response.json(signOn ? { singleSignOn: { label: signOn.config.label } } : {});
      },
    },
    {
      method: 'get',
      path: '/session/oidc',
      access: 'open',
      contract: {
        vi: 'Sang trang đăng nhập của tỉnh',
        en: 'Sends a browser to the province’s sign-in',
        gives: { 302: nothing },
        fails: ['not-found', 'cross-site'],
      },
      handle: (request, response) => begin(context, needed(signOn), request, response),
    },
    {
      method: 'get',
      path: '/session/oidc/callback',
      access: 'open',
      contract: {
        vi: 'Trở về từ trang đăng nhập của tỉnh',
        en: 'Where the province’s sign-in sends a browser back to',
        query: answer,
        gives: { 303: nothing },
        fails: ['not-found'],
      },
      handle: (request, response) => end(context, needed(signOn), request, response),
    },
  ];
}

function needed(signOn: Provider | undefined): Provider {
  if (!signOn) throw notFound({ vi: 'cách đăng nhập này', en: 'This way in' });
  return signOn;
}

async function begin(
  { accounts, log }: ApiContext,
  signOn: Provider,
  request: Request,
  response: Response,
): Promise<void> {
  // Nobody is signed in because of a link or picture of another page.
  if (['cross-site', 'same-site'].includes(String(request.headers['sec-fetch-site'])))
    throw new HaidangError('cross-site');
  try {
    const { url, pending } = await signOn.begin();
    setSignOnCookie(request, response, accounts.signOns.begin(pending));
    response.redirect(302, url.href);
  } catch (error) {
    log.error({ error: String(error) }, 'the provider of accounts does not answer');
    backTo(response, 'away');
  }
}

async function end(context: ApiContext, signOn: Provider, request: Request, response: Response): Promise<void> {
  const { accounts, room, log } = context;
  const noted = sessionBook(context);
  const from = request.ip ?? '';
  const browser = signOnToken(request.headers);
  const pending = browser === undefined ? undefined : accounts.signOns.take(browser);
  setSignOnCookie(request, response, undefined);
  if (!pending) {
    backTo(response, 'failed');
    return;
  }
  try {
    const query = new URL(request.originalUrl, 'http://localhost').searchParams;
    const { user, changed, hasShownMore } = admit(accounts, signOn.config, await signOn.end(query, pending));
    if (changed) {
      const details = { roles: user.roles, bySingleSignOn: true };
      const what = changed === 'bound' ? 'single-sign-on' : changed;
      await room.act({ type: 'account', what, name: user.name, details, by: user.name });
    }
    setSessionCookie(
      request,
      response,
      accounts.openSession(user, { from, device: request.get('user-agent'), hasShownMore }),
    );
    await noted({ what: 'in', by: user.name, from, why: 'single-sign-on' });
    response.redirect(303, '/');
  } catch (error) {
    const isRefused = error instanceof HaidangError && error.code === 'sign-on-refused';
    // What a provider says wrong may hold what is secret: only its kind is kept.
    log.warn({ why: isRefused ? error.message : kindOf(error) }, 'a single sign-on came to nothing');
    await noted({ what: 'refused', by: '-', from, why: isRefused ? 'sign-on-refused' : 'sign-on-failed' });
    backTo(response, isRefused ? 'refused' : 'failed');
  }
}

function backTo(response: Response, outcome: SignOnOutcome): void {
  response.redirect(303, `/?sign-on=${outcome}`);
}

function kindOf(error: unknown): string {
  const { name, code } = error as { name?: unknown; code?: unknown };
  return `${String(name)} ${String(code ?? '')}`.trim();
}
