/** What a route or a unit is about: vessels by length, home port and province, alerts by zone. Pure. */
import type { Route, Unit } from '../models/contact.ts';
import type { Vessel } from '../models/vessel.ts';

type Coverage = Pick<Route, 'homePorts' | 'zones' | 'provinces' | 'minLengthM' | 'belowLengthM'>;

interface Subject {
  vessel: Vessel | undefined;
  zoneId?: string;
}

/** Levels of a tree of units: country, province, district of old, commune, and room for more. Ends what is linked in a ring. */
const maxDepth = 12;

/** Does all that it asks hold? What is not known of a vessel does not. */
export function coversVessel(coverage: Coverage, { vessel, zoneId }: Subject): boolean {
  const { homePorts, zones, provinces, minLengthM, belowLengthM } = coverage;
  const among = (list: string[] | undefined, value: string | undefined) =>
    list === undefined || (value !== undefined && list.includes(value));
  return (
    // A vessel of unknown length belongs to no length class, so nobody is told on the strength of one.
    (minLengthM === undefined || (vessel?.lengthM ?? Number.NaN) >= minLengthM) &&
    (belowLengthM === undefined || (vessel?.lengthM ?? Number.NaN) < belowLengthM) &&
    among(homePorts, vessel?.homePort) &&
    among(provinces, vessel?.province) &&
    among(zones, zoneId)
  );
}

function asksNothing({ homePorts, zones, provinces, minLengthM, belowLengthM }: Coverage): boolean {
  return [homePorts, zones, provinces, minLengthM, belowLengthM].every((part) => part === undefined);
}

/** Is a unit responsible? One that says nothing itself is so as the one above it; no unit, or an unknown one, for everything. */
export function unitCovers(units: readonly Unit[], unitId: string | undefined, subject: Subject): boolean {
  let at = unitId;
  for (let depth = 0; depth < maxDepth && at !== undefined; depth++) {
    const unit = units.find(({ id }) => id === at);
    if (!unit) return true;
    if (!asksNothing(unit)) return coversVessel(unit, subject);
    at = unit.parent;
  }
  return true;
}

/** The first unit that stands above itself. */
export function unitInRing(units: readonly Unit[]): Unit | undefined {
  const parents = new Map(units.map(({ id, parent }) => [id, parent]));
  return units.find(({ id }) => {
    let at = parents.get(id);
    for (let depth = 0; depth <= units.length && at !== undefined; depth++) {
      if (at === id) return true;
      at = parents.get(at);
    }
    return at !== undefined;
  });
}
