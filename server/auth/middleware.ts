/** Who is asking, and whether they may. For express, and for socket.io's handshake. */
import type { IncomingHttpHeaders } from 'node:http';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { HaidangError } from '../errors.ts';
import type { Accounts } from './accounts.ts';
import type { Guesses } from './guesses.ts';
import { isTakenFrom } from './keys.ts';
import { type Grants, grantsOf, grantsOfKey, type Permission, type Reach, reachesFar, reachOf } from './permissions.ts';
import { PENDING_MS } from './single-sign-on/pending.ts';

export const sessionCookie = 'haidang_session';
export const wallCookie = 'haidang_wall';
const signOnCookie = 'haidang_sign_on';

/** Of a cookie that came by TLS: no other host, and nothing that came without TLS, can set one of that name. */
const secured = (name: string): string => `__Host-${name}`;
const named = ({ secure }: Request, name: string): string => (secure ? secured(name) : name);

export interface Who {
  name: string;
  /** What they may do, and to whose vessels. */
  grants: Grants;
  by: 'session' | 'key' | 'wall';
  /** That a user speaks for. */
  unit?: string;
  /** As `User` has them. */
  vessels?: string[];
  provider?: string;
  /** They can do nothing until they have turned a second factor on. */
  mustEnrol?: true;
  /** Of a key: requests that it may make a minute, where it has a number of its own. */
  perMinute?: number;
}

const NOTHING: Grants = new Map();
const safeMethods = ['GET', 'HEAD', 'OPTIONS'];
const longestToken = 200;

/**
 * @param remote address of the caller, where it is known: some keys are taken from some addresses only
 * @returns undefined when nobody known is asking
 */
export function whoIs(accounts: Accounts, headers: IncomingHttpHeaders, remote: string | undefined): Who | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) {
    const key = bearer.length <= longestToken ? accounts.key(bearer) : undefined;
    if (!key || !isTakenFrom(key, remote)) return undefined;
    const { name, scopes, perMinute } = key;
    return { name, grants: grantsOfKey(scopes), by: 'key', ...(perMinute !== undefined && { perMinute }) };
  }
  const token = sessionToken(headers);
  const user = token === undefined ? undefined : accounts.session(token);
  if (!user) return wallThatAsks(accounts, headers);
  const { name, roles, unit, vessels, provider, mustEnrol } = user;
  // Denied by default: whatever looks at grants gives nothing until then.
  return {
    name,
    grants: mustEnrol ? NOTHING : grantsOf(roles),
    by: 'session',
    ...(mustEnrol && { mustEnrol }),
    ...(unit !== undefined && { unit }),
    ...(vessels && { vessels }),
    ...(provider !== undefined && { provider }),
  };
}

/** Does somebody bring a key or a session, good or not? */
export function bringsToken(headers: IncomingHttpHeaders): boolean {
  return (
    /^Bearer /i.test(headers.authorization ?? '') ||
    sessionToken(headers) !== undefined ||
    wallToken(headers) !== undefined
  );
}

/** What stands in the journal beside an act: a user's name, or which key it was. */
export function signatureOf({ name, by }: Who): string {
  return by === 'key' ? `key:${name}` : name;
}

/** May they do that, for all of the province or some of it? */
export function may({ grants }: Who, permission: Permission): boolean {
  return grants.has(permission);
}

function wallThatAsks(accounts: Accounts, headers: IncomingHttpHeaders): Who | undefined {
  const token = wallToken(headers);
  const wall = token === undefined ? undefined : accounts.walls.wall(token);
  return wall && { name: wall.name, grants: grantsOfKey(['wall']), by: 'wall' };
}

/** The session's token from the Cookie header. */
export function sessionToken(headers: IncomingHttpHeaders): string | undefined {
  return cookieToken(headers, secured(sessionCookie)) ?? cookieToken(headers, sessionCookie);
}

/** What a browser that has gone to the province's sign-in brings back. */
export function signOnToken(headers: IncomingHttpHeaders): string | undefined {
  return cookieToken(headers, secured(signOnCookie)) ?? cookieToken(headers, signOnCookie);
}

