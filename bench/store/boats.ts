/**
 * A fleet's year of fixes, seeded: boats that lie in harbour, steam out, trawl to and fro and come home. One in ten is heard
 * by AIS, often while it is near a receiver and not at all else; the others report by VMS every hour or two. Places carry the
 * noise of a GPS receiver and lie on the grid of what sends them; what a fix takes on disk hangs on just that.
 */
import { type Fix, FixFlag } from '../../geofences/fix.ts';
import { onGrid } from '../../server/store/tracks/grid.ts';
import { type Random, seeded } from '../random.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const RAD = Math.PI / 180;
const METRES_PER_DEGREE = 111_195;
const KN = 1852 / HOUR;

/** Of all boats, those that AIS hears; the others have VMS. */
const AIS_SHARE = 0.1;
/** A boat passes a receiver for some hours, then is away for days: about an eighth of the time. */
const HEARD_HOURS = 8;
const UNHEARD_HOURS = 54;
/** Class B sends every 30 s under way; one in three is received. */
const AIS_SLOT_MS = 30 * SECOND;
const RECEIVED = 1 / 3;
const MOORED_SLOT_MS = 3 * MINUTE;
/** White noise of a place, metres (one sigma): GPS with SBAS. */
const NOISE_M = 1.5;

export interface Boat {
  id: string;
  source: 'ais' | 'vms';
  /** Its fixes until then (epoch ms), from where the last call ended. */
  until(time: number): Fix[];
}

export function fleet(count: number, start: number): Boat[] {
  return Array.from({ length: count }, (_, i) => new SeededBoat(i, start));
}

type Doing = 'moored' | 'steaming' | 'trawling' | 'returning';

class SeededBoat implements Boat {
  readonly id: string;
  readonly source: 'ais' | 'vms';
  readonly #random: Random;
  readonly #home: readonly [number, number];
  readonly #intervalMs: number;
  readonly #saysHeading: boolean;
  /** Steps of a degree that its unit sends. */
  readonly #grid: number;
  #time: number;
  #lon: number;
  #lat: number;
  #courseDeg: number;
  #speedKn = 0;
  #doing: Doing = 'moored';
  #doingUntil: number;
  #legUntil = 0;
  #heardUntil: number;

