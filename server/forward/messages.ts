/** Positions as a receiver reads them. Pure but for the hash: the same positions make the same message, so that a repetition is known. */
import { createHash } from 'node:crypto';
import { encodeFlux, encodeNaf } from '../../decoders/index.ts';
import type { Fix } from '../../geofences/fix.ts';
import { cotEvent } from '../exports/cot.ts';
import type { Vessel } from '../models/vessel.ts';
import type { Receiver } from './config.ts';

/** Positions of one vessel that go together. */
export interface Parcel {
  vessel: Vessel;
  /** In the order in which they came. */
  fixes: Fix[];
}

const types: Record<Receiver['format'], string> = {
  naf: 'text/plain; charset=utf-8',
  flux: 'application/xml; charset=utf-8',
  cot: 'application/xml; charset=utf-8',
};

export function contentType(format: Receiver['format']): string {
  return types[format];
}

/** @param now epoch ms */
export function messageOf(receiver: Receiver, parcel: Parcel, now: number): string {
  switch (receiver.format) {
    case 'naf':
      return parcel.fixes.map((fix) => `${naf(receiver, parcel.vessel, fix)}\r\n`).join('');
    case 'flux':
      return flux(receiver, parcel, now);
    case 'cot':
      return parcel.fixes
        .map((fix) => `${cotEvent(parcel.vessel, fix, { now, staleMinutes: receiver.staleMinutes })}\n`)
        .join('');
  }
}

function naf({ from, to }: Receiver, vessel: Vessel, { fixTime, lon, lat, speedKn, courseDeg, source }: Fix): string {
  return encodeNaf({
    ...{ from, to, type: source === 'manual' ? 'MAN' : 'POS', lat, lon, speed: speedKn, course: courseDeg },
    ...{ registration: vessel.registration, callsign: vessel.callsign, name: vessel.name, imo: vessel.imo },
    ...{ mmsi: vessel.mmsi, flag: vessel.flag ?? 'VNM', device_id: vessel.deviceId },
    time: new Date(fixTime).toISOString(),
    sequence_no: String(fixTime),
  });
}

function flux({ from, to, id }: Receiver, { vessel, fixes }: Parcel, now: number): string {
  const { registration, callsign, imo, mmsi, name, flag = 'VNM' } = vessel;
  return encodeFlux({
    ...{ id: uuidOf(`${id} ${to ?? ''} ${vessel.id} ${fixes.map(({ fixTime }) => fixTime).join(' ')}`), owner: from },
    ...{ created: new Date(now).toISOString(), name, flag },
    ids: { EXT_MARK: registration, IRCS: callsign, UVI: imo?.toString(), MMSI: mmsi?.toString() },
    positions: fixes.map(({ fixTime, lat, lon, speedKn, courseDeg, source }) => ({
      ...{ time: new Date(fixTime).toISOString(), lat, lon, speed: speedKn, course: courseDeg },
      type: source === 'manual' ? 'MANUAL' : 'POS',
    })),
  });
}

/** A UUID that is made of what it names (RFC 9562, version 8). */
function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
