/**
 * Static messages as they were decoded last, by sender: ships say the same of themselves every six minutes, aids every three,
 * so that most of these need no more than being known again. Of the ships that repeat themselves in the logs of
 * `bench/data`, 79 to 99 % do so bit for bit. HOT. What a look-up needs stands in two cache lines; fetching those costs more
 * than comparing them.
 */
import type { Bits } from './bits.ts';
import type { AisMessage } from './message.ts';

/** Senders in reach of a busy feed. A power of two. */
const SLOT_BITS = 13;
/** Room for a sender's words, their number of bits in front of them. */
const SLOT_WORDS = 32;
/** Words of type 5, the longest. */
const MOST_WORDS = 18;

/** By type: 1 for those that say who or what a sender is. 19 and 28 move, and are not worth it. */
const isStatic = new Uint8Array(64);
for (const type of [5, 21, 24]) isStatic[type] = 1;

const keys = new Int32Array(SLOT_WORDS << SLOT_BITS);
const messages: (AisMessage | undefined)[] = new Array(1 << SLOT_BITS).fill(undefined);

/** Whether a message of this type may be known from before. */
export function isStaticType(type: number): boolean {
  return isStatic[type] === 1;
}

/** The message that was decoded of these very bits, undefined when it is not the last that its sender said. */
export function recall(bits: Bits): AisMessage | undefined {
  const { words, length } = bits;
  const slot = slotOf(words);
  const at = slot * SLOT_WORDS;
  if (keys[at] !== length) return undefined;
  const count = wordsOf(length);
  for (let i = 0; i < count; i++) if (keys[at + 1 + i] !== words[i]) return undefined;
  return messages[slot];
}

/** Remembers what these bits say. Messages with more bits than their type has are left alone. */
export function remember(bits: Bits, message: AisMessage): void {
  const { words, length } = bits;
  const count = wordsOf(length);
  if (count > MOST_WORDS) return;
  const slot = slotOf(words);
  const at = slot * SLOT_WORDS;
  keys[at] = length;
  for (let i = 0; i < count; i++) keys[at + 1 + i] = words[i]!;
  messages[slot] = message;
}

/**
 * By sender and by what changes most between her messages: the part of a type 24, the second of a type 21, arrival, draught
 * and the destination's first letters of a type 5. Thus those who take turns between two texts have a place for each.
 */
function slotOf(words: Int32Array): number {
  const sender = Math.imul(words[0]!, 0x85ebca6b) ^ Math.imul(words[1]!, 0xc2b2ae35);
  const voyage = Math.imul(words[10]! ^ words[11]!, 0x27d4eb2f) ^ Math.imul(words[12]!, 0x165667b1);
  const mixed = sender ^ voyage;
  return Math.imul(mixed ^ (mixed >>> 15), 0x9e3779b1) >>> (32 - SLOT_BITS);
}

function wordsOf(length: number): number {
  return ((length + 23) / 24) | 0;
}
