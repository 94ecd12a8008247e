/** What lies in the tail (store/tracks/tail.ts) of vessels whose memory sleeps since the restart, until they are woken. */
import { type Fix, NOT_ITS_OWN_PLACE } from '../../geofences/fix.ts';
import { fixesOf, type TailPiece } from '../store/tracks/tail.ts';

interface Slept {
  /** Fix time of what the memory knows already. */
  known: number;
  pieces: TailPiece[];
}

export class SleptFixes {
  readonly #byVessel = new Map<string, Slept>();

  /** @param known fix time of the newest fix that the vessel's memory knows */
  add(vesselId: string, pieces: TailPiece[], known = Number.NEGATIVE_INFINITY): void {
    this.#byVessel.set(vesselId, { known, pieces });
  }

  /** The plain sequels among them: all others were written with a memory that knew them. They are given once. */
  take(vesselId: string): Fix[] {
    const slept = this.#byVessel.get(vesselId);
    if (!slept) return [];
    this.#byVessel.delete(vesselId);
    let { known } = slept;
    return slept.pieces.flatMap(fixesOf).filter((fix) => {
      if (fix.fixTime <= known) return false;
      if ((fix.flags & NOT_ITS_OWN_PLACE) === 0) known = fix.fixTime;
      return true;
    });
  }
}
