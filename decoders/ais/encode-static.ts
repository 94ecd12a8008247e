/** Writes the types that say who a craft is: 5 and 24. */
import type { BitWriter } from './bit-writer.ts';
import { dimensions, type Loose } from './encode-fields.ts';
import type { AisStaticA, AisStaticBDetails, AisStaticBName, AisStaticBUnknown } from './message.ts';

export function staticA(w: BitWriter, m: Loose<AisStaticA>): void {
  w.put(m.ais_version ?? 0, 2)
    .put(m.imo ?? 0, 30)
    .text(m.callsign, 7)
    .text(m.shipname, 20);
  w.put(m.shiptype ?? 0, 8);
  dimensions(w, m);
  w.put(m.epfd ?? 0, 4);
  w.put(m.month ?? 0, 4)
    .put(m.day ?? 0, 5)
    .put(m.hour ?? 24, 5)
    .put(m.minute ?? 60, 6);
  w.put((m.draught ?? 0) * 10, 8)
    .text(m.destination, 20)
    .put(m.dte ?? 1, 1)
    .put(0, 1);
}

/** Without a part it is one that M.1371-5 does not define. */
export function staticB(w: BitWriter, m: Loose<AisStaticBName | AisStaticBDetails | AisStaticBUnknown>): void {
  if (m.part === 'A') w.put(0, 2).text(m.shipname, 20).put(0, 8);
  else if (m.part === 'B') staticBDetails(w, m);
  else w.put(2, 2).text(undefined, 21).put(0, 2);
}

function staticBDetails(w: BitWriter, m: Loose<AisStaticBDetails>): void {
  w.put(1, 2)
    .put(m.shiptype ?? 0, 8)
    .text(m.vendorid, 3);
  w.put(m.model ?? 0, 4)
    .put(m.serial ?? 0, 20)
    .text(m.callsign, 7);
  if (m.mothership_mmsi !== undefined) w.put(m.mothership_mmsi, 30);
  else dimensions(w, m);
  w.put(m.epfd ?? 0, 4).put(0, 2);
}
