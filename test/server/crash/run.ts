/**
 * A real process with the real engine room, for the crash test: sends the script's inputs one after the other, each until it
 * is acknowledged, and says on standard output what it does. Input numbers given as arguments have been acknowledged before.
 *
 * send N · ack N · problem SENTENCE · end
 */
import { readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEngineRoom } from '../../../server/ingest/engine-room-client.ts';
import type { EngineRoom } from '../../../server/ingest/room.ts';
import { SqliteStore } from '../../../server/store/sqlite/sqlite-store.ts';
import { feed, inputs, SEGMENT_BYTES } from './script.ts';

/** A disk that is broken for good is not waited for. */
const MOST_TRIES = 12;
const RETRY_MS = 10;

const [folder = '', ...acknowledged] = process.argv.slice(2);
const known = new Set(acknowledged.map(Number));
let packingFailed = false;

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

const room = await openEngineRoom({
  folder,
  demo: false,
  tickSeconds: 3600,
  segmentBytes: SEGMENT_BYTES,
  retryMs: RETRY_MS,
  workerFile: new URL('./engine-room.js', import.meta.url),
  onLost: (why) => say(`problem lost: ${why}`),
  onProblem: (sentence, why) => {
    if (/packed/.test(sentence)) packingFailed = true;
    say(`problem ${sentence}: ${why}`);
  },
});

async function sure<T>(what: string, act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    say(`send ${what}`);
    try {
      return await act();
    } catch {
      if (tries === MOST_TRIES) {
        say('gave up');
        process.exit(3);
      }
      await sleep(RETRY_MS);
    }
  }
}

/** The newest alert's id; what was acknowledged before is committed, so it is there. */
async function alertId(): Promise<string> {
  const store = new SqliteStore(join(folder, 'store.db'), 'read');
  try {
    for (;;) {
      const [alert] = await store.alerts({ state: 'all', limit: 1 });
      if (alert) return alert.id;
      await sleep(RETRY_MS);
    }
  } finally {
    await store.close();
  }
}

async function give(room: EngineRoom, number: number, input: (typeof inputs)[number]): Promise<void> {
  const what = String(number);
  if (input.act) await sure(what, () => room.act(input.act!));
  else if (input.acknowledge) {
    const entry = { type: 'acknowledge' as const, alertId: await alertId(), by: 'an' };
    await sure(what, () => room.act(entry));
  } else {
    const bytes = Buffer.from(input.naf!);
    await sure(what, () => room.receive({ feed: opened.feed, source: 0, bytes, receivedAt: input.at, whole: true }));
  }
  say(`ack ${number}`);
}

const opened = await sure('feed', () => room.openFeed(feed));
for (const [number, input] of inputs.entries()) if (!known.has(number)) await give(room, number, input);
const isPlain = (name: string): boolean => name.endsWith('.hdj');
while (!packingFailed && readdirSync(join(folder, 'journal')).filter(isPlain).length > 1) await sleep(RETRY_MS);
await room.close();
say('end');
