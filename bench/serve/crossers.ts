/** Boats that go into a watched zone one after the other while the rest is at work: each makes an alert. */
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeAis } from '../../decoders/ais/encoder.ts';
import type { Sender } from '../ingest/sender.ts';

export const CROSSING_RULE = 'bench-enter';
const FIRST_MMSI = 574_950_001;
/** Open sea where the fleet of the bench does not sail: degrees. */
const ZONE = { west: 114, south: 7, east: 114.5, north: 13 };
const STEP_DEG = 0.004;
/** So far before the zone's edge and behind it: about 110 m. */
const AWAY_DEG = 0.001;
const SPEED_KN = 5;

/** As the settings documents have them. */
export const crossedZone = {
  type: 'Feature',
  id: 'bench-watched',
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [ZONE.west, ZONE.south],
        [ZONE.east, ZONE.south],
        [ZONE.east, ZONE.north],
        [ZONE.west, ZONE.north],
        [ZONE.west, ZONE.south],
      ],
    ],
  },
  properties: { name: 'Vùng theo dõi', kind: 'monitored', version: 1, source: 'bench' },
} as const;

export class Crossers {
  readonly #sender: Sender;
  readonly #enteredAt = new Map<number, number>();
  /** Milliseconds from the write of the fix inside to the alert at a socket. */
  readonly atSocketMs: number[] = [];
  #next = 0;

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  /** Says of so many boats that they lie before the zone, who go in afterwards. */
  approach(count: number): void {
    for (let boat = this.#next; boat < this.#next + count; boat++) this.#say(boat, ZONE.west - AWAY_DEG);
  }

  /** They go in, one after the other. */
  async enter(count: number, perSecond: number): Promise<void> {
    const began = performance.now();
    for (let i = 0; i < count; i++) {
      await sleep(began + (1000 * (i + 0.5)) / perSecond - performance.now());
      const boat = this.#next++;
      this.#enteredAt.set(FIRST_MMSI + boat, performance.now());
      this.#say(boat, ZONE.west + AWAY_DEG);
    }
  }

  /** An alert of that boat came to a socket. */
  seen(mmsi: number): void {
    const enteredAt = this.#enteredAt.get(mmsi);
    if (enteredAt === undefined) return;
    this.#enteredAt.delete(mmsi);
    this.atSocketMs.push(performance.now() - enteredAt);
  }

  #say(boat: number, lon: number): void {
    const lat = ZONE.south + 0.1 + boat * STEP_DEG;
    const said = { mmsi: FIRST_MMSI + boat, lon, lat, speed: SPEED_KN, course: 90, second: 60 };
    this.#sender.say(encodeAis({ ...said, type: 18 }, { sequence: boat }).join('\r\n'));
  }
}
