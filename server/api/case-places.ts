/** Which cases somebody sees: those of own vessels, and of whoever is only in an area those whose alerts were all raised there. */
import type { Occurrence } from '../../geofences/types.ts';
import type { SeenVessels } from '../auth/sight.ts';
import type { CaseHead } from '../models/case.ts';
import type { Store } from '../store/store.ts';

/** More than any case has. */
const MOST_ALERTS = 10_000;
const MOST_KEPT = 20_000;

interface PlacesOfCase {
  updatedAt: number;
  alerts: Pick<Occurrence, 'vesselId' | 'lon' | 'lat' | 'raisedAt'>[];
}

export class CasePlaces {
  readonly #store: Pick<Store, 'alerts'>;
  readonly #kept = new Map<string, PlacesOfCase>();

  constructor(store: Pick<Store, 'alerts'>) {
    this.#store = store;
  }

  /** As `sees`, asked anew: what came late may have moved where an alert was raised. */
  async seesNow(seen: SeenVessels, head: CaseHead): Promise<boolean> {
    this.#kept.delete(head.id);
    return this.sees(seen, head);
  }

  async sees(seen: SeenVessels, head: CaseHead): Promise<boolean> {
    if (seen.own.has(head.vesselId)) return true;
    if (!seen.hasAreas) return false;
    const alerts = await this.#of(head);
    return alerts.length > 0 && alerts.every((one) => seen.seesAlert(one));
  }

  async #of({ id, updatedAt }: CaseHead): Promise<PlacesOfCase['alerts']> {
    const known = this.#kept.get(id);
    if (known && known.updatedAt === updatedAt) return known.alerts;
    const found = await this.#store.alerts({ state: 'all', caseId: id, limit: MOST_ALERTS });
    const alerts = found.map(({ occurrence: { vesselId, lon, lat, raisedAt } }) => ({ vesselId, lon, lat, raisedAt }));
    this.#kept.delete(id);
    this.#kept.set(id, { updatedAt, alerts });
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    return alerts;
  }
}
