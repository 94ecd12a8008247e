/** How the boats of the bench move: out from a home, fishing, steaming, at anchor. The same seed moves them the same way. */
import { Land } from '../../geofences/geometry/land.ts';
import { Locator } from '../../geofences/geometry/locator.ts';
import { DEMO_BOUNDARY_ID } from '../../geofences/regions/vietnam.ts';
import type { Zone } from '../../geofences/types.ts';
import type { Seeded } from './seeded.ts';

export const Mode = { moored: 0, fishing: 1, steaming: 2 } as const;

const IN_PORT_SHARE = 0.25;
/** Of the boats at sea, those whose grounds reach over the boundary. */
const OVER_THE_BOUNDARY_SHARE = 0.05;
/** How far from home boats go, nautical miles. */
const GROUNDS_NM = [4, 12, 30];
/** A boat that fishes turns this often, seconds. */
const TURN_S = 1200;
const HOUR_S = 3600;

/** All boats, a column a property. Times in seconds. */
export class Boats {
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly courseDeg: Float64Array;
  readonly speedKn: Float64Array;
  readonly mode: Uint8Array;
  private readonly homeLon: Float64Array;
  private readonly homeLat: Float64Array;
  private readonly groundsNm: Float64Array;
  private readonly modeUntil: Float64Array;
  private readonly at: Float64Array;
  private readonly isHarboured: Uint8Array;
  private readonly seeded: Seeded;

  constructor(count: number, zones: readonly Zone[], seeded: Seeded, start: number) {
    const column = () => new Float64Array(count);
    this.lon = column();
    this.lat = column();
    this.courseDeg = column();
    this.speedKn = column();
    this.homeLon = column();
    this.homeLat = column();
    this.groundsNm = column();
    this.modeUntil = column();
    this.at = column().fill(start);
    this.mode = new Uint8Array(count);
    this.isHarboured = new Uint8Array(count);
    this.seeded = seeded;
    this.settle(count, zones);
  }

  /** Brings a boat to a time. */
  moveTo(boat: number, time: number): void {
    while (this.at[boat]! < time) {
      if (this.at[boat]! >= this.modeUntil[boat]!) this.changeMode(boat);
      const until = Math.min(time, this.modeUntil[boat]!, this.at[boat]! + TURN_S);
      this.step(boat, (until - this.at[boat]!) / HOUR_S);
      this.at[boat] = until;
    }
  }

  private step(boat: number, hours: number): void {
    const seeded = this.seeded;
    if (this.mode[boat] === Mode.moored) return;
    const northNm = (this.homeLat[boat]! - this.lat[boat]!) * 60;
    const eastNm = (this.homeLon[boat]! - this.lon[boat]!) * 60 * Math.cos(radians(this.lat[boat]!));
    if (Math.hypot(northNm, eastNm) > this.groundsNm[boat]!) {
      this.courseDeg[boat] = degrees(Math.atan2(eastNm, northNm)) + seeded.between(-20, 20);
    } else if (this.mode[boat] === Mode.fishing && seeded.chance((hours * HOUR_S) / TURN_S)) {
      this.courseDeg[boat] = this.courseDeg[boat]! + seeded.between(-90, 90);
    }
    const wayNm = this.speedKn[boat]! * hours;
    const course = radians(this.courseDeg[boat]!);
    this.lat[boat] = this.lat[boat]! + (wayNm * Math.cos(course)) / 60;
    this.lon[boat] = this.lon[boat]! + (wayNm * Math.sin(course)) / 60 / Math.cos(radians(this.lat[boat]!));
  }

  private changeMode(boat: number): void {
    const seeded = this.seeded;
    const draw = seeded.unit();
    if (this.isHarboured[boat]) {
      if (draw < 0.1) this.take(boat, Mode.steaming, seeded.between(6.5, 9), 1);
      else this.take(boat, Mode.moored, 0, seeded.between(1, 24));
    } else if (draw < 0.5) this.take(boat, Mode.fishing, seeded.between(2, 4), seeded.between(2, 6));
    else if (draw < 0.8) this.take(boat, Mode.steaming, seeded.between(6.5, 9), seeded.between(1, 4));
    else this.take(boat, Mode.moored, 0, seeded.between(1, 5));
    this.courseDeg[boat] = seeded.between(0, 360);
  }

  private take(boat: number, mode: number, speedKn: number, hours: number): void {
    this.mode[boat] = mode;
    this.speedKn[boat] = speedKn;
    this.modeUntil[boat] = this.at[boat]! + hours * HOUR_S;
  }

  private settle(count: number, zones: readonly Zone[]): void {
    const seeded = this.seeded;
    const ports = zones.flatMap(({ geometry, properties }) =>
      properties.kind === 'port' && geometry.type === 'Point' ? [geometry.coordinates] : [],
    );
    const grounds = new Grounds(zones, seeded);
    for (let boat = 0; boat < count; boat++) {
      const isHarboured = seeded.chance(IN_PORT_SHARE);
      this.isHarboured[boat] = Number(isHarboured);
      this.groundsNm[boat] = isHarboured ? 3 : seeded.pick(GROUNDS_NM);
      const [lon, lat] = isHarboured ? seeded.pick(ports) : grounds.home(this.groundsNm[boat]!);
      this.homeLon[boat] = this.lon[boat] = lon;
      this.homeLat[boat] = this.lat[boat] = lat;
    }
  }
}

/** Waters that boats call home: on our side, off the shore. */
class Grounds {
  private readonly land: Land;
  private readonly waters: Locator;
  private readonly seeded: Seeded;

  constructor(zones: readonly Zone[], seeded: Seeded) {
    this.land = new Land(zones.filter(({ properties }) => properties.kind === 'land'));
    this.waters = new Locator(zones.filter(({ id }) => id === DEMO_BOUNDARY_ID));
    this.seeded = seeded;
  }

  home(groundsNm: number): [number, number] {
    const seeded = this.seeded;
    const isBold = seeded.chance(OVER_THE_BOUNDARY_SHARE);
    for (;;) {
      const lon = seeded.between(102, 113);
      const lat = seeded.between(6, 21.5);
      if (!this.waters.contains(0, lon, lat) || !this.land.isOffShore(lon, lat, groundsNm)) continue;
      if (isBold || this.waters.nearest(0, lon, lat)!.distanceNm > groundsNm + 1) return [lon, lat];
    }
  }
}

function radians(deg: number): number {
  return (deg * Math.PI) / 180;
}

function degrees(rad: number): number {
  return (rad * 180) / Math.PI;
}