  constructor(index: number, start: number) {
    this.#random = seeded(index + 1);
    const random = this.#random;
    this.source = random() < AIS_SHARE ? 'ais' : 'vms';
    this.id = `v${Math.floor(random() * 2 ** 48)
      .toString(16)
      .padStart(12, '0')}`;
    // A coast of 15 degrees, from the Gulf of Tonkin to Cà Mau.
    const lat = 8.5 + random() * 12;
    this.#home = [107 + 2 * Math.sin(lat / 3) + random() * 0.2, lat];
    [this.#lon, this.#lat] = this.#home;
    this.#intervalMs = random() < 0.3 ? HOUR : 2 * HOUR;
    this.#saysHeading = random() < 0.5;
    this.#grid = this.source === 'ais' ? 600_000 : random() < 0.5 ? 60_000 : 100_000;
    this.#courseDeg = random() * 360;
    this.#time = start + random() * 2 * HOUR;
    this.#doingUntil = start + random() * 2 * DAY;
    this.#heardUntil = start + random() * HEARD_HOURS * HOUR;
  }

  until(time: number): Fix[] {
    const fixes: Fix[] = [];
    while (this.#time < time) {
      fixes.push(this.#fix());
      this.#goOn(this.source === 'ais' ? this.#aisPause() : this.#vmsPause());
    }
    return fixes;
  }

  #aisPause(): number {
    const slot = this.#doing === 'moored' ? MOORED_SLOT_MS : AIS_SLOT_MS;
    const slots = 1 + Math.floor(Math.log(1 - this.#random()) / Math.log(1 - RECEIVED));
    const pause = slots * slot + this.#normal() * 2 * SECOND;
    if (this.#time + pause < this.#heardUntil) return Math.max(SECOND, pause);
    const away = UNHEARD_HOURS * HOUR * (0.5 + this.#random());
    this.#heardUntil = this.#time + away + HEARD_HOURS * HOUR * (0.5 + this.#random());
    return away;
  }

  #vmsPause(): number {
    return this.#intervalMs + this.#normal() * 20 * SECOND;
  }

  /** Lets time go by, in steps so short that courses hold. */
  #goOn(ms: number): void {
    const end = this.#time + ms;
    while (this.#time < end) {
      const step = Math.min(end - this.#time, 10 * MINUTE);
      this.#steer(step);
      const metres = this.#speedKn * KN * step;
      this.#lat += (metres * Math.cos(this.#courseDeg * RAD)) / METRES_PER_DEGREE;
      this.#lon += (metres * Math.sin(this.#courseDeg * RAD)) / (METRES_PER_DEGREE * Math.cos(this.#lat * RAD));
      this.#time += step;
    }
  }

  #steer(step: number): void {
    if (this.#time >= this.#doingUntil) this.#doNext();
    if (this.#doing === 'moored') return;
    if (this.#doing === 'returning') {
      const [east, north] = [(this.#home[0] - this.#lon) * Math.cos(this.#lat * RAD), this.#home[1] - this.#lat];
      this.#courseDeg = (Math.atan2(east, north) / RAD + 360) % 360;
      if (Math.hypot(east, north) * 60 < 3) this.#doingUntil = this.#time;
      return;
    }
    if (this.#doing === 'trawling' && this.#time >= this.#legUntil) {
      // Back along the last haul.
      this.#courseDeg += 180 + this.#normal() * 15;
      this.#legUntil = this.#time + (1 + 2 * this.#random()) * HOUR;
    }
    const yaw = this.#doing === 'trawling' ? 3 : 1;
    this.#courseDeg = (((this.#courseDeg + this.#normal() * yaw * Math.sqrt(step / MINUTE)) % 360) + 360) % 360;
  }

  #doNext(): void {
    const random = this.#random;
    const next = { moored: 'steaming', steaming: 'trawling', trawling: 'returning', returning: 'moored' } as const;
    this.#doing = next[this.#doing];
    const hours = {
      moored: 12 + 40 * random(),
      steaming: 4 + 8 * random(),
      trawling: 40 + 80 * random(),
      returning: 60,
    };
    const speed = { moored: 0, steaming: 7 + 2 * random(), trawling: 3 + random(), returning: 7 + 2 * random() };
    this.#doingUntil = this.#time + hours[this.#doing] * HOUR;
    this.#speedKn = speed[this.#doing];
    if (this.#doing === 'steaming') this.#courseDeg = 30 + 120 * random();
    if (this.#doing === 'moored') [this.#lon, this.#lat] = this.#home;
  }

  #fix(): Fix {
    const random = this.#random;
    const isAis = this.source === 'ais';
    const fixTime = Math.floor(this.#time / SECOND) * SECOND;
    const metres = NOISE_M / METRES_PER_DEGREE;
    const speedKn = Math.max(0, this.#speedKn + this.#normal() * (this.#speedKn > 0 ? 0.15 : 0.04));
    const courseDeg = this.#speedKn > 0 ? this.#courseDeg + this.#normal() * 2 : random() * 360;
    const course = ((courseDeg % 360) + 360) % 360;
    const fix: Fix = {
      fixTime,
      receivedAt: Math.floor(
        this.#time + (isAis ? 300 + random() * 1500 : 20 * SECOND - 200 * SECOND * Math.log(1 - random())),
      ),
      lon: Math.round((this.#lon + (this.#normal() * metres) / Math.cos(this.#lat * RAD)) * this.#grid) / this.#grid,
      lat: Math.round((this.#lat + this.#normal() * metres) * this.#grid) / this.#grid,
      source: this.source,
      flags: isAis && this.#doing === 'trawling' && this.#saysHeading ? FixFlag.fishing : 0,
      speedKn: Math.round(speedKn * 10) / 10,
      courseDeg: isAis ? Math.floor(course * 10) / 10 : Math.floor(course),
    };
    if (isAis && this.#saysHeading) fix.headingDeg = Math.floor((course + 5) % 360);
    if (isAis) fix.accuracyM = 10;
    return onGrid(fix);
  }

  #normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random());
  }
}
