/**
 * What the bench's fleet says on the air, as sentences in the order in which they are sent: the boats of `bench engine` with
 * AIS, one message after the other round the fleet. The same calls give the same sentences.
 */
import { type EncodableAis, encodeAis } from '../../decoders/ais/encoder.ts';
import { Boats, Mode } from '../engine/motion.ts';
import { Seeded } from '../engine/seeded.ts';
import { makeWorld } from '../engine/world.ts';

const CLASS_A_SHARE = 0.4;
/** Of a boat's messages: static ones (ITU-R M.1371: every 6 min beside positions every 10 s), and long-range ones. */
const STATIC_EVERY = 36;
const LONG_RANGE_SHARE = 0.01;
const FIRST_MMSI_A = 574_000_001;
const FIRST_MMSI_B = 574_500_001;
const INTRODUCED_TOGETHER = 200;
const PLACE_ERROR_DEG = 5 / 111_320;

export interface Stretch {
  bytes: Buffer;
  messages: number;
  /** Bytes up to the end of each slice of time. */
  ends: number[];
}

export class Traffic {
  private readonly boats: Boats;
  private readonly seeded = new Seeded(7);
  private readonly isClassA: Uint8Array;
  private readonly said: Uint32Array;
  private readonly count: number;
  private next = 0;
  private readonly epoch: number;

  /** @param epoch epoch ms at which the fleet begins to move */
  constructor(count: number, zones: number, epoch: number) {
    this.count = count;
    this.epoch = epoch;
    this.boats = new Boats(count, makeWorld(zones).zones, this.seeded, 0);
    this.isClassA = Uint8Array.from({ length: count }, () => Number(this.seeded.chance(CLASS_A_SHARE)));
    this.said = new Uint32Array(count);
  }

  /** Everybody says who they are and where, once. @param at epoch ms at which it is sent */
  introductions(at: number): Stretch {
    const slices: string[][] = [];
    for (let boat = 0; boat < this.count; boat++) {
      this.boats.moveTo(boat, (at - this.epoch) / 1000);
      if (boat % INTRODUCED_TOGETHER === 0) slices.push([]);
      for (const one of [this.names(boat), this.place(boat, at)]) {
        slices.at(-1)!.push(...encodeAis(one, { sequence: boat }));
      }
    }
    return stretchOf(slices, 2 * this.count);
  }

  /**
   * @param from epoch ms at which the first message is sent
   * @param slices of so many ms, with so many messages each
   */
  stretch(from: number, { slices, sliceMs, each }: { slices: number; sliceMs: number; each: number }): Stretch {
    const pieces: Buffer[] = [];
    for (let slice = 0; slice < slices; slice++) {
      const lines: string[] = [];
      for (let i = 0; i < each; i++) lines.push(...this.say(from + slice * sliceMs));
      pieces.push(bytesOf(lines));
    }
    return stretchOf(pieces, slices * each);
  }

  private say(at: number): string[] {
    const boat = this.next;
    this.next = (boat + 1) % this.count;
    this.boats.moveTo(boat, (at - this.epoch) / 1000);
    const message =
      // Not everybody's static message in the same round.
      (this.said[boat]!++ + boat) % STATIC_EVERY === 0 ? this.names(boat) : this.place(boat, at);
    return encodeAis(message, { sequence: boat, channel: boat % 2 === 0 ? 'A' : 'B' });
  }

  private mmsi(boat: number): number {
    return (this.isClassA[boat] ? FIRST_MMSI_A : FIRST_MMSI_B) + boat;
  }

  private names(boat: number): EncodableAis {
    const shipname = `BOAT ${boat}`;
    const about = { mmsi: this.mmsi(boat), shipname, shiptype: 30 };
    if (!this.isClassA[boat]) return { ...about, type: 24, part: 'A' };
    return { ...about, type: 5, callsign: `X${boat}`, to_bow: 12, to_stern: 8, destination: 'FISHING' };
  }

  private place(boat: number, at: number): EncodableAis {
    const { boats, seeded } = this;
    const course = Math.floor((((boats.courseDeg[boat]! % 360) + 360) % 360) * 10) / 10;
    const place = {
      mmsi: this.mmsi(boat),
      lon: boats.lon[boat]! + seeded.between(-PLACE_ERROR_DEG, PLACE_ERROR_DEG),
      lat: boats.lat[boat]! + seeded.between(-PLACE_ERROR_DEG, PLACE_ERROR_DEG),
      speed: Math.round(boats.speedKn[boat]! * 10 + seeded.unit()) / 10,
      course,
      second: Math.floor(at / 1000) % 60,
    };
    if (!this.isClassA[boat]) return { ...place, type: 18 };
    const status = boats.mode[boat] === Mode.moored ? 5 : boats.mode[boat] === Mode.fishing ? 7 : 0;
    if (seeded.chance(LONG_RANGE_SHARE)) return { ...place, type: 27, status, speed: Math.round(place.speed) };
    return { ...place, type: seeded.chance(0.8) ? 1 : 3, status, heading: Math.floor(course), accuracy: true };
  }
}

function bytesOf(lines: readonly string[]): Buffer {
  return Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1');
}

function stretchOf(slices: readonly (Buffer | string[])[], messages: number): Stretch {
  const pieces = slices.map((slice) => (Buffer.isBuffer(slice) ? slice : bytesOf(slice)));
  let size = 0;
  const ends = pieces.map((piece) => {
    size += piece.length;
    return size;
  });
  return { bytes: Buffer.concat(pieces), messages, ends };
}
