/** gpsd's `gpsdecode -j`: the whole command from its start to its end, its JSON thrown away. */
import { type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { Missing } from '../../packages.ts';
import type { Decoder, Input } from '../decoder.ts';
import { readLines } from './lines.ts';

const PEAK_EVERY_MS = 10;

export async function prepare({ bare }: Input): Promise<Decoder> {
  const { status, stdout, stderr } = spawnSync('gpsdecode', ['-V'], { encoding: 'utf8' });
  if (status !== 0) throw new Missing('gpsdecode is not installed (Debian: gpsd-clients)');
  const { messages, peakRssMb } = await look(bare);
  return {
    about: `${/\d+(\.\d+)+/.exec(stdout + stderr)?.[0] ?? ''}, JSON, from bare sentences, the whole command`,
    sentences: readLines(bare).length,
    isHere: false,
    peakRssMb: () => peakRssMb,
    decode: async () => {
      const child = start(bare, 'ignore');
      await once(child, 'close');
      return messages;
    },
  };
}

/** A run that is not timed, in which its messages are counted and its memory watched. */
async function look(path: string): Promise<{ messages: number; peakRssMb: number | undefined }> {
  const child = start(path, 'pipe');
  let messages = 0;
  let peakRssMb: number | undefined;
  const watch = setInterval(() => {
    peakRssMb = peakOf(child.pid!) ?? peakRssMb;
  }, PEAK_EVERY_MS);
  child.stdout!.on('data', (bytes: Buffer) => {
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) messages++;
  });
  await once(child, 'close');
  clearInterval(watch);
  return { messages, peakRssMb };
}

function start(path: string, stdout: 'ignore' | 'pipe') {
  const input = openSync(path, 'r');
  const options: SpawnOptions = { stdio: [input, stdout, 'ignore'] };
  const child = spawn('gpsdecode', ['-j'], options);
  closeSync(input);
  return child;
}

/** What Linux says of a running process; undefined elsewhere, and when it has ended. */
function peakOf(pid: number): number | undefined {
  try {
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return peak ? Number(peak[1]) / 1024 : undefined;
  } catch {
    return undefined;
  }
}
