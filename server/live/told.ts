/**
 * What one frame tells, worked out once for all clients: whoever looks at the same place, sees everything and has missed nothing is
 * sent the very same message, and the others share what does not depend on where they look.
 */
import type { Alert } from '../models/alert.ts';
import type { LivePicture } from './picture.ts';
import type { Frame, PositionRow, View } from './protocol.ts';
import { ELSEWHERE_FRAMES, type Everywhere, watcher } from './view.ts';

export class Told {
  /** All that changed. */
  readonly frame: Frame;
  readonly #picture: LivePicture;
  readonly #everywhere: Everywhere;
  /** Number of the frame since which a client may not have been told of vessels elsewhere. */
  readonly #long: number;
  #turn: PositionRow[] | undefined;
  #forAll: ReadonlySet<number> | undefined;
  readonly #common = new Map<string, Frame>();

  /** Good only until the picture changes. */
  constructor(frame: Frame, picture: LivePicture, everywhere: Everywhere) {
    this.frame = frame;
    this.#picture = picture;
    this.#everywhere = everywhere;
    this.#long = frame.seq - ELSEWHERE_FRAMES;
  }

  /** The message for whoever sees everything and has all before it. @param key the same for the same view */
  common(view: View | undefined, key: string): Frame {
    if (!view) return this.frame;
    const known = this.#common.get(key);
    if (known) return known;
    const { alerts } = this.frame;
    const made = { ...this.frame, positions: this.positions(view, { alerts, hasTurned: false }) };
    this.#common.set(key, made);
    return made;
  }

  /** @param more alerts that the client is told of with it, and whether it looks elsewhere than with its last frame */
  positions(view: View, { alerts, hasTurned }: { alerts: readonly Alert[]; hasTurned: boolean }): PositionRow[] {
    const isWatched = watcher(view, this.#seldom());
    const isLooked = hasTurned ? watcher(view, this.#everywhere) : isWatched;
    const changed = hasTurned ? this.#picture.changesAfter(this.#long).positions : this.frame.positions;
    const alarmed = alerts.flatMap(({ occurrence }) => this.#picture.slotOf(occurrence.vesselId) ?? []);
    // Whoever is new counts at once, wherever that is.
    const named = this.frame.identities.map(({ slot }) => slot);
    return [
      ...changed.filter(isLooked),
      ...this.#turned().filter((row) => !isWatched(row)),
      ...this.#picture.rowsOf(new Set([...alarmed, ...named]), this.#long).positions,
    ];
  }

  /** Vessels whose turn it is: everybody is told of them who has not been told at once. */
  #turned(): PositionRow[] {
    const slots = () => this.#picture.turn(this.frame.seq % ELSEWHERE_FRAMES, ELSEWHERE_FRAMES);
    this.#turn ??= this.#picture.rowsOf(slots(), this.#long).positions;
    return this.#turn;
  }

  /** For the rows of this frame only. */
  #seldom(): Everywhere {
    const { slotOf, isForAll } = this.#everywhere;
    this.#forAll ??= new Set([...this.frame.positions, ...this.#turned()].map(([slot]) => slot).filter(isForAll));
    const forAll = this.#forAll;
    return { slotOf, isForAll: (slot) => forAll.has(slot) };
  }
}
