/** A fleet that fills the map: so many vessels spread evenly over Biển Đông, of which a part moves each second. Seeded. */
import type { Fix } from '../../geofences/fix.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { Seeded } from '../engine/seeded.ts';

/** What the map shows when it is opened, nearly: lon, lat. */
const WEST = 103;
const EAST = 118;
const SOUTH = 6.5;
const NORTH = 21.5;
const KN_TO_DEG_PER_S = 1 / 60 / 3600;
const VMS_SHARE = 0.7;
const STOPPED_SHARE = 0.25;

export class Fleet {
  readonly vessels: Vessel[] = [];
  readonly #fixes: Fix[] = [];
  #next = 0;

  /** @param now epoch ms of the first fixes, which are up to an interval old */
  constructor(count: number, now: number) {
    const seeded = new Seeded(11);
    for (let i = 0; i < count; i++) {
      const isVms = seeded.chance(VMS_SHARE);
      const intervalMin = isVms ? 120 : 6;
      this.vessels.push({
        id: `v${i}`,
        kind: 'vessel',
        label: isVms ? `QNa-${90_000 + i}-TS` : `TAU ${i}`,
        ...(isVms && { registration: `QNa-${90_000 + i}-TS`, reportingIntervalMin: intervalMin }),
        ...(!isVms && { mmsi: 574_000_000 + i }),
        registered: isVms,
        firstHeardAt: 0,
      });
      const fixTime = now - seeded.between(0, 1.1 * intervalMin) * 60_000;
      this.#fixes.push({
        fixTime,
        receivedAt: fixTime,
        lon: seeded.between(WEST, EAST),
        lat: seeded.between(SOUTH, NORTH),
        speedKn: seeded.chance(STOPPED_SHARE) ? 0 : seeded.between(2, 11),
        courseDeg: seeded.between(0, 359),
        source: isVms ? 'vms' : 'ais',
        flags: 0,
      });
    }
  }

  positions(): Map<string, Fix> {
    return new Map(this.vessels.map(({ id }, i) => [id, this.#fixes[i]!]));
  }

  /** The next `count` vessels, each moved on to `now`. */
  move(count: number, now: number): [id: string, fix: Fix][] {
    const moved: [string, Fix][] = [];
    for (let n = 0; n < count; n++) {
      const i = this.#next;
      this.#next = (this.#next + 1) % this.vessels.length;
      const fix = movedTo(this.#fixes[i]!, now);
      this.#fixes[i] = fix;
      moved.push([this.vessels[i]!.id, fix]);
    }
    return moved;
  }
}

function movedTo(fix: Fix, now: number): Fix {
  const along = (fix.speedKn ?? 0) * KN_TO_DEG_PER_S * ((now - fix.fixTime) / 1000);
  const course = ((fix.courseDeg ?? 0) * Math.PI) / 180;
  return {
    ...fix,
    lon: fix.lon + along * Math.sin(course),
    lat: fix.lat + along * Math.cos(course),
    fixTime: now,
    receivedAt: now,
  };
}
