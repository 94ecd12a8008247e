/** Positions and alerts as they come, for programs of partners, cut to the vessels that whoever asks sees. */
import type { Request, Response } from 'express';
import { may, whoIs } from '../auth/middleware.ts';
import { HaidangError } from '../errors.ts';
import { EventStream, helloOf } from '../live/stream.ts';
import { seenNow } from './guarded-store.ts';
import { lookerOf } from './look-ups.ts';
import { type ApiContext, type Route, whoAsks } from './route.ts';

/** Every stream costs what a live screen does. */
const MOST_STREAMS = 100;
const MOST_OF_ONE = 5;
/** A key that is taken back, or a boat that changes hands, is gone from a stream within this. */
const RECHECK_MS = 30_000;
/** For whoever reads on to learn why it ends. */
const LAST_WORD_MS = 5000;
const TRY_AGAIN_SECONDS = 60;

export function streamRoutes(context: ApiContext): Route[] {
  const open = new Map<string, number>();
  const count = (owner: string, by: 1 | -1): void => {
    const left = (open.get(owner) ?? 0) + by;
    if (left === 0) open.delete(owner);
    else open.set(owner, left);
  };
  const refuseTooMany = (owner: string): void => {
    const all = [...open.values()].reduce((sum, one) => sum + one, 0);
    if (all < MOST_STREAMS && (open.get(owner) ?? 0) < MOST_OF_ONE) return;
    throw new HaidangError('too-many-streams', { most: MOST_OF_ONE, seconds: TRY_AGAIN_SECONDS });
  };
  return [
    {
      method: 'get',
      path: '/stream',
      access: 'read',
      reach: 'own',
      contract: {
        vi: 'Vị trí và cảnh báo theo thời gian thực (server-sent events)',
        en: 'Positions and alerts as they come (server-sent events), resumed by Last-Event-ID',
        gives: { 200: { media: ['text/event-stream'] } },
        fails: ['too-many-streams', 'journal-unavailable', 'act-waits'],
      },
      async handle(request, response) {
        const { by, name } = whoAsks(response);
        const owner = `${by}:${name}`;
        refuseTooMany(owner);
        count(owner, 1);
        response.once('close', () => count(owner, -1));
        const asked = { after: request.get('last-event-id')?.slice(0, 200) };
        await context.room.act({ type: 'exported', what: 'stream', asked, ...lookerOf(response) });
        serve(context, request, response);
      },
    },
  ];
}

function serve({ hub, accounts, sight, clock, log }: ApiContext, request: Request, response: Response): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  const sink = {
    write: (text: string) => response.write(text),
    end(text: string) {
      response.end(text);
      setTimeout(() => response.destroy(), LAST_WORD_MS).unref();
    },
    get writableLength() {
      return response.writableLength;
    },
  };
  const stream = new EventStream(sink, (slot) => hub.identityOf(slot), clock);
  const connection = hub.join(stream, seenNow());
  const recheck = async (): Promise<void> => {
    const who = whoIs(accounts, request.headers, request.ip);
    if (!who || !may(who, 'read')) stream.close('not-allowed');
    else hub.see(connection, await sight.of(who, 'read'));
  };
  const timer = setInterval(() => {
    recheck().catch((error: unknown) => log.warn({ err: error }, 'a stream could not be checked'));
  }, RECHECK_MS);
  response.once('close', () => {
    clearInterval(timer);
    hub.leave(connection);
  });
  void hub.hello(connection, helloOf(request.get('last-event-id')));
}
