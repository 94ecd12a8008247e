/** The tree of units: what stands above one, what below, and who belongs there. Pure. */
import type { Contact, Unit } from '../models/contact.ts';

/** Levels that anybody may ask for; also ends what is linked in a ring. */
const maxDepth = 12;

/** The unit itself first, then what stands above it, nearest first. */
export function chainOf(units: readonly Unit[], unitId: string): string[] {
  const chain = [unitId];
  for (let depth = 0; depth < maxDepth; depth++) {
    const parent = units.find(({ id }) => id === chain.at(-1))?.parent;
    if (parent === undefined || chain.includes(parent)) break;
    chain.push(parent);
  }
  return chain;
}

/** Ids of the unit and of all below it; none where it is not in the tree. */
export function withUnitsBelow(units: readonly Unit[], unitId: string): string[] {
  return units.map(({ id }) => id).filter((id) => chainOf(units, id).includes(unitId));
}

/** Contacts of the units so many levels above these; where the tree ends sooner, of its top, unless that is asked for itself. */
export function contactsAbove(
  contacts: readonly Contact[],
  units: readonly Unit[],
  unitIds: Iterable<string>,
  levels: number,
): Contact[] {
  const above = new Set<string>();
  for (const id of unitIds) {
    const chain = chainOf(units, id);
    if (chain.length > 1) above.add(chain[Math.min(levels, chain.length - 1)]!);
  }
  return contacts.filter(({ unit }) => unit !== undefined && above.has(unit));
}
