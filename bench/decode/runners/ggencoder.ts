/** ggencoder, a sentence at a time, with its session object for messages of several. */

import { load } from '../../packages.ts';
import type { Decoder, Input } from '../decoder.ts';
import { readLines } from './lines.ts';

interface GgMessage {
  /** False for what it does not know, and for a part of a message. */
  valid: boolean;
}

interface GgEncoder {
  AisDecode: new (sentence: string, session: object) => GgMessage;
}

export function prepare({ bare }: Input): Decoder {
  const { exports, version } = load<GgEncoder>('ggencoder');
  const { AisDecode } = exports;
  const lines = readLines(bare);
  const kept: { last?: GgMessage } = {};
  return {
    about: `${version}, objects, from bare sentences as strings`,
    sentences: lines.length,
    isHere: true,
    decode: () => {
      const session = {};
      let messages = 0;
      for (const line of lines) {
        // All fields are set by the constructor.
        const message = new AisDecode(line, session);
        if (!message.valid) continue;
        messages++;
        kept.last = message;
      }
      return messages;
    },
  };
}
