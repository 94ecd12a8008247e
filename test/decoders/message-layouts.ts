/**
 * Where each field stands in a message: name, first bit, width (ITU-R M.1371-5 Annex 8; type 28: M.1371-6). What is not
 * listed is spare. Written independently of the decoder.
 */

const place = (at: number): string => `lon ${at} 28, lat ${at + 28} 27`;
const hull = (at: number): string =>
  `to_bow ${at} 9, to_stern ${at + 9} 9, to_port ${at + 18} 6, to_starboard ${at + 24} 6`;

const classA = `status 38 4, turn 42 8, speed 50 10, accuracy 60 1, ${place(61)}, course 116 12, heading 128 9, second 137 6,
  maneuver 143 2, raim 148 1, radio 149 19`;
const time = `year 38 14, month 52 4, day 56 5, hour 61 5, minute 66 6, second 72 6, accuracy 78 1, ${place(79)}, epfd 134 4,
  raim 148 1, radio 149 19`;
const classB = `reserved 38 8, speed 46 10, accuracy 56 1, ${place(57)}, course 112 12, heading 124 9, second 133 6`;
const stations = [1, 2, 3, 4].map((n) => `mmsi${n} ${n * 32 + 8} 30, mmsiseq${n} ${n * 32 + 38} 2`).join(', ');
const reservations = [0, 1, 2, 3]
  .map(
    (n) => `offset${n + 1} ${40 + n * 30} 12, number${n + 1} ${52 + n * 30} 4, timeout${n + 1} ${56 + n * 30} 3,
    increment${n + 1} ${59 + n * 30} 11`,
  )
  .join(', ');

const layouts: Record<string, string> = {
  1: classA,
  2: classA,
  3: classA,
  4: time,
  5: `ais_version 38 2, imo 40 30, callsign 70 42, shipname 112 120, shiptype 232 8, ${hull(240)}, epfd 270 4, month 274 4,
    day 278 5, hour 283 5, minute 288 6, draught 294 8, destination 302 120, dte 422 1`,
  6: 'seqno 38 2, dest_mmsi 40 30, retransmit 70 1, dac 72 10, fid 82 6, data 88 920',
  7: stations,
  8: 'dac 40 10, fid 50 6, data 56 952',
  9: `alt 38 12, speed 50 10, accuracy 60 1, ${place(61)}, course 116 12, second 128 6, regional 134 8, dte 142 1,
    assigned 146 1, raim 147 1, radio 148 20`,
  10: 'dest_mmsi 40 30',
  11: time,
  12: 'seqno 38 2, dest_mmsi 40 30, retransmit 70 1, text 72 936',
  13: stations,
  14: 'text 40 968',
  15: `mmsi1 40 30, type1_1 70 6, offset1_1 76 12, type1_2 90 6, offset1_2 96 12, mmsi2 110 30, type2_1 140 6,
    offset2_1 146 12`,
  16: 'mmsi1 40 30, offset1 70 12, increment1 82 10, mmsi2 92 30, offset2 122 12, increment2 134 10',
  17: 'lon 40 18, lat 58 17, data 80 736',
  18: `${classB}, regional 139 2, cs 141 1, display 142 1, dsc 143 1, band 144 1, msg22 145 1, assigned 146 1, raim 147 1,
    radio 148 20`,
  19: `${classB}, regional 139 4, shipname 143 120, shiptype 263 8, ${hull(271)}, epfd 301 4, raim 305 1, dte 306 1,
    assigned 307 1`,
  20: reservations,
  21: `aid_type 38 5, name 43 120, accuracy 163 1, ${place(164)}, ${hull(219)}, epfd 249 4, second 253 6,
    off_position 259 1, regional 260 8, raim 268 1, virtual_aid 269 1, assigned 270 1, name 272 88`,
  '22 region': `channel_a 40 12, channel_b 52 12, txrx 64 4, power 68 1, ne_lon 69 18, ne_lat 87 17, sw_lon 104 18,
    sw_lat 122 17, addressed 139 1, band_a 140 1, band_b 141 1, zonesize 142 3`,
  '22 stations': `channel_a 40 12, channel_b 52 12, txrx 64 4, power 68 1, dest1 69 30, dest2 104 30, addressed 139 1,
    band_a 140 1, band_b 141 1, zonesize 142 3`,
  23: `ne_lon 40 18, ne_lat 58 17, sw_lon 75 18, sw_lat 93 17, stationtype 110 4, shiptype 114 8, txrx 144 2,
    interval 146 4, quiet 150 4`,
  '24 A': 'part 38 2, shipname 40 120',
  '24 B': `part 38 2, shiptype 40 8, vendorid 48 18, model 66 4, serial 70 20, callsign 90 42, ${hull(132)}, epfd 162 4`,
  // The part number stands where a part would say what it is.
  '24 ?': '',
  // Both have no spare bits.
  25: 'all 38 1024',
  26: 'all 38 1024',
  27: 'accuracy 38 1, raim 39 1, status 40 4, lon 44 18, lat 62 17, speed 79 6, course 85 9, gnss 94 1',
  28: `second 38 6, ${place(44)}, restricted 99 2, station_type 101 3, aid_type 104 7, iala_mrn 111 17, dimension 128 4,
    dimensions_a 132 9, dimensions_b 141 11, dimension_additional_data 152 1, charted_status 153 1, station_status 154 4,
    status_bits 158 8, auth 167 1`,
};

/** Letters after `@` and spaces at the end say nothing. */
export const texts: ReadonlySet<string> = new Set(['callsign', 'shipname', 'destination', 'text', 'name', 'vendorid']);

const parsed = new Map<string, (string | undefined)[]>();

/** Name of the field that a bit of this message belongs to; undefined for a spare one. */
export function fieldAt(message: Record<string, unknown>, bit: number): string | undefined {
  if (bit < 38) return 'header';
  const key = layoutOf(message);
  let fields = parsed.get(key);
  if (!fields) {
    fields = [];
    for (const one of layouts[key]!.split(',').filter((part) => part.trim() !== '')) {
      const [name, at, width] = one.trim().split(/\s+/) as [string, string, string];
      fields.length = Math.max(fields.length, Number(at) + Number(width));
      fields.fill(name, Number(at), Number(at) + Number(width));
    }
    parsed.set(key, fields);
  }
  return fields[bit];
}

function layoutOf({ type, part, addressed }: Record<string, unknown>): string {
  if (type === 24) return `24 ${part ?? '?'}`;
  if (type === 22) return addressed ? '22 stations' : '22 region';
  return String(type);
}
