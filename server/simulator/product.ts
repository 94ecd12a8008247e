/** The product as the simulator sees it: the documented HTTP interface (docs/api.md), and nothing else. */
import { Agent, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RegistryRow } from './craft.ts';
import type { Patience } from './patience.ts';

interface KnownVessel {
  registration?: string;
  mmsi?: number;
  latest?: { fixTime: number; lon: number; lat: number };
}

interface Answer {
  status: number;
  body: string;
}

const firstRetryMs = 250;
const lastRetryMs = 15_000;
const requestTimeoutMs = 30_000;

/** An answer that no repetition will change. */
export class Refused extends Error {
  readonly status: number;

  constructor(path: string, answer: Answer) {
    super(`${path} answered ${answer.status}: ${sentenceIn(answer.body) ?? answer.body.slice(0, 300)}`);
    this.status = answer.status;
  }
}

/** The product's own errors say in words what is wrong. */
function sentenceIn(body: string): string | undefined {
  try {
    const { error } = JSON.parse(body) as { error?: { en?: string } };
    return error?.en?.replace(/\.$/, '');
  } catch {
    return undefined;
  }
}

export class Product {
  readonly #base: URL;
  readonly #key: string;
  readonly #signal: AbortSignal;
  readonly #patience: Patience | undefined;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 2 });

  /** @param patience absent: endless */
  constructor(httpUrl: string, apiKey: string, signal: AbortSignal, patience?: Patience) {
    this.#base = new URL(httpUrl);
    this.#key = apiKey;
    this.#signal = signal;
    this.#patience = patience;
  }

  async register(rows: readonly RegistryRow[]): Promise<void> {
    const chunk = 500;
    for (let i = 0; i < rows.length; i += chunk) {
      await this.#insist('POST', '/api/v1/vessels', JSON.stringify(rows.slice(i, i + chunk)), 'application/json');
    }
  }

  async sendNaf(records: readonly string[], path = '/api/v1/positions/naf'): Promise<void> {
    if (records.length > 0) await this.#insist('POST', path, `${records.join('\n')}\n`, 'text/plain; charset=utf-8');
  }

  /** All vessels, a page at a time, so that a big fleet is never in memory as a whole. */
  async *vessels(): AsyncGenerator<KnownVessel> {
    let after: string | undefined;
    do {
      const query = new URLSearchParams({ limit: '200' });
      if (after) query.set('after', after);
      const page = JSON.parse(await this.#insist('GET', `/api/v1/vessels?${query}`)) as {
        vessels: KnownVessel[];
        next?: string | number | null;
      };
      yield* page.vessels;
      const next = page.next === undefined || page.next === null ? undefined : String(page.next);
      if (next === after) return;
      after = next;
    } while (after);
  }

  /** Sentences that the UDP feed at this port has taken in; undefined when the product does not say. */
  async sentencesAt(udpPort: number): Promise<number | undefined> {
    const status = JSON.parse(await this.#insist('GET', '/api/v1/status')) as {
      feeds?: { url: string; sentences: number }[];
    };
    return status.feeds?.find(({ url }) => url.startsWith('udp:') && url.includes(`:${udpPort}`))?.sentences;
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Asks until there is an answer: a product that restarts or is busy costs time, not data. */
  async #insist(method: string, path: string, body?: string, type?: string): Promise<string> {
    for (let waitMs = firstRetryMs; ; waitMs = Math.min(waitMs * 2, lastRetryMs)) {
      const answer = await this.#ask(method, path, body, type).catch((error: unknown) => {
        this.#signal.throwIfAborted();
        this.#patience?.failed(error);
        return undefined;
      });
      if (answer) this.#patience?.taken();
      if (answer && answer.status < 300) return answer.body;
      if (answer && answer.status < 500 && answer.status !== 429 && answer.status !== 408)
        throw new Refused(path, answer);
      await sleep(waitMs, undefined, { signal: this.#signal });
    }
  }

  #ask(method: string, path: string, body?: string, type?: string): Promise<Answer> {
    const url = new URL(path, this.#base);
    const headers: Record<string, string | number> = { authorization: `Bearer ${this.#key}` };
    if (type) headers['content-type'] = type;
    if (body !== undefined) headers['content-length'] = Buffer.byteLength(body);
    const secure = url.protocol === 'https:';
    const options = { method, headers, signal: this.#signal, timeout: requestTimeoutMs };
    return new Promise((resolve, reject) => {
      const send = secure ? httpsRequest(url, options) : httpRequest(url, { ...options, agent: this.#agent });
      send.on('error', reject);
      send.on('timeout', () => send.destroy(new Error('no answer')));
      send.on('response', (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }),
        );
      });
      send.end(body);
    });
  }
}
