/**
 * Plays the demonstration into a running product: registers the fleet, sends the last two days in order of time, then
 * goes on live. It is a client like any provider: AIVDM over UDP, NAF over HTTP, with an API key. It keeps nothing: after
 * a restart it asks the product for the newest fix that it has and goes on from there.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { demoSizes, Fleet, type FleetSizes, sizesFor } from './fleet.ts';
import { FlowControl } from './flow.ts';
import { lastWords } from './lost-boat.ts';
import { aisSentences, nafRecord } from './messages.ts';
import { DatagramSender } from './packets.ts';
import { Product } from './product.ts';
import type { LastHeard } from './runners.ts';
import { type Transmission, transmissions } from './schedule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export interface SimulatorOptions {
  /** Where the product answers, for example `http://127.0.0.1:8080`. */
  httpUrl: string;
  /** Needs `registry:write`, `positions:write` and `read`. */
  apiKey: string;
  udpHost: string;
  udpPort: number;
  seed: number;
  /** Number of fishing boats; default: the demonstration's fleet. */
  vessels?: number;
  historyHours: number;
  /** Epoch ms; the live story hangs on it. */
  startTime: number;
}

export type SimulatorEvent =
  | { type: 'progress'; part: number; sentences: number; records: number }
  | { type: 'history-done'; from: number; sentences: number; records: number; lost: number; tookMs: number }
  | { type: 'live'; time: number; sentences: number; records: number }
  | { type: 'problem'; text: string };

/** One NAF body covers this much history: a hundred records of the demonstration's fleet. */
const windowMs = 20 * MINUTE;
const longestHistoryHours = 48;
const liveStepMs = 1000;
const liveReportMs = 10_000;
/** A pause longer than this (a suspended machine) is caught up as history. */
const longestLiveStepMs = 2 * MINUTE;
/** NAF records that may wait for a product that does not answer: about a day of the demonstration's fleet. */
const longestQueue = 10_000;

/** Runs until `signal` aborts; then it returns without an error. */
export async function runSimulator(
  options: SimulatorOptions,
  signal: AbortSignal,
  report: (event: SimulatorEvent) => void = () => undefined,
): Promise<void> {
  const play = new Play(options, signal, report);
  try {
    await play.run();
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    play.close();
  }
}

class Play {
  readonly #options: SimulatorOptions;
  readonly #signal: AbortSignal;
  readonly #report: (event: SimulatorEvent) => void;
  readonly #product: Product;
  readonly #radio: DatagramSender;
  readonly #flow: FlowControl;
  #fleet: Fleet;
  #records = 0;
  #waiting: string[] = [];
  #flushing = false;

  constructor(options: SimulatorOptions, signal: AbortSignal, report: (event: SimulatorEvent) => void) {
    this.#options = options;
    this.#signal = signal;
    this.#report = report;
    this.#product = new Product(options.httpUrl, options.apiKey, signal);
    this.#radio = new DatagramSender(options.udpHost, options.udpPort);
    this.#flow = new FlowControl(this.#product, this.#radio, options.udpPort, signal);
    this.#fleet = new Fleet(options.seed, this.#sizes(), { startTime: options.startTime });
  }

  async run(): Promise<void> {
    const { seed, startTime } = this.#options;
    await this.#attempt(() => this.#product.register(this.#fleet.boats.map((boat) => boat.registry)));
    const known = await this.#whatIsKnown();
    this.#fleet = new Fleet(seed, this.#sizes(), { startTime, heard: known.heard });
    const reached = await this.#playHistory(known.newest);
    await this.#playLive(reached);
  }

  close(): void {
    this.#radio.close();
    this.#product.close();
  }

