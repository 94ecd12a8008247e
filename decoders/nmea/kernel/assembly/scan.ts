/**
 * The kernel: reads plain sentences that make rows, and passes over those of other kinds, sixteen bytes at a time.
 * AssemblyScript, compiled to WebAssembly by `npm run build:kernel`. It does what `VdmSentence.readPlain` and
 * `PositionColumns.add` do, for the types and the shapes of sentence that are nearly all of a stream; at whatever else it
 * stops, and TypeScript goes on. HOT throughout: measured against those two, 36 instead of 64 ns a row, 13 instead of 36 ns
 * for a sentence of another kind.
 *
 * Lines depend on each other only by where they begin. Branches on what is mostly so (one channel letter, 28 characters)
 * let a processor guess that and work on several lines at once: 35 instead of 39 ns.
 */
import {
  COURSE,
  FIX_TIME,
  FLAGS,
  HEADING,
  LAT,
  LON,
  MMSI,
  ROWS,
  SPEED,
  STATUS,
  TYPE,
} from '../../../ais/column-layout';
import { COLUMNS, LINE, MASKS, MOST_ARMOUR, ROW_BITS, ROW_COUNT, WORDS } from '../memory-layout';

/** `VDM,`, `VDO,`, `1,1,` and `PGHP` as they stand in four bytes. */
const VDM: u32 = 0x2c4d4456;
const VDO: u32 = 0x2c4f4456;
const SINGLE: u32 = 0x2c312c31;
const PGHP: u32 = 0x50484750;

const LF: u32 = 0x0a;
const CR: u32 = 0x0d;
const BANG: u32 = 0x21;
const DOLLAR: u32 = 0x24;
const STAR: u32 = 0x2a;
const COMMA: u32 = 0x2c;
const BACKSLASH: u32 = 0x5c;

const MAX_SENTENCE: usize = 1024;

const _ACCURATE: u32 = 1;
const TIME_ESTIMATED: u32 = 2;
const OWN_SHIP: u32 = 8;
const NO_STATUS: u32 = 15;

/** When the bytes were received, and the minute that is in, epoch ms. */
let heardAt: f64 = 0;
let minuteAt: f64 = 0;

/**
 * Reads lines from `from` on, of `size` bytes that are there, into rows from `firstRow` on; until the rows are full, the
 * bytes are used up or something else comes. How many rows are filled then stands at ROW_COUNT; each is of one sentence.
 * @returns where it stopped, always at the beginning of a line
 */
export function scan(from: i32, size: i32, firstRow: i32, minute: f64, heard: f64): i32 {
  minuteAt = minute;
  heardAt = heard;
  let row = firstRow;
  let at: usize = LINE + from;
  const to: usize = LINE + size;
  while (at < to && row < ROWS) {
    const byte: u32 = load<u8>(at);
    let next: usize = 0;
    if (byte === BANG) {
      next = sentence(at, to, row);
      if (next !== 0) row++;
    } else if (byte === LF || byte === CR) {
      next = at + 1;
    } else if (byte === DOLLAR && load<u32>(at + 1) !== PGHP) {
      next = foreign(at, to);
    }
    if (next === 0) break;
    at = next;
  }
  store<i32>(ROW_COUNT, row);
  return <i32>(at - LINE);
}

/** Passes over a sentence of another kind that is alone on its line. @returns behind its line's end, 0 when it is not */
function foreign(from: usize, to: usize): usize {
  const limit = min(to, from + MAX_SENTENCE);
  for (let at = from + 1; at < limit; at += 16) {
    const bytes = v128.load(at);
    const ends = v128.or(i8x16.eq(bytes, i8x16.splat(<u8>LF)), i8x16.eq(bytes, i8x16.splat(<u8>CR)));
    const starts = v128.or(i8x16.eq(bytes, i8x16.splat(<u8>BANG)), i8x16.eq(bytes, i8x16.splat(<u8>DOLLAR)));
    const stops = i8x16.bitmask(v128.or(v128.or(ends, starts), i8x16.eq(bytes, i8x16.splat(<u8>BACKSLASH))));
    if (stops === 0) continue;
    const stop = at + ctz(stops);
    return stop < limit && isLineEnd(load<u8>(stop)) ? stop + 1 : 0;
  }
  return 0;
}

