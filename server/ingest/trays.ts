/**
 * Decides which fixes go into chunks with a commit, and which wait in the tail (store/tracks/tail.ts). Little is written at
 * once, as it comes. Of much, every commit empties as many trays as its time allows, the one that waited longest first.
 */
import type { Fix } from '../../geofences/fix.ts';
import type { Tail } from '../models/position.ts';
import { byVessel, packTail, TRAYS, trayOf } from '../store/tracks/tail.ts';
import type { Berth } from './berths.ts';

/** So many vessels are written at once. */
const AT_ONCE = 256;
/** What a vessel takes before it has been measured, ms. */
const FIRST_GUESS_MS = 0.1;
/** Share of the newest commit in the mean. */
const NEWEST_SHARE = 0.2;

interface Tray {
  packed: Buffer[];
  /** Vessels in it, as far as is known without unpacking it: each commit's counted again. */
  vessels: number;
}

/** What a commit does to tracks. */
export interface TrackChanges {
  /** Vessels that are written with all that waits of them, and their fixes, in order of ids. */
  fixes: [vesselId: string, fixes: readonly Fix[]][];
  tails: Tail[];
  emptied: number[];
  /** To be called once they are stored. */
  done: () => void;
}

export class Trays {
  readonly #trays: Tray[] = Array.from({ length: TRAYS }, () => ({ packed: [], vessels: 0 }));
  #waiting = 0;
  /** The tray that is emptied next. */
  #next = 0;
  #perVesselMs = FIRST_GUESS_MS;

  /** Trays that hold something. */
  get waiting(): number {
    return this.#waiting;
  }

  /** What an earlier run has left. @param vessels that are in it */
  restore(tray: number, packed: Buffer, vessels: number): void {
    this.#put(tray, packed, vessels);
  }

  /**
   * @param berths with new fixes
   * @param withinMs what emptying trays may take; infinity: nothing is to wait
   */
  plan(berths: readonly Pick<Berth, 'id' | 'waiting'>[], position: number, withinMs: number): TrackChanges {
    const added: Added = berths.map(({ id, waiting }) => [id, waiting]);
    if (this.#waiting === 0 && (added.length <= AT_ONCE || withinMs === Number.POSITIVE_INFINITY)) {
      return { fixes: inOrder(added), tails: [], emptied: [], done: () => {} };
    }
    const byTray = grouped(added);
    const emptied = this.#choose(byTray, withinMs);
    const tails: Tail[] = [];
    const fixes: TrackChanges['fixes'] = [];
    for (const tray of emptied) {
      fixes.push(...inOrder(joined(byVessel(this.#trays[tray]!.packed), byTray.get(tray) ?? [])));
      byTray.delete(tray);
    }
    const kept: [tray: number, bytes: Buffer, vessels: number][] = [];
    for (const [tray, tracks] of byTray) {
      const bytes = packTail(tracks);
      kept.push([tray, bytes, tracks.length]);
      tails.push({ tray, position, fixes: bytes.toString('base64') });
    }
    const done = (): void => {
      for (const tray of emptied) this.#clear(tray);
      for (const one of kept) this.#put(...one);
      const last = emptied.at(-1);
      if (last !== undefined) this.#next = (last + 1) % TRAYS;
    };
    return { fixes, tails, emptied, done };
  }

  /** What a commit that wrote so many vessels has taken. */
  learn(vessels: number, tookMs: number): void {
    if (vessels < AT_ONCE / 4) return;
    this.#perVesselMs += NEWEST_SHARE * (tookMs / vessels - this.#perVesselMs);
  }

  /** At least one, so that all have their turn. */
  #choose(byTray: ReadonlyMap<number, Added>, withinMs: number): number[] {
    const chosen: number[] = [];
    let left = withinMs / this.#perVesselMs;
    for (let looked = 0; looked < TRAYS && (left > 0 || chosen.length === 0); looked++) {
      const tray = (this.#next + looked) % TRAYS;
      const { packed, vessels } = this.#trays[tray]!;
      if (packed.length === 0 && !byTray.has(tray)) continue;
      chosen.push(tray);
      left -= Math.max(vessels, byTray.get(tray)?.length ?? 0);
    }
    return chosen;
  }

  #put(tray: number, bytes: Buffer, vessels: number): void {
    const one = this.#trays[tray]!;
    if (one.packed.length === 0) this.#waiting++;
    one.packed.push(bytes);
    one.vessels = Math.max(one.vessels, vessels);
  }

  #clear(tray: number): void {
    if (this.#trays[tray]!.packed.length > 0) this.#waiting--;
    this.#trays[tray] = { packed: [], vessels: 0 };
  }
}

type Added = [vesselId: string, fixes: readonly Fix[]][];

function grouped(added: Added): Map<number, Added> {
  const byTray = new Map<number, Added>();
  for (const track of added) {
    const tray = trayOf(track[0]);
    const known = byTray.get(tray);
    if (known) known.push(track);
    else byTray.set(tray, [track]);
  }
  return byTray;
}

function joined(waiting: Map<string, Fix[]>, added: Added): Added {
  for (const [vesselId, fixes] of added) {
    const known = waiting.get(vesselId);
    if (known) for (const fix of fixes) known.push(fix);
    else waiting.set(vesselId, [...fixes]);
  }
  return [...waiting];
}

function inOrder(tracks: Added): Added {
  return tracks.sort(([a], [b]) => (a < b ? -1 : 1));
}
