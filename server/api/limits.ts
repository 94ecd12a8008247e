/** How often one address may ask, and how much it may send at once. */
import express, { type RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { type ErrorCode, HaidangError } from '../errors.ts';
import { maxFileBytes } from '../evidence/files.ts';

/** A province's whole office may come from one address. */
const REQUESTS_PER_MINUTE = 6000;
/** Answers 401 and 403: nobody guesses keys faster than this. */
const REFUSALS_PER_MINUTE = 300;
/** A person who moves a slider through a day asks twice a second. */
const SEARCHES_PER_MINUTE = 120;
/** Receipts of a storm of messages. */
const GATEWAY_CALLS_PER_MINUTE = 6000;
/** A person with a link in a message. */
const LINK_CALLS_PER_MINUTE = 60;
const PAIRINGS_PER_MINUTE = 10;
/** Failed sign-ins; accounts have their own brake besides. */
const SIGN_IN_FAILURES = 30;
const SIGN_IN_WINDOW_MS = 5 * 60_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const jsonBody = express.json({ limit: '1mb', strict: true });
export const registryBody = express.json({ limit: '4mb', strict: true });
/** Positions come with any content type; they are bytes to us until they are on disk. */
export const positionsBody = express.raw({ type: () => true, limit: '8mb' });
/** A file of a case. */
export const attachmentBody = express.raw({ type: () => true, limit: maxFileBytes });
/** A file of zones, of any format; the same bound as in geofences/import/reading.ts. */
export const zoneFileBody = express.raw({ type: () => true, limit: '16mb' });
/** A table of vessels, owners, licences or ports. */
export const registryFileBody = express.raw({ type: () => true, limit: '8mb' });

/** @param skip requests that are not counted: those that another brake holds, such as a full journal */
export function requestLimit(skip: (method: string, path: string) => boolean): RequestHandler {
  return limiter(MINUTE_MS, REQUESTS_PER_MINUTE, 'overloaded', { skip: ({ method, path }) => skip(method, path) });
}

export function refusalLimit(): RequestHandler {
  return limiter(MINUTE_MS, REFUSALS_PER_MINUTE, 'too-many-attempts', {
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_, { statusCode }) => statusCode !== 401 && statusCode !== 403,
  });
}

/** Questions that look at many tracks. */
export function searchLimit(): RequestHandler {
  return limiter(MINUTE_MS, SEARCHES_PER_MINUTE, 'overloaded', {});
}

export function gatewayLimit(): RequestHandler {
  return limiter(MINUTE_MS, GATEWAY_CALLS_PER_MINUTE, 'overloaded', {});
}

export function linkLimit(): RequestHandler {
  return limiter(MINUTE_MS, LINK_CALLS_PER_MINUTE, 'overloaded', {});
}

/** Reports from the public page that were taken. @param perHour of one address */
export function publicReportLimit(perHour: number): RequestHandler {
  return limiter(HOUR_MS, perHour, 'too-many-reports', { skipFailedRequests: true });
}

/** A wall that asks again when its code has run out, and people who start it a few times over. */
export function pairingLimit(): RequestHandler {
  return limiter(MINUTE_MS, PAIRINGS_PER_MINUTE, 'too-many-attempts', {});
}

export function signInLimit(): RequestHandler {
  return limiter(SIGN_IN_WINDOW_MS, SIGN_IN_FAILURES, 'too-many-attempts', { skipSuccessfulRequests: true });
}

type Extra = Pick<
  NonNullable<Parameters<typeof rateLimit>[0]>,
  'skip' | 'skipFailedRequests' | 'skipSuccessfulRequests' | 'requestWasSuccessful'
>;

function limiter(windowMs: number, limit: number, code: ErrorCode, extra: Extra): RequestHandler {
  return rateLimit({
    windowMs,
    limit,
    legacyHeaders: false,
    standardHeaders: false,
    // Anybody may send this header; it is only believed as far as `trust proxy` says.
    validate: { xForwardedForHeader: false },
    ...extra,
    handler: (_request, _response, next) => next(new HaidangError(code, { seconds: Math.ceil(windowMs / 1000) })),
  });
}
