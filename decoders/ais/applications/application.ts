/** Applications that are read, by area code and function. Everything else stays bits. */
import type { Bits } from '../bits.ts';
import { AREA_NOTICE_FEWEST, type AreaNotice, areaNotice } from './area-notice.ts';
import { INLAND_STATIC_FEWEST, type InlandStatic, inlandStatic } from './inland-static.ts';
import { METHYDRO_FEWEST, type MetHydro, metHydro236, metHydro289 } from './met-hydro.ts';
import { Payload } from './payload.ts';
import { INLAND_PERSONS_FEWEST, inlandPersons, type PersonsOnBoard, personsOnBoard } from './persons.ts';
import { ROUTE_FEWEST, type RouteInformation, routeInformation } from './route.ts';
import { type ApplicationText, LINKED_TEXT_FEWEST, linkedText, PLAIN_TEXT_FEWEST, plainText } from './text.ts';

/** Fields of a binary message whose application is known, told apart by `application`. */
export type Application = AreaNotice | InlandStatic | MetHydro | PersonsOnBoard | RouteInformation | ApplicationText;

/** Fields of one whose application isn't known: none. */
export interface UnknownApplication {
  application?: undefined;
}

interface Reader {
  /** A shorter payload is not this application, or was cut. */
  fewest: number;
  read: (payload: Payload) => Application | undefined;
}

const areaNoticeReader: Reader = { fewest: AREA_NOTICE_FEWEST, read: areaNotice };
const linkedTextReader: Reader = { fewest: LINKED_TEXT_FEWEST, read: linkedText };
const routeReader: Reader = { fewest: ROUTE_FEWEST, read: routeInformation };

/** Circ.289 uses different functions for "to all" and "to one"; what is sent the other way round is read all the same. */
const readers: ReadonlyMap<number, Reader> = new Map([
  [key(1, 0), { fewest: PLAIN_TEXT_FEWEST, read: plainText }],
  [key(1, 11), { fewest: METHYDRO_FEWEST, read: metHydro236 }],
  [key(1, 16), { fewest: 16, read: personsOnBoard }],
  [key(1, 22), areaNoticeReader],
  [key(1, 23), areaNoticeReader],
  [key(1, 27), routeReader],
  [key(1, 28), routeReader],
  [key(1, 29), linkedTextReader],
  [key(1, 30), linkedTextReader],
  [key(1, 31), { fewest: METHYDRO_FEWEST, read: metHydro289 }],
  [key(200, 10), { fewest: INLAND_STATIC_FEWEST, read: inlandStatic }],
  [key(200, 55), { fewest: INLAND_PERSONS_FEWEST, read: inlandPersons }],
]);

function key(dac: number, fid: number): number {
  return dac * 64 + fid;
}

/**
 * Reads the application `dac`/`fid` whose bits stand from `from` to `to`.
 * @returns undefined when it isn't one of those known, or too short to be it
 */
export function decodeApplication(
  bits: Bits,
  from: number,
  to: number,
  dac: number,
  fid: number,
): Application | undefined {
  const reader = readers.get(key(dac, fid));
  const payload = new Payload(bits, from, to);
  return reader && payload.length >= reader.fewest ? reader.read(payload) : undefined;
}
