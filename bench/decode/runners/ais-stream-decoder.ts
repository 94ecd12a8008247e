/** ais-stream-decoder: a stream that takes a sentence a write and hands out JSON text. */
import { once } from 'node:events';
import type { Transform } from 'node:stream';
import { load } from '../../packages.ts';
import type { Decoder, Input } from '../decoder.ts';
import { readLines } from './lines.ts';

interface AisStreamDecoder {
  default: new (options: { silent: boolean }) => Transform;
}

export function prepare({ bare }: Input): Decoder {
  const { exports, version } = load<AisStreamDecoder>('ais-stream-decoder');
  const lines = readLines(bare);
  return {
    about: `${version}, JSON, from bare sentences as strings`,
    sentences: lines.length,
    isHere: true,
    decode: () => decode(new exports.default({ silent: true }), lines),
  };
}

async function decode(decoder: Transform, lines: readonly string[]): Promise<number> {
  let messages = 0;
  let characters = 0;
  decoder.on('data', (json: string) => {
    messages++;
    characters += json.length;
  });
  const ended = once(decoder, 'end');
  for (const line of lines) {
    if (!decoder.write(line)) await once(decoder, 'drain');
  }
  decoder.end();
  await ended;
  return characters > 0 ? messages : 0;
}
