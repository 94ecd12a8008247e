/**
 * One fix a vessel, packed: as objects, of which every message makes a new one, they would outlive the collector's quick turns
 * and fill the memory of old things with what is new every few seconds.
 */
import type { Fix } from '../../geofences/fix.ts';
import { FIX_BYTES, readFix, writeFix } from '../store/tracks/tail.ts';

/** Places to a piece of memory: a fleet grows without being copied. */
const PIECE = 1024;

export class NewestPlaces {
  readonly #pieces: DataView[] = [];

  /** HOT. @param fix on the grid (store/tracks/grid.ts) */
  put(place: number, fix: Fix): void {
    const piece = Math.floor(place / PIECE);
    while (piece >= this.#pieces.length) this.#pieces.push(emptyPiece());
    writeFix(this.#pieces[piece]!, (place % PIECE) * FIX_BYTES, fix);
  }

  /** HOT. Fix time; minus infinity where there is no fix. */
  timeAt(place: number): number {
    const piece = this.#pieces[Math.floor(place / PIECE)];
    return piece ? piece.getFloat64((place % PIECE) * FIX_BYTES, true) : Number.NEGATIVE_INFINITY;
  }

  at(place: number): Fix | undefined {
    if (this.timeAt(place) === Number.NEGATIVE_INFINITY) return undefined;
    return readFix(this.#pieces[Math.floor(place / PIECE)]!, (place % PIECE) * FIX_BYTES);
  }
}

function emptyPiece(): DataView {
  const piece = new DataView(new ArrayBuffer(PIECE * FIX_BYTES));
  for (let at = 0; at < piece.byteLength; at += FIX_BYTES) piece.setFloat64(at, Number.NEGATIVE_INFINITY, true);
  return piece;
}
