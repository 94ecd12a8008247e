/** Distress as AIS tells it: by navigational status, and by the texts that search-and-rescue devices send. */
import type { CraftKind } from '../report.ts';
import type { AisMessage } from './message.ts';
import { craftKind } from './mmsi.ts';

/** Who calls, and whether it is meant. */
export interface Distress {
  /** Search-and-rescue transmitter, man overboard device, emergency beacon; `ship`: any other identity. */
  kind: 'sart' | 'mob' | 'epirb' | 'ship';
  state: 'active' | 'test';
}

/** "AIS-SART, MOB or EPIRB is active" (M.1371-5 table 45). */
const STATUS_ACTIVE = 14;

/** The texts of IEC 61097-14 and its sisters: device and state, nothing else. */
const deviceText = /^(?:AIS )?(SART|MOB|EPIRB)(?: AIS)? (ACTIVE|TEST)$/;

/**
 * What a message says of distress; undefined when nothing. Status 14 counts from whoever sends it; status 15 (not
 * defined) is the test of a device that can't send anything else; a text must be the device's own, not about one.
 */
export function distressOf(message: AisMessage): Distress | undefined {
  switch (message.type) {
    case 1:
    case 2:
    case 3:
    case 27:
      return byStatus(message.type, message.status, message.mmsi);
    case 12:
    case 14:
      return byText(message.text, message.mmsi);
    default:
      return undefined;
  }
}

function byStatus(type: number, status: number | undefined, mmsi: number): Distress | undefined {
  if (status === STATUS_ACTIVE) return { kind: deviceKind(mmsi) ?? 'ship', state: 'active' };
  // Long-range reports leave the status out; no device tests itself by them.
  if (status !== undefined || type === 27) return undefined;
  const kind = deviceKind(mmsi);
  return kind && { kind, state: 'test' };
}

/** Letters count, not their case nor what stands between the words. */
function byText(text: string | undefined, mmsi: number): Distress | undefined {
  const words = (text ?? '')
    .toUpperCase()
    .replace(/[^A-Z]+/g, ' ')
    .trim();
  const match = deviceText.exec(words);
  if (!match) return undefined;
  const kind = deviceKind(mmsi) ?? (match[1]!.toLowerCase() as Distress['kind']);
  return { kind, state: match[2] === 'ACTIVE' ? 'active' : 'test' };
}

const devices: Partial<Record<CraftKind, Distress['kind']>> = { 'ais-sart': 'sart', mob: 'mob', epirb: 'epirb' };

function deviceKind(mmsi: number): Distress['kind'] | undefined {
  return devices[craftKind(mmsi)];
}
