/** Entry of a decoder's process: NAME PUBLISHED BARE. Takes turns as turns.ts says. */
import { createInterface } from 'node:readline';
import { GCProfiler, getHeapStatistics } from 'node:v8';
import { Missing } from '../packages.ts';
import type { Decoder, Input } from './decoder.ts';
import type { Greeting, Summary, Turn } from './turns.ts';

const decoders: Record<string, () => Promise<{ prepare(input: Input): Decoder | Promise<Decoder> }>> = {
  haidang: () => import('./runners/haidang.ts'),
  'haidang-columns': () => import('./runners/haidang-columns.ts'),
  ggencoder: () => import('./runners/ggencoder.ts'),
  'ais-stream-decoder': () => import('./runners/ais-stream-decoder.ts'),
  gpsdecode: () => import('./runners/gpsdecode.ts'),
};

const [name = '', published = '', bare = ''] = process.argv.slice(2);

try {
  const decoder = await (await decoders[name]!()).prepare({ published, bare });
  say({ about: decoder.about });
  say(await takeTurns(decoder));
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  say({ missing: error.message });
}

async function takeTurns(decoder: Decoder): Promise<Summary> {
  const turns: Turn[] = [];
  for await (const _ of createInterface({ input: process.stdin })) {
    const start = performance.now();
    const messages = await decoder.decode();
    turns.push({ seconds: (performance.now() - start) / 1000, messages });
    say(turns[turns.length - 1]!);
  }
  const peakRssMb = decoder.peakRssMb ? decoder.peakRssMb() : process.resourceUsage().maxRSS / 1024;
  return {
    name,
    sentences: decoder.sentences,
    messages: turns[turns.length - 1]?.messages ?? 0,
    seconds: turns.map(({ seconds }) => seconds),
    peakRssMb,
    bytesPerSentence: decoder.isHere ? (await allocated(decoder)) / decoder.sentences : undefined,
  };
}

/**
 * Heap bytes that one decoding allocates, in a turn of its own that is not timed: what the heap grew by up to each garbage
 * collection, from where the one before left it. Exact as long as only collections shrink the heap (checked against objects
 * of known size, which came out to the byte). Memory outside of the heap, as of Buffers, does not count.
 */
async function allocated(decoder: Decoder): Promise<number> {
  const profiler = new GCProfiler();
  let held = getHeapStatistics().used_heap_size;
  let sum = 0;
  profiler.start();
  await decoder.decode();
  const end = getHeapStatistics().used_heap_size;
  for (const { beforeGC, afterGC } of profiler.stop()?.statistics ?? []) {
    sum += beforeGC.heapStatistics.usedHeapSize - held;
    held = afterGC.heapStatistics.usedHeapSize;
  }
  return sum + end - held;
}

function say(what: Greeting | { missing: string } | Turn | Summary): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}