function isLineEnd(byte: u32): bool {
  return byte === LF || byte === CR;
}

/** Reads the sentence at `from` into `row`. @returns behind its line's end, 0 when TypeScript must look at it */
function sentence(from: usize, to: usize, row: i32): usize {
  const formatter = load<u32>(from + 3);
  if ((formatter !== VDM && formatter !== VDO) || load<u32>(from + 7) !== SINGLE) return 0;
  if (!isField(load<u8>(from + 1)) || !isField(load<u8>(from + 2))) return 0;
  const own: u32 = formatter === VDO ? OWN_SHIP : 0;
  const sequence: u32 = load<u8>(from + 11);
  const channel: u32 = load<u8>(from + 12);
  if (sequence === COMMA) {
    if (channel === COMMA) return payload(from, from + 13, to, row, own);
    return isField(channel) && load<u8>(from + 13) === COMMA ? payload(from, from + 14, to, row, own) : 0;
  }
  if (channel !== COMMA || !isField(sequence)) return 0;
  const late: u32 = load<u8>(from + 13);
  if (late === COMMA) return payload(from, from + 14, to, row, own);
  return isField(late) && load<u8>(from + 14) === COMMA ? payload(from, from + 15, to, row, own) : 0;
}

/** Characters in real use for a talker, a sequence id or a channel; not the comma. */
function isField(byte: u32): bool {
  return byte - 0x2d <= 0x2d;
}

/** Reads the armour that begins at `start` into WORDS, then what follows it. */
function payload(from: usize, start: usize, to: usize, row: i32, own: u32): usize {
  let count = armour(start, WORDS);
  if (count < 16) return closing(from, start, start + count, to, row, own);
  count = armour(start + 16, WORDS + 16);
  if (count === 12) return closing(from, start, start + 28, to, row, own);
  let at: usize = 32;
  for (; count === 16 && at < <usize>MOST_ARMOUR; at += 16) count = armour(start + at, <usize>WORDS + at);
  return count === 16 ? 0 : closing(from, start, start + at - 16 + count, to, row, own);
}

/**
 * Sixteen characters at `at` → four words of 24 bits at `word`, zeros from the first that is no armour on.
 * @returns how many are armour
 */
function armour(at: usize, word: usize): usize {
  const codes = v128.load(at);
  const low = i8x16.sub(codes, i8x16.splat(0x30));
  const isHigh = i8x16.ge_u(codes, i8x16.splat(0x60));
  const isArmour = v128.or(i8x16.le_u(low, i8x16.splat(0x27)), v128.and(isHigh, i8x16.le_u(low, i8x16.splat(0x47))));
  const count = <usize>ctz(~i8x16.bitmask(isArmour) | 0x10000);
  const groups = i8x16.sub(low, v128.and(isHigh, i8x16.splat(8)));
  const kept = v128.and(groups, v128.load(<usize>MASKS + 16 - count));
  const twelves = v128.or(i16x8.shl(v128.and(kept, i16x8.splat(0xff)), 6), i16x8.shr_u(kept, 8));
  const words = v128.or(i32x4.shl(v128.and(twelves, i32x4.splat(0xffff)), 12), i32x4.shr_u(twelves, 16));
  v128.store(word, words);
  return count;
}

/** Fill bits, checksum and line end behind the armour `[start, end)`; if they are right, the row. */
function closing(from: usize, start: usize, end: usize, to: usize, row: i32, own: u32): usize {
  const fill: u32 = <u32>load<u8>(end + 1) - 0x30;
  if (<u32>load<u8>(end) !== COMMA || fill > 5 || <u32>load<u8>(end + 2) !== STAR) return 0;
  if (end + 5 >= to || !isLineEnd(load<u8>(end + 5))) return 0;
  const type = word(0) >>> 18;
  const bits = <i32>(end - start) * 6 - <i32>fill;
  if (bits < <i32>load<u16>(<usize>ROW_BITS + ((<usize>type) << 1))) return 0;
  if (checksum(from + 1, end + 2) !== ((hexDigit(load<u8>(end + 3)) << 4) | hexDigit(load<u8>(end + 4)))) return 0;
  fillRow(row, type, own);
  return end + 6;
}

