/** The fleet as a stream of messages in order of time, for whoever wants to read it or be fed with it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fleet } from './fleet.ts';
import { aisSentences, nafRecord, vn1008Record } from './messages.ts';
import { type Transmission, transmissions } from './schedule.ts';
import type { Sink } from './sinks.ts';

interface StreamOptions {
  fleet: Fleet;
  /** Epoch ms; `to` is exclusive and may be infinite. */
  from: number;
  to: number;
  /** `both` is AIVDM and NAF. */
  format: 'aivdm' | 'naf' | 'vn1008' | 'both';
  pace: 'at-once' | 'real-time' | { perSecond: number };
  signal: AbortSignal;
}

const windowMs = 10_000;
/** What is due within so long goes out together. */
const beatMs = 50;

/** Sentences or record of a transmission, as lines; nothing when the format leaves it out. */
function linesOf(one: Transmission, seed: number, format: StreamOptions['format']): string[][] {
  if (one.what !== 'naf') return format === 'naf' || format === 'vn1008' ? [] : aisSentences(one, seed, true);
  if (format === 'aivdm') return [];
  return [[format === 'vn1008' ? vn1008Record(one) : nafRecord(one, one.time)]];
}

export async function stream(options: StreamOptions, sink: Sink): Promise<void> {
  const { fleet, format, pace, signal } = options;
  const began = Date.now();
  let sent = 0;
  for (let at = options.from; at < options.to; at += windowMs) {
    signal.throwIfAborted();
    let ready: string[][] = [];
    for (const one of transmissions(fleet, at, Math.min(options.to, at + windowMs), 'live')) {
      const messages = linesOf(one, fleet.seed, format);
      const dueAt =
        pace === 'at-once'
          ? 0
          : began + (pace === 'real-time' ? one.time - options.from : (sent * 1000) / pace.perSecond);
      if (messages.length > 0 && dueAt - Date.now() > beatMs) {
        await sink.send(ready);
        ready = [];
        await sleep(dueAt - Date.now(), undefined, { signal });
      }
      ready.push(...messages);
      sent += messages.length;
    }
    await sink.send(ready);
  }
}
