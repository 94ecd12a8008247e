/**
 * Who is where now, for units whose people see into areas: beside their own vessels whoever is there. Read once when somebody with an
 * area asks, then kept up with what is committed, so that asking costs a look into a set.
 */
import type { Fix } from '../../geofences/fix.ts';
import { Locator } from '../../geofences/geometry/locator.ts';
import { type ForceSpan, forceSpanAt } from '../../geofences/in-force.ts';
import type { Zone } from '../../geofences/types.ts';
import type { Committed, EngineRoom } from '../ingest/room.ts';
import type { Unit } from '../models/contact.ts';
import { chainOf } from '../notify/units-above.ts';
import type { Store } from '../store/store.ts';

interface AreasOptions {
  store: Pick<Store, 'document' | 'latest'>;
  room: Pick<EngineRoom, 'onCommitted'>;
  /** Epoch ms. */
  clock: () => number;
}

/** A place at a time: a fix, or where and when an alert was raised. */
interface Placed {
  lon: number;
  lat: number;
  /** Epoch ms. */
  at: number;
}

export class Areas {
  readonly #options: AreasOptions;
  #places: Places | undefined;
  /** What is being read, which has to hear of what is committed meanwhile. */
  #next: Places | undefined;
  #reading: Promise<void> | undefined;

  constructor(options: AreasOptions) {
    this.#options = options;
    options.room.onCommitted((committed) => this.#take(committed));
  }

  /** The vessels whose newest believed position lies in one of these zones, while it is in force. Stays true by itself. */
  async through(zoneIds: readonly string[]): Promise<AreaSight> {
    do {
      this.#reading ??= this.#read();
      await this.#reading;
      // Where the settings changed meanwhile they are read once more.
    } while (!this.#places);
    const places = (): Places => this.#places!;
    const { clock } = this.#options;
    return new AreaSight(zoneIds, places, clock);
  }

  async #read(): Promise<void> {
    const { store } = this.#options;
    try {
      const units = ((await store.document('units'))?.body ?? []) as Unit[];
      const zones = ((await store.document('zones'))?.body as { features: Zone[] } | undefined)?.features ?? [];
      const named = new Set(units.flatMap(({ areas = [] }) => areas));
      const next = new Places(zones.filter(({ id }) => named.has(id)));
      this.#next = next;
      // What is committed meanwhile is newer than what is read.
      if (next.hasAny) for (const [id, fix] of await store.latest()) if (!next.knows(id)) next.place(id, fix);
      if (this.#next === next) this.#places = next;
    } catch (error) {
      this.#reading = undefined;
      throw error;
    }
  }

  #take({ latest, documents }: Committed): void {
    for (const [id, fix] of latest) {
      this.#places?.place(id, fix);
      if (this.#next !== this.#places) this.#next?.place(id, fix);
    }
    if (!this.#reading || !(documents.includes('units') || documents.includes('zones'))) return;
    // Until they are read the ones before hold; who asks then tells of what cannot be read.
    this.#reading = this.#read();
    this.#reading.catch(() => {});
  }
}

/** The zones into which the people of a unit see: what says nothing itself sees what the nearest above that says something does. */
export function areasOf(units: readonly Unit[], unitId: string, saysSomething: (unit: Unit) => boolean): string[] {
  const chain = chainOf(units, unitId).flatMap((id) => units.find((unit) => unit.id === id) ?? []);
  return chain.find((unit) => unit.areas !== undefined || saysSomething(unit))?.areas ?? [];
}

/** What somebody sees through some zones. */
export class AreaSight {
  readonly zoneIds: readonly string[];
  readonly #places: () => Places;
  readonly #clock: () => number;

  constructor(zoneIds: readonly string[], places: () => Places, clock: () => number) {
    this.zoneIds = zoneIds;
    this.#places = places;
    this.#clock = clock;
  }

  has(vesselId: string): boolean {
    return this.#places().isInside(vesselId, this.zoneIds, this.#clock());
  }

  *ids(): Iterable<string> {
    const places = this.#places();
    for (const id of this.zoneIds) yield* places.insideNow(id, this.#clock()) ?? [];
  }

  contains(place: Placed): boolean {
    return this.#places().isWithin(this.zoneIds, place);
  }

  containsNow({ lon, lat }: { lon: number; lat: number }): boolean {
    return this.contains({ lon, lat, at: this.#clock() });
  }
}

class Places {
  readonly #locator: Locator;
  /** By the zone's place in the locator. */
  readonly #inside: Set<string>[];
  readonly #inForce: (ForceSpan | undefined)[] = [];
  /** Zones that a vessel is in; of every one that has been placed. */
  readonly #zonesOf = new Map<string, readonly number[]>();
  readonly #found: number[] = [];

  constructor(zones: readonly Zone[]) {
    this.#locator = new Locator(zones);
    this.#inside = zones.map(() => new Set());
  }

  get hasAny(): boolean {
    return this.#inside.length > 0;
  }

  knows(vesselId: string): boolean {
    return this.#zonesOf.has(vesselId);
  }

  place(vesselId: string, { lon, lat }: Pick<Fix, 'lon' | 'lat'>): void {
    if (!this.hasAny) return;
    const found = this.#locator.locate(lon, lat, this.#found);
    const before = this.#zonesOf.get(vesselId) ?? NOWHERE;
    if (found.length === 0 && before.length === 0) {
      this.#zonesOf.set(vesselId, NOWHERE);
      return;
    }
    for (const zone of before) if (!found.includes(zone)) this.#inside[zone]!.delete(vesselId);
    for (const zone of found) this.#inside[zone]!.add(vesselId);
    this.#zonesOf.set(vesselId, found.length === 0 ? NOWHERE : [...found]);
  }

  /** HOT: asked of every row that a screen is sent. Most vessels are in none of them. */
  isInside(vesselId: string, zoneIds: readonly string[], now: number): boolean {
    for (const zone of this.#zonesOf.get(vesselId) ?? NOWHERE) {
      if (zoneIds.includes(this.#locator.zones[zone]!.id) && this.#isInForce(zone, now)) return true;
    }
    return false;
  }

  /** @returns undefined for a zone that is gone or not in force: it shows nothing */
  insideNow(zoneId: string, now: number): ReadonlySet<string> | undefined {
    const zone = this.#locator.indexOf.get(zoneId);
    return zone !== undefined && this.#isInForce(zone, now) ? this.#inside[zone]! : undefined;
  }

  isWithin(zoneIds: readonly string[], { lon, lat, at }: Placed): boolean {
    return zoneIds.some((id) => {
      const zone = this.#locator.indexOf.get(id);
      return zone !== undefined && this.#isInForce(zone, at) && this.#locator.contains(zone, lon, lat);
    });
  }

  #isInForce(zone: number, time: number): boolean {
    let span = this.#inForce[zone];
    if (!span || time < span.from || time >= span.until) {
      span = forceSpanAt(this.#locator.zones[zone]!.properties, time);
      this.#inForce[zone] = span;
    }
    return span.inForce;
  }
}

const NOWHERE: readonly number[] = [];
