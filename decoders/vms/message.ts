/**
 * What the messages of all VMS formats have in common, in the field names of `haidang decode`. Each format adds what
 * only it can say. Absent means "not available".
 */

/** Names of the VMS formats, as `--format` takes them. */
export type VmsFormat = 'naf' | 'flux' | 'inmarsat-c' | 'directip' | 'vn1008' | 'csv' | 'json' | 'signalk';

/** One position report (or other message) of a vessel monitoring system. */
export interface VmsMessage {
  class: 'VMS';
  format: VmsFormat;
  /** ISO 8601 UTC of the position. */
  time?: string;
  /** Degrees WGS84, together or not at all. */
  lat?: number;
  lon?: number;
  /** Knots. */
  speed?: number;
  /** Degrees true, 0–360. */
  course?: number;
  /** Degrees true, 0–359. */
  heading?: number;
  /** What kind of message it is, in the format's own words: POS, MAN, ENTRY, SOS, … */
  type?: string;
  callsign?: string;
  name?: string;
  /** Registration or side number, as sent. */
  registration?: string;
  /** Flag state's own number of the vessel, as sent (EU: CFR). */
  internal_reference?: string;
  /** Flag as sent. */
  flag?: string;
  /** Unit's identity as its operator names it. */
  device_id?: string;
  imo?: number;
  mmsi?: number;
  /** True when the message takes back an earlier one (cancellation, deletion): the position in it is no new fix. */
  withdrawn?: true;
}
