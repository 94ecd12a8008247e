/**
 * Decides which fixes go into chunks with a commit, and which wait in the tail (store/tracks/tail.ts). Little is written at
 * once, as it comes. Of much, trays are emptied one after the other, some vessels at a time, the tray that waited longest
 * first. What lies in a tray is in the store alone: it is read when its turn has come.
 */
import type { Fix } from '../../geofences/fix.ts';
import type { Tail } from '../models/position.ts';
import { bytesOf, fixesOf, packTail, piecesByVessel, type TailPiece, TRAYS, trayOf } from '../store/tracks/tail.ts';
import type { Berth } from './berths.ts';

/** So many vessels are written at once. */
const AT_ONCE = 256;
/** What a vessel takes before it has been measured, ms. */
const FIRST_GUESS_MS = 0.3;
/** Share of the newest slice in the mean. */
const NEWEST_SHARE = 0.2;
/** Fewer say little of what one takes. */
const LEAST_MEASURED = 16;

type Tracks = [vesselId: string, fixes: readonly Fix[]][];

/** What a commit does to tracks. */
export interface TrackChanges {
  /** Vessels that are written with all that waits of them, and their fixes, in order of ids. */
  fixes: Tracks;
  tails: Tail[];
  emptied: number[];
  /** To be called once they are stored. */
  done: () => void;
}

/** The tray that is being emptied. */
interface Emptying {
  tray: number;
  /** What rows up to this journal position hold is put into chunks; what comes later stays. */
  upTo: number;
  /** In order of ids; from `next` on they are still to be written. */
  vessels: [vesselId: string, pieces: TailPiece[]][];
  next: number;
}

export class Trays {
  readonly #filled: boolean[] = Array.from({ length: TRAYS }, () => false);
  #waiting = 0;
  /** The tray that is emptied next. */
  #next = 0;
  #emptying: Emptying | undefined;
  #perVesselMs = FIRST_GUESS_MS;

  /** Trays that hold something. */
  get waiting(): number {
    return this.#waiting;
  }

  /** What an earlier run has left. */
  restore(tray: number): void {
    this.#fill(tray);
  }

  /**
   * What becomes of new fixes.
   * @param berths with new fixes · @param mayWait false: none of them is to be put into a tray while all are empty
   */
  plan(berths: readonly Pick<Berth, 'id' | 'waiting'>[], position: number, mayWait: boolean): TrackChanges {
    const added: Tracks = berths.map(({ id, waiting }) => [id, waiting]);
    if (this.#waiting === 0 && (added.length <= AT_ONCE || !mayWait)) {
      return { fixes: inOrder(added), tails: [], emptied: [], done: () => {} };
    }
    const byTray = grouped(added);
    const tails = Array.from(byTray, ([tray, tracks]): Tail => {
      return { tray, position, fixes: packTail(tracks).toString('base64') };
    });
    const done = (): void => {
      for (const tray of byTray.keys()) this.#fill(tray);
    };
    return { fixes: [], tails, emptied: [], done };
  }

  /**
   * The next vessels that go from their tray into their chunks, at least one; undefined: none waits.
   * @param rowsOf a tray's rows as they are stored, in order of commits
   * @param position that the store has reached · @param withinMs what writing them may take
   */
  async slice(
    rowsOf: (tray: number) => AsyncIterable<Tail>,
    position: number,
    withinMs: number,
  ): Promise<TrackChanges | undefined> {
    this.#emptying ??= await this.#begin(rowsOf, position);
    const emptying = this.#emptying;
    if (!emptying) return undefined;
    const { tray, upTo, vessels, next } = emptying;
    const end = Math.min(vessels.length, next + Math.max(1, Math.floor(withinMs / this.#perVesselMs)));
    const fixes = vessels.slice(next, end).map(([id, pieces]): Tracks[number] => [id, pieces.flatMap(fixesOf)]);
    if (end < vessels.length) {
      const done = (): void => {
        emptying.next = end;
      };
      return { fixes, tails: [], emptied: [], done };
    }
    const later: Buffer[] = [];
    for await (const row of rowsOf(tray)) if (row.position > upTo) later.push(bytesOf(row));
    const tails = later.length === 0 ? [] : [{ tray, position, fixes: Buffer.concat(later).toString('base64') }];
    const done = (): void => {
      this.#emptying = undefined;
      this.#next = (tray + 1) % TRAYS;
      if (later.length > 0) return;
      this.#filled[tray] = false;
      this.#waiting--;
    };
    return { fixes, tails, emptied: [tray], done };
  }

  /** What a slice of so many vessels has taken. */
  learn(vessels: number, tookMs: number): void {
    if (vessels < LEAST_MEASURED) return;
    this.#perVesselMs += NEWEST_SHARE * (tookMs / vessels - this.#perVesselMs);
  }

  async #begin(rowsOf: (tray: number) => AsyncIterable<Tail>, position: number): Promise<Emptying | undefined> {
    if (this.#waiting === 0) return undefined;
    let tray = this.#next;
    while (!this.#filled[tray]) tray = (tray + 1) % TRAYS;
    const packed: Buffer[] = [];
    for await (const row of rowsOf(tray)) packed.push(bytesOf(row));
    return { tray, upTo: position, vessels: inOrder([...piecesByVessel(packed)]), next: 0 };
  }

  #fill(tray: number): void {
    if (this.#filled[tray]) return;
    this.#filled[tray] = true;
    this.#waiting++;
  }
}

function grouped(added: Tracks): Map<number, Tracks> {
  const byTray = new Map<number, Tracks>();
  for (const track of added) {
    const tray = trayOf(track[0]);
    const known = byTray.get(tray);
    if (known) known.push(track);
    else byTray.set(tray, [track]);
  }
  return byTray;
}

function inOrder<T>(tracks: [vesselId: string, T][]): [vesselId: string, T][] {
  return tracks.sort(([a], [b]) => (a < b ? -1 : 1));
}