function checksum(from: usize, to: usize): u32 {
  let sum = i64x2.splat(0);
  let at = from;
  for (; at + 16 <= to; at += 16) sum = v128.xor(sum, v128.load(at));
  sum = v128.xor(sum, v128.and(v128.load(at), v128.load(<usize>MASKS + 16 - (to - at))));
  const half = i64x2.extract_lane(sum, 0) ^ i64x2.extract_lane(sum, 1);
  let folded = <u32>(half ^ (half >>> 32));
  folded ^= folded >>> 16;
  return (folded ^ (folded >>> 8)) & 0xff;
}

/** Of either case; 4096 for a byte that is none, so that no two of these make a checksum. */
function hexDigit(byte: u32): u32 {
  const digit = byte - 0x30;
  if (digit <= 9) return digit;
  const letter = (byte | 0x20) - 0x61;
  return letter <= 5 ? letter + 10 : 0x1000;
}

function word(at: usize): u32 {
  return load<u32>(<usize>WORDS + (at << 2));
}

/** Bit offsets as in ais/layout. */
function fillRow(row: i32, type: u32, own: u32): void {
  const first = word(1);
  store<u8>(COLUMNS + TYPE + row, type);
  store<u32>(COLUMNS + MMSI + (row << 2), ((word(0) & 0xffff) << 14) | (first >>> 10));
  let status = NO_STATUS;
  let flags = own;
  if (type <= 3) {
    status = (first >>> 6) & 15;
    flags |= classA(row, word(2), word(3), word(4), word(5));
  } else if (type === 18) {
    flags |= classB(row, first, word(2), word(3), word(4), word(5));
  } else if (type === 4 || type === 11) {
    flags |= station(row, first, word(2), word(3), word(4), word(5));
  } else {
    place(row, NOWHERE, NOWHERE, 0);
    motion(row, NO_SPEED, NO_COURSE, NO_HEADING);
    flags |= time(row, NO_SECOND);
  }
  store<u8>(COLUMNS + STATUS + row, status);
  store<u8>(COLUMNS + FLAGS + row, flags);
}

function classA(row: i32, second: u32, third: u32, fourth: u32, fifth: u32): u32 {
  const lon = (<i32>(second << 21) >> 4) | (third >>> 7);
  const lat = (<i32>(third << 25) >> 5) | (fourth >>> 4);
  motion(row, (second >>> 12) & 0x3ff, ((fourth & 15) << 8) | (fifth >>> 16), (fifth >>> 7) & 0x1ff);
  return place(row, lon, lat, (second >>> 11) & 1) | time(row, (fifth >>> 1) & 63);
}

function classB(row: i32, first: u32, second: u32, third: u32, fourth: u32, fifth: u32): u32 {
  const lon = (<i32>(second << 17) >> 4) | (third >>> 11);
  const lat = (<i32>(third << 21) >> 5) | (fourth >>> 8);
  const speed = ((first & 3) << 8) | (second >>> 16);
  motion(row, speed, ((fourth & 0xff) << 4) | (fifth >>> 20), (fifth >>> 11) & 0x1ff);
  return place(row, lon, lat, (second >>> 15) & 1) | time(row, (fifth >>> 5) & 63);
}

function station(row: i32, first: u32, second: u32, third: u32, fourth: u32, fifth: u32): u32 {
  const lon = (<i32>(third << 15) >> 4) | (fourth >>> 13);
  const lat = (<i32>(fourth << 19) >> 5) | (fifth >>> 10);
  motion(row, NO_SPEED, NO_COURSE, NO_HEADING);
  const flags = place(row, lon, lat, (third >>> 17) & 1);
  const said = utc(((first & 0x3ff) << 4) | (second >>> 20), second, third >>> 18);
  if (!(said - heardAt <= AHEAD_MS)) return flags | time(row, third >>> 18);
  store<f64>(COLUMNS + FIX_TIME + (row << 3), said);
  return flags;
}

