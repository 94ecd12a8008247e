/**
 * The live picture in memory: who sits in which slot and where. Every slot remembers the number of the frame that last
 * changed it, so what a client has missed since any frame of this epoch is one scan, without keeping old frames.
 */
import type { Fix } from '../../geofences/fix.ts';
import { expectedIntervalMin } from '../models/expected-interval.ts';
import type { Vessel } from '../models/vessel.ts';
import { PositionRows } from './position-rows.ts';
import type { IdentityRow, PositionRow, SourceCode } from './protocol.ts';

const sourceCodes: Record<Fix['source'], SourceCode> = { ais: 0, vms: 1, manual: 2 };
const NOT_AVAILABLE = -1;

interface Seat {
  identity: IdentityRow;
  /** Number of the frame that carries the last change. */
  identitySeq: number;
  positionSeq: number;
}

export interface Rows {
  identities: IdentityRow[];
  positions: PositionRow[];
}

export class LivePicture {
  readonly #slots = new Map<string, number>();
  readonly #seats: Seat[] = [];
  readonly #positions = new PositionRows();
  /** Vessels that have never said where they are: known by name, without a slot. */
  readonly #unplaced = new Map<string, Vessel>();
  #changed = new Set<number>();

  get size(): number {
    return this.#seats.length;
  }

  /** The vessel in a slot. */
  idOf(slot: number): string | undefined {
    return this.#seats[slot]?.identity.id;
  }

  /** A vessel that is new or described differently. @param seq number of the frame that will carry it */
  describe(vessel: Vessel, seq: number): void {
    const slot = this.#slots.get(vessel.id);
    const seat = slot === undefined ? undefined : this.#seats[slot];
    if (slot === undefined || !seat) {
      this.#unplaced.set(vessel.id, vessel);
      return;
    }
    const identity = identityRow(slot, vessel);
    // A vessel is also written when only its last-heard time moved; that is no news to a map.
    if (JSON.stringify(identity) === JSON.stringify(seat.identity)) return;
    seat.identity = identity;
    seat.identitySeq = seq;
    this.#changed.add(slot);
  }

  /** The newest fix of a vessel. @param seq number of the frame that will carry it */
  place(vesselId: string, fix: Fix, seq: number): void {
    const slot = this.#slots.get(vesselId);
    const seat = slot === undefined ? undefined : this.#seats[slot];
    if (slot === undefined || !seat) {
      this.#seatNew(vesselId, fix, seq);
      return;
    }
    this.#positions.put(positionRow(slot, fix));
    seat.positionSeq = seq;
    this.#changed.add(slot);
  }

  /** What changed since the last call is told to nobody. */
  passOverChanges(): Rows {
    this.#changed = new Set();
    return { identities: [], positions: [] };
  }

  /** What changed since the last call: the rows of the next frame. @param seq number of that frame */
  takeChanges(seq: number): Rows {
    const rows = this.rowsOf(this.#changed, seq - 1);
    this.#changed = new Set();
    return rows;
  }

  identityOf(slot: number): IdentityRow | undefined {
    return this.#seats[slot]?.identity;
  }

  /** Everything that changed after a frame. `since` −1: everything there is. */
  changesAfter(since: number): Rows {
    return this.rowsOf(this.#seats.keys(), since);
  }

  slotOf(id: string): number | undefined {
    return this.#slots.get(id);
  }

  /** Every `every`-th slot from a number on. */
  *turn(first: number, every: number): Iterable<number> {
    for (let slot = first; slot < this.#seats.length; slot += every) yield slot;
  }

  positionOf(slot: number): PositionRow | undefined {
    return this.#seats[slot] && this.#positions.at(slot);
  }

  /** What of some slots changed after a frame. */
  rowsOf(slots: Iterable<number>, since: number): Rows {
    const rows: Rows = { identities: [], positions: [] };
    for (const slot of slots) {
      const seat = this.#seats[slot]!;
      if (seat.identitySeq > since) rows.identities.push(seat.identity);
      if (seat.positionSeq > since) rows.positions.push(this.#positions.at(slot));
    }
    return rows;
  }

  #seatNew(vesselId: string, fix: Fix, seq: number): void {
    const slot = this.#seats.length;
    const vessel = this.#unplaced.get(vesselId);
    this.#unplaced.delete(vesselId);
    this.#slots.set(vesselId, slot);
    this.#positions.put(positionRow(slot, fix));
    this.#seats.push({
      identity: vessel ? identityRow(slot, vessel) : nameless(slot, vesselId),
      identitySeq: seq,
      positionSeq: seq,
    });
    this.#changed.add(slot);
  }
}

/** A fix may be committed before its vessel's description is: it is shown under its id until then. */
function nameless(slot: number, id: string): IdentityRow {
  return {
    slot,
    id,
    label: id,
    kind: 'unknown',
    registered: false,
    expectedIntervalMin: expectedIntervalMin(undefined),
  };
}

function identityRow(slot: number, vessel: Vessel): IdentityRow {
  return {
    slot,
    id: vessel.id,
    label: vessel.label,
    kind: vessel.kind,
    registration: vessel.registration,
    name: vessel.name,
    mmsi: vessel.mmsi,
    registered: vessel.registered,
    shipType: vessel.shipType,
    lengthM: vessel.lengthM,
    gear: vessel.gear,
    homePort: vessel.homePort,
    provider: vessel.provider ?? vessel.vmsFeed,
    flag: vessel.flag,
    expectedIntervalMin: expectedIntervalMin(vessel),
  };
}

/** A fix as the map is sent it. */
export function positionRow(slot: number, fix: Fix): PositionRow {
  return [
    slot,
    Math.round(fix.lon * 1e5),
    Math.round(fix.lat * 1e5),
    tenths(fix.speedKn),
    tenths(fix.courseDeg),
    fix.headingDeg === undefined ? NOT_AVAILABLE : Math.round(fix.headingDeg),
    Math.floor(fix.fixTime / 1000),
    sourceCodes[fix.source],
  ];
}

function tenths(value: number | undefined): number {
  return value === undefined ? NOT_AVAILABLE : Math.round(value * 10);
}
