/** The front's journal from another process. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Detail, type ErrorCode, HaidangError } from '../errors.ts';
import type { FeedAsk } from '../ingest/journaled-feeds.ts';
import type { Arrival, RoomStatus } from '../ingest/room.ts';
import { decodeRecord, type PlacedRecord } from '../journal/record.ts';
import type { Entry } from '../models/entry.ts';
import { systemWords } from '../system-words.ts';
import type { LogPort } from './front-log.ts';
import type { SharedSettings } from './log-server.ts';

const RETRY_MS = 500;
const STATUS_MS = 2000;
/** A front that starts with a long journal takes a while. */
const START_TRIES = 240;
const PLACE_BYTES = 8;

interface RemoteLogOptions {
  /** `http://host:port` of the front's door. */
  url: string;
  key: string;
  onProblem: (sentence: string, error: unknown) => void;
}

export class RemoteLog implements LogPort {
  readonly #options: RemoteLogOptions;
  readonly #closing = new AbortController();
  #status: RoomStatus['journal'] = { bytes: 0, healthy: true, fsyncs: 0, lastFsyncMs: 0, cutBytes: 0 };
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RemoteLogOptions) {
    this.#options = options;
  }

  /** Waits for a front that is still starting. @throws HaidangError `front-away` */
  async settings(): Promise<SharedSettings> {
    for (let tries = 1; ; tries++) {
      try {
        return (await (await this.#ask('GET', '/settings')).json()) as SharedSettings;
      } catch (error) {
        if (tries === START_TRIES || (error instanceof HaidangError && error.code === 'front-key')) throw error;
      }
      await pause(RETRY_MS);
    }
  }

  /** Looks after `status` from now on. */
  watch(): void {
    const look = async (): Promise<void> => {
      try {
        this.#status = (await (await this.#ask('GET', '/status')).json()) as RoomStatus['journal'];
      } catch (error) {
        this.#status = { ...this.#status, healthy: false, problem: systemWords(error) };
      }
    };
    this.#timer ??= setInterval(() => void look(), STATUS_MS);
    void look();
  }

  async bytes({ feed, source, receivedAt, whole, bytes }: Arrival): Promise<void> {
    const asked = new URLSearchParams({
      ...{ feed: String(feed), source: String(source), at: String(receivedAt), whole: whole ? '1' : '0' },
    });
    await this.#ask('POST', `/bytes?${asked}`, bytes);
  }

  async entry(entry: Entry, at: number): Promise<number> {
    const answer = await this.#ask('POST', '/entry', JSON.stringify({ entry, at }));
    return ((await answer.json()) as { position: number }).position;
  }

  async openFeed(feed: FeedAsk, at: number): Promise<{ feed: number; bytes: number }> {
    const answer = await this.#ask('POST', '/feed', JSON.stringify({ feed, at }));
    return (await answer.json()) as { feed: number; bytes: number };
  }

  status(): RoomStatus['journal'] {
    return this.#status;
  }

  /** As FrontLog.records; goes on where it was when the front was away. @throws HaidangError `log-behind` */
  async *records(from: number, signal: AbortSignal): AsyncIterable<readonly PlacedRecord[]> {
    let position = from;
    let isAway = false;
    while (!signal.aborted) {
      try {
        const { body } = await this.#ask('GET', `/records?from=${position}`, undefined, signal);
        isAway = false;
        for await (const some of placed(body as unknown as AsyncIterable<Uint8Array>)) {
          yield some;
          position = some.at(-1)?.next ?? position;
        }
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof HaidangError && error.code === 'log-behind') throw error;
        if (!isAway) this.#options.onProblem('the front does not answer; it is asked again', error);
        isAway = true;
      }
      await pause(RETRY_MS, undefined, { signal }).catch(() => {});
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#closing.abort();
  }

  /** @throws HaidangError what the front says, `front-away`, `front-key` */
  async #ask(method: string, path: string, body?: Uint8Array | string, signal?: AbortSignal): Promise<Response> {
    const { url, key } = this.#options;
    const until = signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
    const headers = { authorization: `Bearer ${key}` };
    let answer: Response;
    try {
      answer = await fetch(url + path, { method, headers, body: body as BodyInit | undefined, signal: until });
    } catch (error) {
      const why = (error as { cause?: unknown }).cause ?? error;
      throw new HaidangError('front-away', { url, why: systemWords(why) });
    }
    if (answer.ok) return answer;
    if (answer.status === 401) throw new HaidangError('front-key', { url });
    const said = (await answer.json().catch(() => undefined)) as { code?: ErrorCode; details?: Details } | undefined;
    if (said?.code) throw new HaidangError(said.code, said.details);
    throw new HaidangError('front-away', { url, why: `HTTP ${answer.status}` });
  }
}

type Details = Readonly<Record<string, Detail>>;

/** @throws Error when the stream is not what a front sends */
async function* placed(stream: AsyncIterable<Uint8Array>): AsyncIterable<readonly PlacedRecord[]> {
  let bytes = Buffer.alloc(0);
  for await (const more of stream) {
    bytes = bytes.length === 0 ? Buffer.from(more) : Buffer.concat([bytes, more]);
    const some: PlacedRecord[] = [];
    let at = 0;
    while (at + PLACE_BYTES < bytes.length) {
      const read = decodeRecord(bytes, at + PLACE_BYTES);
      if (read === 'cut-short') break;
      if (typeof read === 'string') throw new Error(`the front's stream is damaged: ${read}`);
      const position = bytes.readDoubleLE(at);
      some.push({ ...read.record, position, next: position + read.size });
      at += PLACE_BYTES + read.size;
    }
    bytes = bytes.subarray(at);
    if (some.length > 0) yield some;
  }
}
