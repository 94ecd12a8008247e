/**
 * AIS messages as rows of typed arrays: what is judged and stored of a position, without an object for every message.
 * The same values as `toReport` gives, NaN standing for "not available", since typed arrays hold no `undefined`. HOT.
 */
import { MinuteClock } from '../position-time.ts';
import type { Bits } from './bits.ts';
import * as layout from './column-layout.ts';
import * as field from './fields.ts';
import * as station from './layout/base-station.ts';
import * as classA from './layout/class-a.ts';
import * as classB from './layout/class-b.ts';
import * as header from './layout/header.ts';

/** Sums of these are `flags`. */
export const PositionFlag = {
  /** The sender promises 10 m (95 %). */
  accurate: 1,
  /** `fixTime` is the time of receipt: the message has no UTC second, or it says dead reckoning or manual input. */
  timeEstimated: 2,
  /** Type 27: on a grid of 1/10 minute. */
  coarse: 4,
  /** VDO: the receiver's own ship. */
  ownShip: 8,
} as const;

/** `status` of a row whose message has none. */
export const NO_STATUS = 15;

/**
 * Types that a row holds whole as far as a vessel's movements go: 1–4, 9, 11, 18 and 27 with a position, and those that
 * only show that their sender is there. All others say more (5, 6, 8, 12, 14, 19, 21, 24) and are no rows.
 */
const isRow = new Uint8Array(64);
for (const type of [1, 2, 3, 4, 7, 9, 10, 11, 13, 15, 16, 17, 18, 20, 22, 23, 25, 26, 27]) isRow[type] = 1;

/** Whether `PositionColumns` takes messages of this type. */
export function isRowType(type: number): boolean {
  return isRow[type] === 1;
}

export class PositionColumns {
  /** Rows that are filled. */
  count = 0;
  readonly type: Uint8Array;
  readonly mmsi: Uint32Array;
  /** Epoch ms of the position, or of receipt where there is none. */
  readonly fixTime: Float64Array;
  /** Degrees WGS84 to 1e-7°; both NaN where there is no position. */
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** Knots; "102.2 or more", which only a faulty sensor says, is NaN. */
  readonly speedKn: Float64Array;
  readonly courseDeg: Float64Array;
  readonly headingDeg: Float64Array;
  /** Navigational status 0–14, or NO_STATUS. */
  readonly status: Uint8Array;
  readonly flags: Uint8Array;
  /** Epoch ms at which these rows reached us. */
  receivedAt = Number.NaN;

  readonly clock = new MinuteClock();

  /** Its columns lie in `buffer` from `at` on, as column-layout.ts says. */
  constructor(buffer: ArrayBuffer, at: number) {
    const doubles = (offset: number): Float64Array => new Float64Array(buffer, at + offset, layout.ROWS);
    const bytes = (offset: number): Uint8Array => new Uint8Array(buffer, at + offset, layout.ROWS);
    this.type = bytes(layout.TYPE);
    this.mmsi = new Uint32Array(buffer, at + layout.MMSI, layout.ROWS);
    this.fixTime = doubles(layout.FIX_TIME);
    this.lon = doubles(layout.LON);
    this.lat = doubles(layout.LAT);
    this.speedKn = doubles(layout.SPEED);
    this.courseDeg = doubles(layout.COURSE);
    this.headingDeg = doubles(layout.HEADING);
    this.status = bytes(layout.STATUS);
    this.flags = bytes(layout.FLAGS);
  }

  get isFull(): boolean {
    return this.count === layout.ROWS;
  }

  /** When the messages that follow were received by their station, or else by us: epoch ms. Apart from `add`, since a number that is passed along is an object. */
  hear(heardAt: number): void {
    if (heardAt !== this.clock.heardAt) this.clock.set(heardAt);
  }

  /**
   * Adds what `bits` holds, a message that is long enough and whose type is a row's, heard at the time last set by `hear`.
   */
  add(bits: Bits, ownShip: boolean): void {
    const { words } = bits;
    const type = header.type(words);
    const row = this.count++;
    this.type[row] = type;
    this.mmsi[row] = header.mmsi(words);
    this.flags[row] = ownShip ? PositionFlag.ownShip : 0;
    this.status[row] = NO_STATUS;
    if (type <= 3) this.classA(row, words);
    else if (type === 18) this.classB(row, words);
    else if (type === 4 || type === 11) this.station(row, words);
    else this.rare(row, bits, type);
  }

