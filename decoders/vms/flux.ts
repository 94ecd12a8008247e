/**
 * UN/FLUX vessel position messages (FLUXVesselPositionMessage 4, P1000-7 of the EU's FLUX standard): what the fields of one
 * message mean. Knows no XML: the reader hands over what it found.
 */
import { isoTime, isPlausible } from '../time.ts';
import type { VmsMessage } from './message.ts';

/** One position event of a FLUX message, with what the message says of vessel and document. */
export interface FluxMessage extends VmsMessage {
  format: 'flux';
  /** First ID of the FLUXReportDocument, mostly a UUID. */
  document_id?: string;
  /** The document that this one cancels, deletes or replaces. */
  referenced_id?: string;
  /** ISO 8601 UTC at which the document was made. */
  created?: string;
  /** FLUX_GP_PURPOSE: 9 original, 1 cancellation, 3 delete, 5 replace. */
  purpose?: string;
  /** Purpose in the sender's words. */
  purpose_text?: string;
  /** TypeCode of the document. */
  report_type?: string;
  /** OwnerFLUXParty: who answers for the document. */
  owner?: string;
  /** All identifiers of the vessel as sent, by scheme: CFR, IRCS, EXT_MARK, UVI, MMSI, … */
  ids?: Record<string, string>;
  /** Metres above the reference that the sender uses. */
  altitude_m?: number;
  /** FR and AD of the envelope. */
  from?: string;
  to?: string;
  /** Attributes of the POSTMSG or Connector2BridgeRequest around the message, as sent: AD, FR, DF, ON, TODT, … */
  envelope?: Record<string, string>;
}

/** What a message said of itself, as text. */
export interface FluxDocument {
  id?: string;
  referencedId?: string;
  created?: string;
  purpose?: string;
  purposeText?: string;
  type?: string;
  owner?: string;
  envelope: ReadonlyMap<string, string>;
  /** One by the standard. */
  vessels: FluxVessel[];
}

export interface FluxVessel {
  ids: Map<string, string>;
  name?: string;
  flag?: string;
  events: FluxEvent[];
}

export interface FluxEvent {
  time?: string;
  type?: string;
  speed?: string;
  /** unitCode of the speed. */
  speedUnit?: string;
  course?: string;
  latitude?: string;
  longitude?: string;
  altitude?: string;
  /** Where its element stands in the document's text. */
  from: number;
  to: number;
}

/** Cancellation and deletion (FLUX_GP_PURPOSE). */
const withdrawals: ReadonlySet<string> = new Set(['1', '3']);

const nobody: ReadonlyMap<string, string> = new Map();

/** True when it takes back an earlier document. */
export function withdraws(document: FluxDocument): boolean {
  return document.purpose !== undefined && withdrawals.has(document.purpose);
}

/** One event as a message, or the reason why it cannot be used. A withdrawal needs neither time nor place. */
export function fluxMessage(document: FluxDocument, vessel?: FluxVessel, event?: FluxEvent): FluxMessage | string {
  const withdrawn = withdraws(document);
  const time = event?.time === undefined ? undefined : dateTimeMs(event.time);
  const lat = degrees(event?.latitude, 90);
  const lon = degrees(event?.longitude, 180);
  if (!withdrawn) {
    if (event?.latitude === undefined || event.longitude === undefined) return 'no-position';
    if (lat === undefined) return 'bad-latitude';
    if (lon === undefined) return 'bad-longitude';
    if (event.time === undefined) return 'no-date-time';
    if (time === undefined) return 'bad-date';
  }
  const isPlaced = lat !== undefined && lon !== undefined;
  const created = document.created === undefined ? undefined : dateTimeMs(document.created);
  const { envelope } = document;
  const ids = vessel?.ids ?? nobody;
  return {
    class: 'VMS',
    format: 'flux',
    time: time === undefined ? undefined : isoTime(time),
    lat: isPlaced ? lat : undefined,
    lon: isPlaced ? lon : undefined,
    speed: speedKn(event),
    course: courseDeg(event?.course),
    altitude_m: number(event?.altitude),
    type: event?.type?.toUpperCase(),
    callsign: ids.get('IRCS'),
    name: vessel?.name,
    registration: ids.get('EXT_MARK') ?? ids.get('EXT_MARKING'),
    internal_reference: ids.get('CFR'),
    flag: vessel?.flag?.toUpperCase(),
    imo: wholeNumber(ids.get('UVI')),
    mmsi: wholeNumber(ids.get('MMSI')),
    ids: ids.size === 0 ? undefined : Object.fromEntries(ids),
    withdrawn: withdrawn || undefined,
    document_id: document.id,
    referenced_id: document.referencedId,
    created: created === undefined ? undefined : isoTime(created),
    purpose: document.purpose,
    purpose_text: document.purposeText,
    report_type: document.type,
    owner: document.owner,
    from: envelope.get('FR'),
    to: envelope.get('AD'),
    envelope: envelope.size === 0 ? undefined : Object.fromEntries(envelope),
  };
}

/** Epoch ms of an xs:dateTime; FLUX times are UTC, so that one without zone is taken as that. */
function dateTimeMs(text: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/i.exec(text);
  if (!match) return undefined;
  const [, date, time, fraction = '', zone = 'Z'] = match;
  // Date.parse takes no 31 April for what it is, nor offsets of 24 h and more.
  const utc = Date.parse(`${date}T${time}Z`);
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== date) return undefined;
  const ms = Date.parse(`${date}T${time}${fraction.slice(0, 4)}${zone.toUpperCase()}`);
  return isPlausible(ms) ? ms : undefined;
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?(\d{1,9}(\.\d{0,15})?|\.\d{1,15})$/.test(text) ? Number(text) : undefined;
}

function degrees(text: string | undefined, limit: number): number | undefined {
  const value = number(text);
  // `+ 0` turns −0 into 0.
  return value !== undefined && Math.abs(value) <= limit ? Math.round(value * 1e7) / 1e7 + 0 : undefined;
}

/** Knots, whether that is said (UN/ECE recommendation 20: KNT) or not; in any other unit it is left out. */
function speedKn(event: FluxEvent | undefined): number | undefined {
  const value = number(event?.speed);
  return value !== undefined && value >= 0 && (event?.speedUnit ?? 'KNT') === 'KNT' ? value + 0 : undefined;
}

function courseDeg(text: string | undefined): number | undefined {
  const value = number(text);
  return value !== undefined && value >= 0 && value <= 360 ? value + 0 : undefined;
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}
