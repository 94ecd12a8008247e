/**
 * The front's door for its engines and web nodes, on an address of its own: the journal as a stream, and what is to be put
 * into it. HTTP/1.1 with one shared key; whoever has the key can read and add everything, so the address belongs on a
 * network of the operator's own.
 *
 * GET  /settings                     what every process must have alike
 * GET  /status                       how the journal is
 * GET  /records?from=POSITION        without end: position f64 LE, then the record as it is in a segment
 * POST /bytes?feed&source&at&whole   answered after the fsync
 * POST /entry {entry, at}            → {position}
 * POST /feed {feed, at}              → {feed, bytes}
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { EngineWindow } from '../../geofences/engine.ts';
import { HaidangError } from '../errors.ts';
import type { FeedAsk } from '../ingest/journaled-feeds.ts';
import { encodeRecord } from '../journal/record.ts';
import type { Entry } from '../models/entry.ts';
import type { AnswerConfig } from '../notify/config.ts';
import { systemWords } from '../system-words.ts';
import type { FrontLog } from './front-log.ts';

/** As long as a posted file may be, and a little. */
const MOST_BODY_BYTES = 33 * 1024 * 1024;

/** An engine that takes longer gets the rest at the next start. */
const LAST_RECORDS_MS = 1000;

/** What has to be the same everywhere, so it is said in one place: where the front is configured. */
export interface SharedSettings {
  partitions: number;
  demo: boolean;
  publicUrl?: string;
  window?: EngineWindow;
  /** For processes that take answers: links in messages, receipts and replies of gateways. */
  answers?: SharedAnswers;
}

/** The keys with which links in messages are proven and browsers subscribe. */
export interface SharedAnswers {
  config: AnswerConfig;
  linkKey: string;
  pushKey: string;
}

interface LogServerOptions {
  log: FrontLog;
  settings: SharedSettings;
  key: string;
  host: string;
  port: number;
}

export class LogServer {
  readonly #options: LogServerOptions;
  readonly #server: Server;

  private constructor(options: LogServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => refuse(response, error));
    });
    // An engine that is stopped for a while is no reason to let go of it.
    this.#server.requestTimeout = 0;
  }

  /** @throws HaidangError `port-in-use`, `cannot-listen` */
  static open(options: LogServerOptions): Promise<LogServer> {
    const { host, port } = options;
    const door = new LogServer(options);
    return new Promise((resolve, reject) => {
      door.#server.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE') reject(new HaidangError('port-in-use', { host, port }));
        else reject(new HaidangError('cannot-listen', { host, port, why: systemWords(error) }));
      });
      door.#server.listen(port, host, () => resolve(door));
    });
  }

  /** To be called when the log is closed: engines still get the end of it. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      const patience = setTimeout(() => this.#server.closeAllConnections(), LAST_RECORDS_MS);
      this.#server.close(() => {
        clearTimeout(patience);
        resolve();
      });
      this.#server.closeIdleConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { log, settings, key } = this.#options;
    if (!isKey(request.headers.authorization, key)) {
      response.writeHead(401).end();
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://front');
    const number = (name: string): number => Number(searchParams.get(name) ?? 0);
    switch (`${request.method} ${pathname}`) {
      case 'GET /settings':
        return answer(response, settings);
      case 'GET /status':
        return answer(response, log.status());
      case 'GET /records':
        return stream(log, number('from'), request, response);
      case 'POST /bytes': {
        const bytes = await bodyOf(request);
        const whole = searchParams.get('whole') === '1';
        await log.bytes({ feed: number('feed'), source: number('source'), receivedAt: number('at'), whole, bytes });
        return answer(response, {});
      }
      case 'POST /entry': {
        const { entry, at } = JSON.parse((await bodyOf(request)).toString('utf8')) as { entry: Entry; at: number };
        return answer(response, { position: await log.entry(entry, at) });
      }
      case 'POST /feed': {
        const { feed, at } = JSON.parse((await bodyOf(request)).toString('utf8')) as { feed: FeedAsk; at: number };
        return answer(response, await log.openFeed(feed, at));
      }
      default:
        response.writeHead(404).end();
    }
  }
}

async function stream(log: FrontLog, from: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
  log.refuseBeyond(from, 'engine');
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  request.socket.setKeepAlive(true, 10_000);
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  response.flushHeaders();
  for await (const records of log.records(from, gone.signal)) {
    const framed = records.flatMap((record) => {
      const place = Buffer.alloc(8);
      place.writeDoubleLE(record.position);
      return [place, encodeRecord(record)];
    });
    if (response.write(Buffer.concat(framed)) || gone.signal.aborted) continue;
    await new Promise<void>((resolve) => {
      response.once('drain', resolve);
      gone.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
  response.end();
}

/** Compared by hash, so that the time that it takes tells nothing of the key. */
function isKey(header: string | undefined, key: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${key}`));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_BODY_BYTES) throw new HaidangError('overloaded', { seconds: 5 });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function answer(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, error: unknown): void {
  const { code, details } =
    error instanceof HaidangError ? error : new HaidangError('journal-unavailable', { why: systemWords(error) });
  if (response.headersSent) response.destroy();
  else
    response
      .writeHead(code === 'log-behind' ? 409 : 503, { 'content-type': 'application/json' })
      .end(JSON.stringify({ code, details }));
}
