/**
 * Puts messages of several sentences together. Parts may come in any order and interleaved with others; what never
 * becomes complete is given up after a time or a number of sentences, so that the memory needed is bounded. Parts and
 * assemblies are used again: in a steady stream nothing is allocated.
 */
import { Bits, messageBits } from '../ais/bits.ts';
import { fromLatin1, latin1 } from '../bytes.ts';
import type { MessageMeta } from '../report.ts';
import { lineView } from './kernel/row-kernel.ts';
import { MAX_SENTENCE } from './line-buffer.ts';
import { channelLetter, VdmSentence } from './vdm.ts';

/** Receivers send the parts of a message back to back; ten seconds allows for slow links (AIS-catcher waits three). */
export const FRAGMENT_TTL_MS = 10_000;
/** Bounds the wait where no time passes, as in a file, and with it the number of parts that are kept. */
export const FRAGMENT_TTL_SENTENCES = 256;

/** One part, as it came. */
export class Part {
  /** The sentence up to the end of its line. */
  private readonly bytes = new Uint8Array(MAX_SENTENCE + 4);
  private readonly view = new DataView(this.bytes.buffer);
  private size = 0;
  /** Talker, formatter and total; sequence id and channel: what all parts of a message have in common. */
  kind = 0;
  line = 0;
  total = 0;
  number = 0;
  fill = 0;
  /** Payload, packed as in `Bits.words`. */
  readonly words = new Int32Array(MAX_SENTENCE / 4);
  characters = 0;
  /** What sentence and wrapper said beside the payload. */
  meta: MessageMeta = { receivedAt: Number.NaN };

  /** `source` may be read up to three bytes beyond `to`. */
  set(vdm: VdmSentence, bits: Bits, source: DataView, from: number, to: number, meta: MessageMeta): void {
    this.size = to - from;
    for (let i = 0; i < this.size; i += 4) this.view.setInt32(i, source.getInt32(from + i));
    this.kind = (vdm.talker << 8) | (vdm.total << 1) | (vdm.ownShip ? 1 : 0);
    this.line = (vdm.sequence << 8) | channelLetter(vdm.channel);
    this.total = vdm.total;
    this.number = vdm.number;
    this.fill = vdm.fill;
    this.characters = vdm.payloadTo - vdm.payloadFrom;
    for (let i = (this.characters + 3) >> 2; i-- > 0; ) this.words[i] = bits.words[i]!;
    this.meta = meta;
  }

  /** The sentence as received, for the report of its rejection. */
  text(): string {
    return latin1(this.bytes, 0, this.size);
  }

  /** True when it carries the same bits. */
  repeats(other: Part): boolean {
    if (this.fill !== other.fill || this.characters !== other.characters) return false;
    for (let i = (this.characters + 3) >> 2; i-- > 0; ) {
      if (this.words[i] !== other.words[i]) return false;
    }
    return true;
  }
}

class Assembly {
  startedAt = Number.NaN;
  startedAtSentence = 0;
  /** In the order of their numbers. */
  readonly parts: Part[] = [];

  insert(part: Part): void {
    let at = this.parts.length;
    this.parts.push(part);
    for (; at > 0 && this.parts[at - 1]!.number > part.number; at--) this.parts[at] = this.parts[at - 1]!;
    this.parts[at] = part;
  }
}

/** Plain data: an assembly as it is saved. Parts are saved as the sentences that they were. */
interface SavedAssembly {
  startedAt: number;
  sentencesAgo: number;
  parts: { text: string; meta: MessageMeta }[];
}

/** Of the fragments given up, those without a first part are orphans: nothing was lost that had begun here. */
type FragmentFault = 'incomplete' | 'orphan-fragment';

export class Assembler {
  private open: Assembly[] = [];
  private sentence = 0;
  private readonly idleParts: Part[] = [];
  private readonly idleAssemblies: Assembly[] = [];
  /** The message last completed; its parts are used again from the next call on. */
  private complete: Assembly | undefined;
  private readonly giveUp: (fault: FragmentFault, part: Part) => void;

  constructor(giveUp: (fault: FragmentFault, part: Part) => void) {
    this.giveUp = giveUp;
  }

  /** Fragments that wait. */
  get pending(): number {
    let count = 0;
    for (const assembly of this.open) count += assembly.parts.length;
    return count;
  }

  /** HOT. So many more sentences, of whatever kind, at this time: gives up what has waited for too long. */
  advance(receivedAt: number, sentences: number): void {
    this.sentence += sentences;
    if (this.open.length > 0) this.expire(receivedAt);
  }

  /** Time has passed without a sentence. */
  expire(receivedAt: number): void {
    // Oldest first, so that the first young one ends the search.
    while (this.open.length > 0) {
      const oldest = this.open[0]!;
      const isOld =
        receivedAt - oldest.startedAt > FRAGMENT_TTL_MS ||
        this.sentence - oldest.startedAtSentence > FRAGMENT_TTL_SENTENCES;
      if (!isOld) return;
      this.drop(oldest);
    }
  }

