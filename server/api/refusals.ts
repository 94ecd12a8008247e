/** Puts on record what somebody known was refused: an auditor sees who tried what. */
import type { ErrorRequestHandler, Response } from 'express';
import type { Who } from '../auth/middleware.ts';
import { type ErrorCode, HaidangError } from '../errors.ts';
import { type ApiContext, actor } from './route.ts';

/** A page that asks again and again is one attempt. */
const ONCE_IN_MS = 10 * 60_000;
const MOST_REMEMBERED = 5000;
const TOLD: ReadonlySet<ErrorCode> = new Set([
  'not-allowed',
  'beyond-reach',
  'own-proposal',
  'needs-person',
  'second-factor-needed',
]);

/** Stands behind the routes; the answer does not wait for the record. */
export function recordRefusals({ room, clock, log }: Pick<ApiContext, 'room' | 'clock' | 'log'>): ErrorRequestHandler {
  const seen = new Map<string, number>();
  const isNew = (attempt: string): boolean => {
    const now = clock();
    const last = seen.get(attempt);
    if (last !== undefined && now - last < ONCE_IN_MS) return false;
    // Deleted first, so that the oldest is forgotten first.
    seen.delete(attempt);
    seen.set(attempt, now);
    if (seen.size > MOST_REMEMBERED) seen.delete(seen.keys().next().value!);
    return true;
  };
  return (error: unknown, request, response, next) => {
    const by = knownActor(response);
    if (by !== undefined && error instanceof HaidangError && TOLD.has(error.code)) {
      // As it is declared: what stands in the address may be secret, and is anybody's to make long.
      const asked = `${request.method} ${String(response.locals.route)}`;
      if (isNew(`${by} ${error.code} ${asked}`)) {
        room.act({ type: 'refused', asked, code: error.code, by }).catch((failure: unknown) => {
          log.error({ error: String(failure) }, 'a refusal could not be journaled');
        });
      }
    }
    next(error);
  };
}

function knownActor(response: Response): string | undefined {
  const who = response.locals.who as Who | undefined;
  return who === undefined || who.by === 'wall' || response.locals.route === undefined ? undefined : actor(response);
}