  #sizes(): FleetSizes {
    return this.#options.vessels === undefined ? demoSizes : sizesFor(this.#options.vessels);
  }

  /** The newest fix that the product has of this fleet, and where it saw the boats of the live story. */
  async #whatIsKnown(): Promise<{ newest: number; heard: Map<number, LastHeard> }> {
    const ours = new Set(this.#fleet.boats.map((boat) => boat.registration));
    const runners = new Set(this.#fleet.boats.filter((boat) => boat.life === 'runner').map((boat) => boat.mmsi));
    const heard = new Map<number, LastHeard>();
    let newest = 0;
    await this.#attempt(async () => {
      for await (const { registration, mmsi, latest } of this.#product.vessels()) {
        if (!latest || !registration || !ours.has(registration)) continue;
        if (latest.fixTime <= Date.now()) newest = Math.max(newest, latest.fixTime);
        if (mmsi !== undefined && runners.has(mmsi)) {
          heard.set(mmsi, { time: latest.fixTime, lon: latest.lon, lat: latest.lat });
        }
      }
    });
    return { newest, heard };
  }

  /** Returns the instant up to which everything has been sent. */
  async #playHistory(newest: number): Promise<number> {
    const began = Date.now();
    const hours = Math.min(this.#options.historyHours, longestHistoryHours);
    const oldest = began - hours * HOUR;
    const from = Math.max(oldest, newest + 1);
    if (newest === 0 && hours > 0) await this.#playLostBoat();
    await this.#flow.begin();
    let reached = from;
    // The last windows are what happened while the first ones were being played.
    for (let end = began; reached < end; end = Date.now() - liveStepMs) {
      while (reached < end) {
        const next = Math.min(end, reached + windowMs);
        await this.#sendWindow(transmissions(this.#fleet, reached, next, 'history'));
        reached = next;
        const part = Math.min(1, (reached - from) / (Date.now() - from));
        this.#report({ type: 'progress', part, sentences: this.#radio.sentences, records: this.#records });
      }
      if (Date.now() - reached < longestLiveStepMs) break;
    }
    await this.#flow.settle();
    this.#report({
      type: 'history-done',
      from,
      sentences: this.#radio.sentences,
      records: this.#records,
      lost: this.#flow.lost,
      tookMs: Date.now() - began,
    });
    return reached;
  }

  /** The last reports of the boat that has been silent for ten days are older than the history. */
  async #playLostBoat(): Promise<void> {
    const end = lastWords(this.#options.startTime) + 1;
    const all = transmissions(this.#fleet, end - 10 * HOUR, end, 'history');
    await this.#sendWindow(all.filter(({ craft }) => craft.kind === 'boat' && craft.life === 'lost'));
  }

  /**
   * NAF first: once a fix of this window is stored, all of its VMS reports are, and a restart that goes on after the
   * newest fix leaves none out.
   */
  async #sendWindow(window: readonly Transmission[]): Promise<void> {
    const naf = window.filter(({ what }) => what === 'naf');
    await this.#attempt(() => this.#product.sendNaf(naf.map((one) => nafRecord(one, one.time + MINUTE))));
    this.#records += naf.length;
    const { seed } = this.#options;
    const batch = 200;
    const ais = window.filter(({ what }) => what !== 'naf');
    for (let i = 0; i < ais.length; i += batch) {
      await this.#radio.send(ais.slice(i, i + batch).flatMap((one) => aisSentences(one, seed, true)));
      await this.#flow.pace();
    }
  }

  async #playLive(from: number): Promise<void> {
    const { seed } = this.#options;
    let reached = from;
    let reportAt = Date.now();
    for (;;) {
      const now = Date.now();
      if (now - reached > longestLiveStepMs) reached = await this.#playHistory(reached - 1);
      const due = transmissions(this.#fleet, reached, Math.max(reached, now), 'live');
      reached = Math.max(reached, now);
      for (const one of due) {
        if (one.what === 'naf') this.#enqueue(nafRecord(one, now));
        else await this.#radio.send(aisSentences(one, seed, false));
      }
      void this.#flush();
      if (now >= reportAt) {
        this.#report({ type: 'live', time: now, sentences: this.#radio.sentences, records: this.#records });
        reportAt = now + liveReportMs;
      }
      await sleep(liveStepMs - (Date.now() % liveStepMs), undefined, { signal: this.#signal });
    }
  }

  #enqueue(record: string): void {
    this.#waiting.push(record);
    if (this.#waiting.length > longestQueue) this.#waiting.shift();
  }

  /** Sends what waits without holding up the radio traffic. */
  async #flush(): Promise<void> {
    if (this.#flushing || this.#waiting.length === 0) return;
    this.#flushing = true;
    const records = this.#waiting;
    this.#waiting = [];
    await this.#attempt(() => this.#product.sendNaf(records)).catch(() => undefined);
    this.#records += records.length;
    this.#flushing = false;
  }

  /** What the product refuses for good is told and left; the rest of the play goes on. */
  async #attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#signal.throwIfAborted();
      this.#report({ type: 'problem', text: error instanceof Error ? error.message : String(error) });
    }
  }
}