  private classA(row: number, words: Int32Array): void {
    this.status[row] = classA.status(words);
    this.place(row, classA.lon(words), classA.lat(words), classA.accuracy(words));
    this.time(row, classA.second(words));
    this.speedKn[row] = speeds[classA.speed(words)]!;
    this.courseDeg[row] = courses[classA.course(words)]!;
    this.headingDeg[row] = headings[classA.heading(words)]!;
  }

  private classB(row: number, words: Int32Array): void {
    this.place(row, classB.lon(words), classB.lat(words), classB.accuracy(words));
    this.time(row, classB.second(words));
    this.speedKn[row] = speeds[classB.speed(words)]!;
    this.courseDeg[row] = courses[classB.course(words)]!;
    this.headingDeg[row] = headings[classB.heading(words)]!;
  }

  private station(row: number, words: Int32Array): void {
    this.place(row, station.lon(words), station.lat(words), station.accuracy(words));
    const own = this.clock.timeOfUtc(
      station.year(words),
      station.month(words),
      station.day(words),
      station.hour(words),
      station.minute(words),
      station.second(words),
    );
    if (own === undefined) this.time(row, station.second(words));
    else this.fixTime[row] = own;
    this.still(row);
  }

  private rare(row: number, bits: Bits, type: number): void {
    this.still(row);
    if (type === 9) {
      this.place(row, bits.signed(61, 28), bits.signed(89, 27), bits.flag(60));
      this.time(row, bits.unsigned(128, 6));
      this.speedKn[row] = orNaN(field.unless(bits.unsigned(50, 10), 1023));
      this.courseDeg[row] = courses[bits.unsigned(116, 12)]!;
      return;
    }
    this.fixTime[row] = this.clock.heardAt;
    this.flags[row]! |= PositionFlag.timeEstimated;
    if (type === 27) this.longRange(row, bits);
    else this.place(row, NOWHERE, NOWHERE, false);
  }

  private longRange(row: number, bits: Bits): void {
    this.status[row] = bits.unsigned(40, 4);
    // The grid of 1/600° is a hundredth of the others'; its 181° and 91° lie as far out.
    this.place(row, bits.signed(44, 18) * 1000, bits.signed(62, 17) * 1000, false);
    this.flags[row]! |= PositionFlag.coarse;
    this.speedKn[row] = orNaN(field.longRangeSpeed(bits));
    this.courseDeg[row] = orNaN(field.longRangeCourse(bits));
  }

  /** On the 1/600 000° grid. 0°,0° and the poles are what units without a fix send. */
  private place(row: number, lon: number, lat: number, isAccurate: boolean): void {
    const isPlace = lon <= 108_000_000 && lon >= -108_000_000 && lat < 54_000_000 && lat > -54_000_000;
    if (isPlace && (lon !== 0 || lat !== 0)) {
      this.lon[row] = field.fineDegrees(lon);
      this.lat[row] = field.fineDegrees(lat);
      if (isAccurate) this.flags[row]! |= PositionFlag.accurate;
    } else {
      this.lon[row] = Number.NaN;
      this.lat[row] = Number.NaN;
    }
  }

  private time(row: number, second: number): void {
    if (second < 60) {
      this.fixTime[row] = this.clock.timeOf(second);
    } else {
      this.fixTime[row] = this.clock.heardAt;
      this.flags[row]! |= PositionFlag.timeEstimated;
    }
  }

  /** Stations do not move, and do not say so. */
  private still(row: number): void {
    this.speedKn[row] = Number.NaN;
    this.courseDeg[row] = Number.NaN;
    this.headingDeg[row] = Number.NaN;
  }
}

/** Beyond the grid. */
const NOWHERE = 0x7fffffff;

function orNaN(value: number | undefined): number {
  return value ?? Number.NaN;
}

/** "102.2 kn or more" is what a faulty sensor says; no ship does it. */
const SPEED_LIMIT_KN = 102.2;

const speeds = Float64Array.from(field.speedKn, (kn) => (kn === undefined || kn >= SPEED_LIMIT_KN ? Number.NaN : kn));
const courses = Float64Array.from(field.courseDeg, orNaN);
const headings = Float64Array.from(field.headingDeg, orNaN);
