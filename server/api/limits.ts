/** How often one address or key may ask, and how much it may send at once. */
import express, { type RequestHandler, type Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Who } from '../auth/middleware.ts';
import { HaidangError } from '../errors.ts';
import { maxFileBytes } from '../evidence/files.ts';
import { callerKey, Windows } from './windows.ts';

/** Answers 403: nobody finds out faster than this what there is. */
const REFUSALS_PER_MINUTE = 300;
/** A person who moves a slider through a day asks twice a second. */
const SEARCHES_PER_MINUTE = 120;
/** Receipts of a storm of messages. */
const GATEWAY_CALLS_PER_MINUTE = 6000;
/** A person with a link in a message. */
const LINK_CALLS_PER_MINUTE = 60;
const PAIRINGS_PER_MINUTE = 10;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const jsonBody = express.json({ limit: '1mb', strict: true });
export const registryBody = express.json({ limit: '4mb', strict: true });
/** All zones of a province in one document; MongoDB takes 16 MB, in which every coordinate is longer than here. */
const zonesBody = express.json({ limit: '6mb', strict: true });
/** Of a settings document: zones are longer than any other. */
export const documentBody: RequestHandler = (request, response, next) =>
  (/\/settings\/zones\/?$/.test(request.path) ? zonesBody : jsonBody)(request, response, next);
/** What a dry run tries may hold all zones. */
export const proposalBody = zonesBody;
/** Positions come with any content type; they are bytes to us until they are on disk. */
export const positionsBody = express.raw({ type: () => true, limit: '8mb' });
/** A file of a case. */
export const attachmentBody = express.raw({ type: () => true, limit: maxFileBytes });
/** A file of zones, of any format; the same bound as in geofences/import/reading.ts. */
export const zoneFileBody = express.raw({ type: () => true, limit: '16mb' });
/** A table of vessels, owners, licences or ports. */
export const registryFileBody = express.raw({ type: () => true, limit: '8mb' });

/** What is limited, as figures name it. */
export type Limit =
  | 'address'
  | 'key'
  | 'refusals'
  | 'searches'
  | 'gateways'
  | 'links'
  | 'reports'
  | 'pairings'
  | 'guesses';

/** @param most of one address in a minute @param skip requests that are not counted: those that another brake holds, such as a full journal */
export function requestLimit(most: number, skip: (method: string, path: string) => boolean): RequestHandler {
  const windows = new Windows(MINUTE_MS);
  return (request, _response, next) => {
    if (skip(request.method, request.path)) return next();
    const { count, endsAt } = windows.hit(callerKey(request), Date.now());
    next(count > most ? tooMany('address', endsAt) : undefined);
  };
}

/** Runs once it is known who asks. @param usual of a key in a minute that has no number of its own */
export function keyLimit(usual: number): RequestHandler {
  const asker = (response: Response): Who | undefined => response.locals.who as Who | undefined;
  const windows = new Windows(MINUTE_MS);
  return (_request, response, next) => {
    const who = asker(response);
    if (who?.by !== 'key') return next();
    const { count, endsAt } = windows.hit(who.name, Date.now());
    next(count > (who.perMinute ?? usual) ? tooMany('key', endsAt) : undefined);
  };
}

/** What is being answered counts until it is known not to be refused: whoever asks much at once gets no further. */
export function refusalLimit(): RequestHandler {
  const windows = new Windows(MINUTE_MS);
  return (request, response, next) => {
    const window = windows.hit(callerKey(request), Date.now());
    // Also of what its caller broke off.
    response.once('close', () => {
      if (response.statusCode !== 403) window.count--;
    });
    next(window.count > REFUSALS_PER_MINUTE ? tooMany('refusals', window.endsAt) : undefined);
  };
}

/** Questions that look at many tracks. */
export function searchLimit(): RequestHandler {
  return limiter('searches', SEARCHES_PER_MINUTE, {});
}

export function gatewayLimit(): RequestHandler {
  return limiter('gateways', GATEWAY_CALLS_PER_MINUTE, {});
}

export function linkLimit(): RequestHandler {
  return limiter('links', LINK_CALLS_PER_MINUTE, {});
}

/** Reports from the public page that were taken. @param perHour of one address */
export function publicReportLimit(perHour: number): RequestHandler {
  return limiter('reports', perHour, { windowMs: HOUR_MS, skipFailedRequests: true });
}

/** A wall that asks again when its code has run out, and people who start it a few times over. */
export function pairingLimit(): RequestHandler {
  return limiter('pairings', PAIRINGS_PER_MINUTE, {});
}

type Options = NonNullable<Parameters<typeof rateLimit>[0]>;
type Extra = Pick<Options, 'windowMs' | 'skipFailedRequests'>;

function limiter(what: Limit, limit: Options['limit'], extra: Extra): RequestHandler {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit,
    legacyHeaders: false,
    standardHeaders: false,
    // Anybody may send this header; it is only believed as far as `trust proxy` says.
    validate: { xForwardedForHeader: false },
    ...extra,
    handler: (request, _response, next) => {
      const { resetTime } = (request as unknown as { rateLimit?: { resetTime?: Date } }).rateLimit ?? {};
      next(tooMany(what, resetTime?.getTime() ?? Date.now() + MINUTE_MS));
    },
  });
}

/** @param endsAt until when nothing more is taken, epoch ms */
function tooMany(what: Limit, endsAt: number): HaidangError {
  const waitMs = Math.max(1000, endsAt - Date.now());
  const code = what === 'reports' ? 'too-many-reports' : 'too-many-requests';
  return new HaidangError(code, { seconds: Math.ceil(waitMs / 1000), limit: what });
}
