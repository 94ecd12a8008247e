/** Which vessels somebody sees. Worked out from the registry and the tree of units as they stand, and kept for a few seconds. */
import type { Occurrence } from '../../geofences/types.ts';
import type { EngineRoom } from '../ingest/room.ts';
import type { Unit } from '../models/contact.ts';
import type { MapNote } from '../models/map-note.ts';
import { coversVessel } from '../notify/coverage.ts';
import { chainOf, withUnitsBelow } from '../notify/units-above.ts';
import { searchKey } from '../store/search-key.ts';
import type { Store } from '../store/store.ts';
import { type AreaSight, Areas, areasOf } from './areas.ts';
import type { Who } from './middleware.ts';
import { type Permission, reachOf } from './permissions.ts';

/** What somebody sees who does not see everything: own vessels with all of their record, and what lies in the areas of their unit. */
export class SeenVessels {
  /** Ids of those that the unit covers, or that the account names: their whole record is open. */
  readonly own: ReadonlySet<string>;
  readonly #areas: AreaSight | undefined;
  readonly #units: readonly string[];

  /** @param units ids of the unit and of all below it */
  constructor(own: ReadonlySet<string>, areas?: AreaSight, units: readonly string[] = []) {
    this.own = own;
    this.#areas = areas;
    this.#units = units;
  }

  /** Whoever is one's own or in the areas now. */
  has(id: string): boolean {
    return this.own.has(id) || this.isGuest(id);
  }

  /** In the areas now, and not one's own. */
  isGuest(id: string): boolean {
    return this.#areas !== undefined && !this.own.has(id) && this.#areas.has(id);
  }

  get hasAreas(): boolean {
    return this.#areas !== undefined;
  }

  guests(): Set<string> {
    const guests = new Set(this.#areas?.ids());
    for (const id of guests) if (this.own.has(id)) guests.delete(id);
    return guests;
  }

  /** Ids of all whom `has` tells of now. */
  ids(): string[] {
    return [...this.own, ...this.guests()];
  }

  /** An alert of one's own, or one that was raised in the areas: it stays when its boat leaves. */
  seesAlert({ vesselId, lon, lat, raisedAt }: Pick<Occurrence, 'vesselId' | 'lon' | 'lat' | 'raisedAt'>): boolean {
    return this.own.has(vesselId) || this.contains({ lon, lat, at: raisedAt });
  }

  /** Does a place lie in the areas, as they were in force at that time (epoch ms)? */
  contains(place: { lon: number; lat: number; at: number }): boolean {
    return this.#areas?.contains(place) ?? false;
  }

  /** A note of the unit's room, or of one below it, in the areas as they are now: those of the province are its own. */
  seesNote({ unit, ...place }: Pick<MapNote, 'unit' | 'lon' | 'lat'>): boolean {
    return unit !== undefined && this.#units.includes(unit) && (this.#areas?.containsNow(place) ?? false);
  }

  isSameAs(other: SeenVessels): boolean {
    const [mine, theirs] = [this.#areas?.zoneIds ?? [], other.#areas?.zoneIds ?? []];
    if (mine.length !== theirs.length || mine.some((id, n) => id !== theirs[n])) return false;
    return this.own.size === other.own.size && [...this.own].every((id) => other.own.has(id));
  }
}

/** Undefined: everything. */
export type Seen = SeenVessels | undefined;

/** A vessel that changes hands or ports is gone from a screen within this. */
const KEPT_MS = 10_000;
const MOST_KEPT = 200;

interface SightOptions {
  store: Pick<Store, 'allVessels' | 'document' | 'latest'>;
  room: Pick<EngineRoom, 'onCommitted'>;
  /** Epoch ms. */
  clock: () => number;
}

interface Kept {
  until: number;
  seen: Promise<SeenVessels>;
}

export class Sight {
  readonly #options: SightOptions;
  readonly #areas: Areas;
  readonly #kept = new Map<string, Kept>();

  constructor(options: SightOptions) {
    this.#options = options;
    this.#areas = new Areas(options);
    options.room.onCommitted(({ documents }) => {
      if (documents.includes('units')) this.#kept.clear();
    });
  }

  /** Of whoever lacks the permission: none. */
  async of({ grants, unit, vessels, provider }: Who, permission: Permission): Promise<Seen> {
    const held = reachOf(grants, permission);
    if (!held) return new SeenVessels(new Set());
    if (held.has('province')) return undefined;
    const asked = {
      ...(held.has('unit') && { unit, vessels }),
      ...(held.has('own') && { vessels, provider }),
    };
    const key = JSON.stringify(asked);
    const now = this.#options.clock();
    const known = this.#kept.get(key);
    if (known && known.until > now) return known.seen;
    const seen = this.#find(asked);
    this.#kept.delete(key);
    this.#kept.set(key, { until: now + KEPT_MS, seen });
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    // What could not be found out is asked again, not kept.
    seen.catch(() => this.#kept.delete(key));
    return seen;
  }

  async #find(asked: Pick<Who, 'unit' | 'vessels' | 'provider'>): Promise<SeenVessels> {
    const { store } = this.#options;
    const units = ((await store.document('units'))?.body ?? []) as Unit[];
    const own = new Set(asked.vessels?.map(searchKey));
    const covering = asked.unit === undefined ? undefined : coveringUnit(units, asked.unit);
    const ids = new Set<string>();
    for await (const vessel of store.allVessels()) {
      const { registration, provider } = vessel;
      const isOwn = registration !== undefined && own.has(searchKey(registration));
      const isCarrier = asked.provider !== undefined && provider === asked.provider;
      if (isOwn || isCarrier || (covering && coversVessel(covering, { vessel }))) ids.add(vessel.id);
    }
    const zones = asked.unit === undefined ? [] : areasOf(units, asked.unit, hasCoverage);
    const below = asked.unit === undefined ? [] : withUnitsBelow(units, asked.unit);
    return new SeenVessels(ids, zones.length > 0 ? await this.#areas.through(zones) : undefined, below);
  }
}

/**
 * As in `unitCovers`, which serves telling people, but closed where that is open: a unit sees nothing that is not in the tree, or that
 * covers nothing while none above it does.
 */
function coveringUnit(units: readonly Unit[], unitId: string): Unit | undefined {
  const chain = chainOf(units, unitId).flatMap((id) => units.find((unit) => unit.id === id) ?? []);
  return chain.find(hasCoverage);
}

function hasCoverage({ homePorts, zones, provinces, minLengthM, belowLengthM }: Unit): boolean {
  return [homePorts, zones, provinces, minLengthM, belowLengthM].some((part) => part !== undefined);
}
