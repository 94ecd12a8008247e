/** Each vessel's last few fixes, to count what several receivers send at once. */
import { type Fix, FixFlag } from '../../geofences/fix.ts';
import { type CopyContent, compareCopies } from '../../geofences/judging/fix-order.ts';
import { ABSENT, noObservation, type Observation, observe } from '../store/tracks/tail.ts';

/** Numbers that two copies may differ in: speed, course, heading, accuracy, flags. */
const CONTENT = 5;

export class RecentFixes {
  /** Receivers of one message rarely differ by more than a few messages of that vessel. */
  static readonly DEPTH = 8;
  #room = 1024;
  #times = new Float64Array(this.#room * RecentFixes.DEPTH).fill(Number.NaN);
  #lons = new Int32Array(this.#room * RecentFixes.DEPTH);
  #lats = new Int32Array(this.#room * RecentFixes.DEPTH);
  /** Source and whether it is a call for help. */
  #kinds = new Uint8Array(this.#room * RecentFixes.DEPTH);
  #contents = new Int32Array(this.#room * RecentFixes.DEPTH * CONTENT);
  /** Where the next one of each vessel goes. */
  #next = new Uint8Array(this.#room);

  /**
   * HOT. The same observation as `isSameFix` (geofences/judging/fix-order.ts) has it. A better copy is no repetition: whoever
   * judges and keeps it puts it in the place of the other.
   * @param place of the vessel, from 0 on without gaps
   * @param fix on the grid
   * @returns true when this very observation was seen just before, no worse
   */
  seen(place: number, fix: Fix): boolean {
    return this.seenOnGrid(place, observe(fix, observed));
  }

  /** HOT. As `seen`. */
  seenOnGrid(place: number, one: Observation): boolean {
    while (place >= this.#room) this.#grow();
    const kind = SOURCES.indexOf(one.source) * 2 + ((one.flags & FixFlag.distress) === 0 ? 0 : 1);
    const { fixTime, lonSteps: lon, latSteps: lat } = one;
    const start = place * RecentFixes.DEPTH;
    for (let i = start; i < start + RecentFixes.DEPTH; i++) {
      const isSame = this.#times[i] === fixTime && this.#lons[i] === lon && this.#lats[i] === lat;
      if (isSame && this.#kinds[i] === kind) return !this.#betters(i, one);
    }
    const next = this.#next[place]!;
    const at = start + next;
    this.#next[place] = (next + 1) % RecentFixes.DEPTH;
    this.#times[at] = fixTime;
    this.#lons[at] = lon;
    this.#lats[at] = lat;
    this.#kinds[at] = kind;
    this.#write(at, one);
    return false;
  }

  /** Whether a copy of what stands at a place is better, and stands there now. */
  #betters(at: number, one: Observation): boolean {
    const all = this.#contents;
    const i = at * CONTENT;
    const isEqual =
      all[i] === one.speedSteps &&
      all[i + 1] === one.courseSteps &&
      all[i + 2] === one.headingSteps &&
      all[i + 3] === one.accuracySteps &&
      all[i + 4] === one.flags;
    if (isEqual) return false;
    const known = contentOf(all[i]!, all[i + 1]!, all[i + 2]!, all[i + 3]!, all[i + 4]!);
    const { speedSteps, courseSteps, headingSteps, accuracySteps, flags } = one;
    if (compareCopies(known, contentOf(speedSteps, courseSteps, headingSteps, accuracySteps, flags)) <= 0) return false;
    this.#write(at, one);
    return true;
  }

  #write(at: number, one: Observation): void {
    const i = at * CONTENT;
    this.#contents[i] = one.speedSteps;
    this.#contents[i + 1] = one.courseSteps;
    this.#contents[i + 2] = one.headingSteps;
    this.#contents[i + 3] = one.accuracySteps;
    this.#contents[i + 4] = one.flags;
  }

  #grow(): void {
    const from = this.#room * RecentFixes.DEPTH;
    this.#room *= 2;
    const size = this.#room * RecentFixes.DEPTH;
    this.#times = grown(this.#times, new Float64Array(size).fill(Number.NaN, from));
    this.#lons = grown(this.#lons, new Int32Array(size));
    this.#lats = grown(this.#lats, new Int32Array(size));
    this.#kinds = grown(this.#kinds, new Uint8Array(size));
    this.#contents = grown(this.#contents, new Int32Array(size * CONTENT));
    this.#next = grown(this.#next, new Uint8Array(this.#room));
  }
}

const SOURCES: readonly Fix['source'][] = ['ais', 'vms', 'manual'];
/** Reused by every call. */
const observed: Observation = { ...noObservation };

/** In steps of the grid, which stand in the same order as what they are steps of. */
function contentOf(speed: number, course: number, heading: number, accuracy: number, flags: number): CopyContent {
  return {
    speedKn: known(speed),
    courseDeg: known(course),
    headingDeg: known(heading),
    accuracyM: known(accuracy),
    flags,
  };
}

function known(steps: number): number | undefined {
  return steps === ABSENT ? undefined : steps;
}

function grown<T extends Float64Array | Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
