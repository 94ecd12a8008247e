/**
 * Puts messages of several sentences together. Parts may come in any order and interleaved with others; what never
 * becomes complete is given up after a time or a number of sentences, so that the memory needed is bounded.
 */

/** Receivers send the parts of a message back to back; ten seconds allows for slow links (AIS-catcher waits three). */
export const FRAGMENT_TTL_MS = 10_000;
/** Bounds the wait where no time passes, as in a file, and with it the number of parts that are kept. */
export const FRAGMENT_TTL_SENTENCES = 256;

/** One part, as it came. Plain data: it is saved as it stands. */
export interface Fragment {
  /** Talker, formatter, total, sequence id and channel: what all parts of a message have in common. */
  key: string;
  total: number;
  number: number;
  fill: number;
  /** Armoured payload. */
  payload: string;
  /** The sentence as received, for the report of its rejection. */
  text: string;
  /** What sentence and wrapper said beside the payload. */
  station?: string;
  group?: string;
}

interface Assembly<F extends Fragment> {
  startedAt: number;
  startedAtSentence: number;
  parts: F[];
}

/** Of the fragments given up, those without a first part are orphans: nothing was lost that had begun here. */
export type FragmentFault = 'incomplete' | 'orphan-fragment';

export class Assembler<F extends Fragment> {
  private open: Assembly<F>[] = [];
  private sentence = 0;
  private readonly giveUp: (fault: FragmentFault, part: F) => void;

  constructor(giveUp: (fault: FragmentFault, part: F) => void) {
    this.giveUp = giveUp;
  }

  /** Fragments that wait. */
  get pending(): number {
    let count = 0;
    for (const assembly of this.open) count += assembly.parts.length;
    return count;
  }

  /** One more sentence, of whatever kind, at this time: gives up what has waited for too long. */
  advance(receivedAt: number): void {
    this.sentence++;
    this.expire(receivedAt);
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

  /** Takes one part; gives all parts in order when it was the last one missing. */
  add(part: F, receivedAt: number): F[] | undefined {
    const assembly = this.find(part);
    if (!assembly) {
      this.start(part, receivedAt);
      return undefined;
    }
    const same = assembly.parts.find((other) => other.number === part.number);
    if (same) {
      // The same part again is a repetition; with another payload it begins the next message of the same sequence id.
      if (same.payload === part.payload && same.fill === part.fill) return undefined;
      this.drop(assembly);
      this.start(part, receivedAt);
      return undefined;
    }
    assembly.parts.push(part);
    if (assembly.parts.length < part.total) return undefined;
    this.open.splice(this.open.indexOf(assembly), 1);
    return assembly.parts.sort((a, b) => a.number - b.number);
  }

  save(): object[] {
    return this.open.map(({ startedAt, startedAtSentence, parts }) => ({
      startedAt,
      sentencesAgo: this.sentence - startedAtSentence,
      parts: parts.map((part) => ({ ...part })),
    }));
  }

  restore(saved: readonly object[]): void {
    this.sentence = 0;
    this.open = (saved as { startedAt: number; sentencesAgo: number; parts: F[] }[]).map((assembly) => ({
      startedAt: assembly.startedAt,
      startedAtSentence: -assembly.sentencesAgo,
      parts: assembly.parts.map((part) => ({ ...part })),
    }));
  }

  private start(part: F, receivedAt: number): void {
    this.open.push({ startedAt: receivedAt, startedAtSentence: this.sentence, parts: [part] });
  }

  /** The newest assembly that the part may belong to. One that names the same station and group goes before one that names none. */
  private find(part: F): Assembly<F> | undefined {
    let candidate: Assembly<F> | undefined;
    for (let i = this.open.length - 1; i >= 0; i--) {
      const assembly = this.open[i]!;
      const first = assembly.parts[0]!;
      if (first.key !== part.key) continue;
      const station = agree(assembly.parts, part, 'station');
      const group = agree(assembly.parts, part, 'group');
      if (station === false || group === false) continue;
      if (station || group) return assembly;
      candidate ??= assembly;
    }
    return candidate;
  }

  private drop(assembly: Assembly<F>): void {
    this.open.splice(this.open.indexOf(assembly), 1);
    const begun = assembly.parts.some((part) => part.number === 1);
    for (const part of assembly.parts) this.giveUp(begun ? 'incomplete' : 'orphan-fragment', part);
  }
}

/** Whether a part says the same as those before it: false when it contradicts, undefined when either says nothing. */
function agree(parts: readonly Fragment[], part: Fragment, what: 'station' | 'group'): boolean | undefined {
  if (part[what] === undefined) return undefined;
  const known = parts.find((other) => other[what] !== undefined)?.[what];
  return known === undefined ? undefined : known === part[what];
}