/** Lax, not strict: it has to come back from another site. @param token undefined: it is over */
export function setSignOnCookie(req: Request, res: Response, token: string | undefined): void {
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: req.secure } as const;
  if (token === undefined) res.clearCookie(named(req, signOnCookie), options);
  else res.cookie(named(req, signOnCookie), token, { ...options, maxAge: PENDING_MS });
}

/** The token of a paired wall. */
export function wallToken(headers: IncomingHttpHeaders): string | undefined {
  return cookieToken(headers, secured(wallCookie)) ?? cookieToken(headers, wallCookie);
}

function cookieToken(headers: IncomingHttpHeaders, name: string): string | undefined {
  for (const pair of (headers.cookie ?? '').slice(0, 8192).split(';')) {
    const equals = pair.indexOf('=');
    if (equals < 0 || pair.slice(0, equals).trim() !== name) continue;
    const value = pair.slice(equals + 1).trim();
    // Our tokens need no quoting or escapes: whatever else stands there is none of them.
    if (value.length <= longestToken && /^[\w-]+$/.test(value)) return value;
  }
  return undefined;
}

/**
 * Puts `Who` into `res.locals.who` when somebody known is asking; refuses what another site makes a browser send, and whoever has
 * brought too many tokens that are none.
 */
export function authenticate(accounts: Accounts, guesses: Guesses): RequestHandler {
  return (req, res, next) => {
    const who = whoIs(accounts, req.headers, req.ip);
    if (!who && bringsToken(req.headers)) {
      guesses.check(req.ip ?? '');
      guesses.count(req.ip ?? '', 'token');
    }
    if (who?.by === 'session') refuseCrossSite(req);
    // A wall only looks.
    if (who?.by === 'wall' && !safeMethods.includes(req.method)) {
      next();
      return;
    }
    res.locals.who = who;
    next();
  };
}

/**
 * For requests that change something with a cookie, and for signing in.
 * A browser always names the page's origin on these; a caller that sends none is no browser and has no foreign cookie.
 * @throws HaidangError `cross-site`
 */
export function refuseCrossSite(req: Request): void {
  if (safeMethods.includes(req.method)) return;
  const { origin } = req.headers;
  if (origin === undefined && !['cross-site', 'same-site'].includes(String(req.headers['sec-fetch-site']))) return;
  if (origin === undefined || !URL.canParse(origin) || new URL(origin).host !== hostOf(req)) {
    throw new HaidangError('cross-site');
  }
}

/** Host as the browser saw it, written as `URL` writes it (lower case, no default port). */
function hostOf(req: Request): string | undefined {
  const url = `${req.protocol}://${req.host}`;
  return URL.canParse(url) ? new URL(url).host : undefined;
}

/**
 * @param reach the narrowest that gets an answer
 * @throws HaidangError `sign-in`, `not-allowed`, `beyond-reach`
 */
export function requirePermission(permission: Permission, reach: Reach = 'province'): RequestHandler {
  return (_req: Request, res: Response, next: NextFunction) => {
    const who = res.locals.who as Who | undefined;
    if (!who) throw new HaidangError('sign-in');
    if (who.mustEnrol) throw new HaidangError('second-factor-needed');
    const held = reachOf(who.grants, permission);
    if (!held) throw new HaidangError('not-allowed', { permission });
    if (!reachesFar(held, reach)) throw new HaidangError('beyond-reach');
    next();
  };
}

export function setSessionCookie(req: Request, res: Response, token: string): void {
  res.cookie(named(req, sessionCookie), token, { httpOnly: true, sameSite: 'strict', path: '/', secure: req.secure });
}

export function clearSessionCookie(req: Request, res: Response): void {
  res.clearCookie(named(req, sessionCookie), { httpOnly: true, sameSite: 'strict', path: '/', secure: req.secure });
}

/** Browsers keep no cookie longer than 400 days; it is set anew with every visit. */
const WALL_COOKIE_MS = 400 * 24 * 3_600_000;

export function setWallCookie(req: Request, res: Response, token: string): void {
  const maxAge = WALL_COOKIE_MS;
  res.cookie(named(req, wallCookie), token, {
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: req.secure,
    maxAge,
  });
}
