/** Which vessels somebody sees. Worked out from the registry and the tree of units as they stand, and kept for a few seconds. */
import type { Unit } from '../models/contact.ts';
import type { Vessel } from '../models/vessel.ts';
import { coversVessel } from '../notify/coverage.ts';
import { chainOf } from '../notify/units-above.ts';
import { searchKey } from '../store/search-key.ts';
import type { Store } from '../store/store.ts';
import type { Who } from './middleware.ts';
import { type Permission, reachOf } from './permissions.ts';

/** Ids of the vessels that somebody sees; undefined: all of them. */
export type Seen = ReadonlySet<string> | undefined;

/** A vessel that changes hands or ports is gone from a screen within this. */
const KEPT_MS = 10_000;
const MOST_KEPT = 200;

interface Kept {
  until: number;
  ids: Promise<ReadonlySet<string>>;
}

export class Sight {
  readonly #store: Pick<Store, 'allVessels' | 'document'>;
  readonly #clock: () => number;
  readonly #kept = new Map<string, Kept>();

  /** @param clock epoch ms */
  constructor(store: Pick<Store, 'allVessels' | 'document'>, clock: () => number) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Of whoever lacks the permission: none. */
  async of({ grants, unit, vessels, provider }: Who, permission: Permission): Promise<Seen> {
    const held = reachOf(grants, permission);
    if (!held) return new Set();
    if (held.has('province')) return undefined;
    const asked = {
      ...(held.has('unit') && { unit, vessels }),
      ...(held.has('own') && { vessels, provider }),
    };
    const key = JSON.stringify(asked);
    const now = this.#clock();
    const known = this.#kept.get(key);
    if (known && known.until > now) return known.ids;
    const ids = this.#find(asked);
    this.#kept.delete(key);
    this.#kept.set(key, { until: now + KEPT_MS, ids });
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    // What could not be found out is asked again, not kept.
    ids.catch(() => this.#kept.delete(key));
    return ids;
  }

  async #find(asked: Pick<Who, 'unit' | 'vessels' | 'provider'>): Promise<ReadonlySet<string>> {
    const units = ((await this.#store.document('units'))?.body ?? []) as Unit[];
    const own = new Set(asked.vessels?.map(searchKey));
    const ids = new Set<string>();
    for await (const vessel of this.#store.allVessels()) {
      const { registration, provider } = vessel;
      const isOwn = registration !== undefined && own.has(searchKey(registration));
      const isCarrier = asked.provider !== undefined && provider === asked.provider;
      if (isOwn || isCarrier || isUnits(units, asked.unit, vessel)) ids.add(vessel.id);
    }
    return ids;
  }
}

/**
 * As `unitCovers`, which serves telling people, but closed where that is open: a unit sees nothing that is not in the tree, or that
 * covers nothing while none above it does.
 */
function isUnits(units: readonly Unit[], unitId: string | undefined, vessel: Vessel): boolean {
  if (unitId === undefined) return false;
  const chain = chainOf(units, unitId).map((id) => units.find((unit) => unit.id === id));
  const covering = chain.find((unit) => unit && hasCoverage(unit));
  return covering !== undefined && coversVessel(covering, { vessel });
}

function hasCoverage({ homePorts, zones, provinces, minLengthM, belowLengthM }: Unit): boolean {
  return [homePorts, zones, provinces, minLengthM, belowLengthM].some((part) => part !== undefined);
}
