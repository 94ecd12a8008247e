/** Fields that several message types share, as the encoders write them. Absent is sent as "not available". */
import type { BitWriter } from './bit-writer.ts';
import type { AisDimensions, AisHeader, AisPosition, AisPositionA } from './message.ts';

/** A message of which only `type`, `mmsi` and (type 24) `part` must be there. */
export type Loose<M extends AisHeader> = M extends AisHeader
  ? Partial<Omit<M, 'class' | 'type' | 'mmsi' | 'part'>> & Pick<M, Extract<keyof M, 'type' | 'mmsi' | 'part'>>
  : never;

export function position(w: BitWriter, m: Pick<Partial<AisPosition>, 'lon' | 'lat'>): void {
  w.putSigned((m.lon ?? 181) * 600_000, 28).putSigned((m.lat ?? 91) * 600_000, 27);
}

/** On the 1/600° grid. */
export function coarsePosition(w: BitWriter, lon: number | undefined, lat: number | undefined): void {
  w.putSigned((lon ?? 181) * 600, 18).putSigned((lat ?? 91) * 600, 17);
}

export function dimensions(w: BitWriter, m: AisDimensions): void {
  w.put(m.to_bow ?? 0, 9)
    .put(m.to_stern ?? 0, 9)
    .put(m.to_port ?? 0, 6)
    .put(m.to_starboard ?? 0, 6);
}

/** Tenths of a knot; 1022 is "102.2 kn or more", 1023 not available. */
export function speed(knots: number | undefined): number {
  return knots === undefined ? 1023 : Math.min(1022, Math.max(0, Math.round(knots * 10)));
}

/** Tenths of a degree; 3600 is not available, so that 360.0° is sent as 0. */
export function course(degrees: number | undefined): number {
  return degrees === undefined ? 3600 : ((Math.round(degrees * 10) % 3600) + 3600) % 3600;
}

/** M.1371-5: raw = 4.733·√(degrees a minute) with the sign of the turn, ±127 without an indicator, −128 not available. */
export function rateOfTurn(turn: AisPositionA['turn']): number {
  if (turn === undefined) return -128;
  if (turn === 'fastleft') return -127;
  if (turn === 'fastright') return 127;
  return Math.sign(turn) * Math.min(126, Math.round(4.733 * Math.sqrt(Math.abs(turn))));
}