/** Beyond the grid, and what stands for "not available". */
const NOWHERE: i32 = 0x7fffffff;
const NO_SPEED: u32 = 1023;
const NO_COURSE: u32 = 3600;
const NO_HEADING: u32 = 511;
const NO_SECOND: u32 = 60;

/** As in ais/fields.ts. */
const FINE_TO_E7: f64 = 50.0 / 3.0;
const ROUNDING: f64 = 6755399441055744.0;

/** On the 1/600 000° grid. @returns flags */
function place(row: i32, lon: i32, lat: i32, accuracy: u32): u32 {
  const isPlace = lon <= 108000000 && lon >= -108000000 && lat < 54000000 && lat > -54000000;
  let degrees = f64x2.splat(NaN);
  let flags: u32 = 0;
  if (isPlace && (lon | lat) !== 0) {
    const fine = f64x2.mul(f64x2.convert_low_i32x4_s(i32x4(lon, lat, 0, 0)), f64x2.splat(FINE_TO_E7));
    const whole = f64x2.sub(f64x2.add(fine, f64x2.splat(ROUNDING)), f64x2.splat(ROUNDING));
    degrees = f64x2.div(whole, f64x2.splat(10000000.0));
    flags = accuracy;
  }
  store<f64>(COLUMNS + LON + (row << 3), f64x2.extract_lane(degrees, 0));
  store<f64>(COLUMNS + LAT + (row << 3), f64x2.extract_lane(degrees, 1));
  return flags;
}

/** Tenths of a knot and of a degree, degrees. */
function motion(row: i32, speed: u32, course: u32, heading: u32): void {
  const scaled = f64x2.div(f64x2.convert_low_i32x4_s(i32x4(speed, course, 0, 0)), f64x2.splat(10.0));
  store<f64>(COLUMNS + SPEED + (row << 3), speed >= 1022 ? NaN : f64x2.extract_lane(scaled, 0));
  store<f64>(COLUMNS + COURSE + (row << 3), course >= NO_COURSE ? NaN : f64x2.extract_lane(scaled, 1));
  store<f64>(COLUMNS + HEADING + (row << 3), heading >= 360 ? NaN : <f64>heading);
}

/** A second ahead of the clock by more than this belongs to the minute before, as in position-time.ts. */
const AHEAD_MS: f64 = 30000;

/** @returns flags */
function time(row: i32, second: u32): u32 {
  const isSaid = second < 60;
  const said = minuteAt + <f64>second * 1000;
  const fixTime = said - heardAt > AHEAD_MS ? said - 60000 : said;
  store<f64>(COLUMNS + FIX_TIME + (row << 3), isSaid ? fixTime : heardAt);
  return isSaid ? 0 : TIME_ESTIMATED;
}

/**
 * Epoch ms of a UTC said in full, `rest` holding month to minute in its low twenty bits; NaN when no calendar has it, or
 * no receiver: those are from 2000 to 2049, in which every fourth year is a leap year.
 */
function utc(year: u32, rest: u32, second: u32): f64 {
  const month = (rest >>> 16) & 15;
  const day = (rest >>> 11) & 31;
  const hour = (rest >>> 6) & 31;
  const minute = rest & 63;
  if (year - 2000 > 49 || month - 1 > 11 || hour > 23 || minute > 59 || second > 59) return NaN;
  const isLeap = (year & 3) === 0;
  const last: u32 = month === 2 ? (isLeap ? 29 : 28) : 30 + ((month + (month >>> 3)) & 1);
  if (day - 1 >= last) return NaN;
  // Years counted from March, so that the day that comes and goes is their last.
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const days = (marchYear - 1999) * 365 + (marchYear >>> 2) - 499 + (153 * marchMonth + 2) / 5 + day - 1;
  return MARCH_1999 + <f64>days * 86400000.0 + <f64>((hour * 60 + minute) * 60 + second) * 1000.0;
}

/** 1 March 1999, epoch ms. */
const MARCH_1999: f64 = 920246400000.0;
