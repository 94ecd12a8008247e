/** One assembled AIS message → AisMessage. Knows no sentence, no station and no clock. */
import type { Bits } from './bits.ts';
import * as position from './decode-position.ts';
import * as service from './decode-service.ts';
import { singleSlotAid } from './decode-single-slot-aid.ts';
import * as statics from './decode-static.ts';
import * as header from './layout/header.ts';
import type { AisMessage } from './message.ts';
import { isStaticType, recall, remember } from './repeated-messages.ts';

/** Why a message cannot be used. */
export type AisFault = 'too-short' | 'unknown-type';

/**
 * Fewest bits that hold a type's indispensable fields, by type; trailing fields may be cut off. Real transponders and
 * receivers send type 1 with 163 bits, type 5 with 420, type 21 with 268, type 24 with 158, type 27 with 80.
 */
export const fewestBits = [
  0, 149, 149, 149, 149, 418, 88, 72, 56, 148, 70, 149, 72, 72, 40, 76, 92, 80, 148, 308, 70, 268, 145, 40, 158, 40, 40,
  79, 166,
] as const;

/** Decodes what `bits` holds, or says why not. Surplus bits are ignored. */
export function decodeAis(bits: Bits): AisMessage | AisFault {
  const type = header.type(bits.words);
  const fewest = fewestBits[type];
  if (type === 0 || fewest === undefined) return bits.length < 6 ? 'too-short' : 'unknown-type';
  if (bits.length < fewest) return 'too-short';
  return isStaticType(type) ? repeated(bits, type) : fresh(bits, type);
}

/** As it was decoded before, if that is what it says again. */
function repeated(bits: Bits, type: number): AisMessage | AisFault {
  const known = recall(bits);
  if (known !== undefined) return known;
  const message = fresh(bits, type);
  if (typeof message !== 'string') remember(bits, message);
  return message;
}

function fresh(bits: Bits, type: number): AisMessage | AisFault {
  return body(bits, type, header.repeat(bits.words), header.mmsi(bits.words));
}

function body(bits: Bits, type: number, repeat: number, mmsi: number): AisMessage | AisFault {
  switch (type) {
    case 1:
    case 2:
    case 3:
      return position.positionA(bits, type, repeat, mmsi);
    case 4:
    case 11:
      return position.timeReport(bits, type, repeat, mmsi);
    case 5:
      return statics.staticA(bits, repeat, mmsi);
    case 6:
      return service.addressedBinary(bits, repeat, mmsi);
    case 7:
    case 13:
      return service.acknowledge(bits, type, repeat, mmsi);
    case 8:
      return service.broadcastBinary(bits, repeat, mmsi);
    case 9:
      return position.sarAircraft(bits, repeat, mmsi);
    case 10:
      return service.utcInquiry(bits, repeat, mmsi);
    case 12:
      return service.addressedText(bits, repeat, mmsi);
    case 14:
      return service.broadcastText(bits, repeat, mmsi);
    case 15:
      return service.interrogation(bits, repeat, mmsi);
    case 16:
      return service.assignment(bits, repeat, mmsi);
    case 17:
      return service.dgnss(bits, repeat, mmsi);
    case 18:
      return position.positionB(bits, repeat, mmsi);
    case 19:
      return position.extendedB(bits, repeat, mmsi);
    case 20:
      return service.slotReservation(bits, repeat, mmsi);
    case 21:
      return position.aidToNavigation(bits, repeat, mmsi);
    case 22:
      return service.channelManagement(bits, repeat, mmsi);
    case 23:
      return service.groupAssignment(bits, repeat, mmsi);
    case 24:
      return statics.staticB(bits, repeat, mmsi);
    case 25:
    case 26:
      return service.shortBinary(bits, type, repeat, mmsi);
    case 27:
      return position.longRange(bits, repeat, mmsi);
    case 28:
      return singleSlotAid(bits, repeat, mmsi);
    default:
      return 'unknown-type';
  }
}