  /**
   * Takes the part that `vdm` has read from `lineBytes[from, to)`, its payload being in `messageBits`. Gives all parts in order when it was the last one missing; they are valid until the next call.
   */
  add(vdm: VdmSentence, from: number, to: number, meta: MessageMeta, receivedAt: number): readonly Part[] | undefined {
    if (this.complete) this.release(this.complete);
    this.complete = undefined;
    const part = this.idleParts.pop() ?? new Part();
    part.set(vdm, messageBits, lineView, from, to, meta);
    const assembly = this.find(part);
    if (!assembly) {
      this.start(part, receivedAt);
      return undefined;
    }
    for (const same of assembly.parts) {
      if (same.number !== part.number) continue;
      // The same part again is a repetition; with another payload it begins the next message of the same sequence id.
      if (part.repeats(same)) {
        this.idleParts.push(part);
      } else {
        this.drop(assembly);
        this.start(part, receivedAt);
      }
      return undefined;
    }
    assembly.insert(part);
    if (assembly.parts.length < part.total) return undefined;
    this.close(assembly);
    this.complete = assembly;
    return assembly.parts;
  }

  /** Puts the payloads of the message last completed into `bits`, in order. */
  join(bits: Bits): void {
    const parts = this.complete?.parts ?? [];
    bits.clear();
    let characters = 0;
    for (const part of parts) {
      bits.append(part.words, part.characters);
      characters += part.characters;
    }
    bits.setSize(characters, parts.at(-1)?.fill ?? 0);
  }

  save(): object[] {
    return this.open.map(
      ({ startedAt, startedAtSentence, parts }): SavedAssembly => ({
        startedAt,
        sentencesAgo: this.sentence - startedAtSentence,
        parts: parts.map((part) => ({ text: part.text(), meta: { ...part.meta } })),
      }),
    );
  }

  restore(saved: readonly object[]): void {
    this.sentence = 0;
    this.open = (saved as SavedAssembly[]).map(({ startedAt, sentencesAgo, parts }) => {
      const assembly = new Assembly();
      assembly.startedAt = startedAt;
      assembly.startedAtSentence = -sentencesAgo;
      for (const { text, meta } of parts) assembly.parts.push(restoredPart(text, meta));
      return assembly;
    });
  }

  private start(part: Part, receivedAt: number): void {
    const assembly = this.idleAssemblies.pop() ?? new Assembly();
    assembly.startedAt = receivedAt;
    assembly.startedAtSentence = this.sentence;
    assembly.parts.push(part);
    this.open.push(assembly);
  }

  /** The newest assembly that the part may belong to. One that names the same station and group goes before one that names none. */
  private find(part: Part): Assembly | undefined {
    let candidate: Assembly | undefined;
    for (let i = this.open.length - 1; i >= 0; i--) {
      const assembly = this.open[i]!;
      const first = assembly.parts[0]!;
      if (first.kind !== part.kind || first.line !== part.line) continue;
      const said = agreement(assembly.parts, part.meta);
      if (said === CONFIRMED) return assembly;
      if (said === POSSIBLE) candidate ??= assembly;
    }
    return candidate;
  }

  private drop(assembly: Assembly): void {
    this.close(assembly);
    const begun = assembly.parts[0]!.number === 1;
    for (const part of assembly.parts) this.giveUp(begun ? 'incomplete' : 'orphan-fragment', part);
    this.release(assembly);
  }

  /** Takes it from the open ones, of which it mostly is the newest. */
  private close(assembly: Assembly): void {
    if (this.open[this.open.length - 1] === assembly) this.open.pop();
    else this.open.splice(this.open.indexOf(assembly), 1);
  }

  private release(assembly: Assembly): void {
    // Popped one by one: a `length` of zero would give the array's memory away.
    for (let part = assembly.parts.pop(); part; part = assembly.parts.pop()) this.idleParts.push(part);
    this.idleAssemblies.push(assembly);
  }
}

function restoredPart(text: string, meta: MessageMeta): Part {
  const bytes = new Uint8Array(text.length + 4);
  bytes.set(fromLatin1(text));
  const vdm = new VdmSentence();
  const bits = new Bits(MAX_SENTENCE);
  vdm.read(bytes, 0, text.length);
  bits.load(bytes, vdm.payloadFrom, vdm.payloadTo, vdm.fill);
  const part = new Part();
  part.set(vdm, bits, new DataView(bytes.buffer), 0, text.length, meta);
  return part;
}

const CONTRADICTED = 0;
const POSSIBLE = 1;
const CONFIRMED = 2;

/** Whether a part with this meta may belong to these: does it name another station or group, the same, or none? */
function agreement(parts: readonly Part[], { station, group }: MessageMeta): number {
  if (station === undefined && group === undefined) return POSSIBLE;
  let said = POSSIBLE;
  for (const { meta } of parts) {
    if (station !== undefined && meta.station !== undefined) {
      if (meta.station !== station) return CONTRADICTED;
      said = CONFIRMED;
    }
    if (group !== undefined && meta.group !== undefined) {
      if (meta.group !== group) return CONTRADICTED;
      said = CONFIRMED;
    }
  }
  return said;
}
