/** Questions to the fleet's table, as they stand in an address; the same for the screen and for files. */
import { z } from 'zod';
import { type FleetSort, fleetSorts } from './order.ts';
import type { FleetFilter } from './query.ts';
import { fleetStates, lengthClasses } from './states.ts';

/** Several values with commas between. */
function listOf<T extends string>(values: readonly [T, ...T[]]) {
  return z
    .string()
    .max(200)
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(z.enum(values)).max(values.length))
    .transform((list) => (list.length > 0 ? list : undefined));
}

const degrees = (most: number) => z.coerce.number().min(-most).max(most);

export const fleetQuestion = z.object({
  q: z.string().max(100).optional(),
  of: z.enum(['registered', 'all']).default('registered'),
  state: listOf(fleetStates).optional(),
  length: listOf(lengthClasses).optional(),
  gear: z.string().max(60).optional(),
  port: z.string().max(60).optional(),
  unit: z.string().max(40).optional(),
  licence: z.enum(['expired', 'soon']).optional(),
  alerts: z.enum(['open']).optional(),
  sort: z.enum(fleetSorts).default('label'),
  dir: z.enum(['asc', 'desc']).default('asc'),
  /** What a map shows; only those within it. It may reach over the date line. */
  west: degrees(540).optional(),
  south: degrees(90).optional(),
  east: degrees(540).optional(),
  north: degrees(90).optional(),
});
type FleetQuestion = z.infer<typeof fleetQuestion>;

export interface FleetOrder {
  sort: FleetSort;
  dir: 'asc' | 'desc';
}

export function askedOf(question: FleetQuestion): { filter: FleetFilter; order: FleetOrder } {
  const { q, of, state: states, length: lengths, gear, port, unit, licence, alerts, sort, dir } = question;
  const { west, south, east, north } = question;
  const isBoxed = west !== undefined && south !== undefined && east !== undefined && north !== undefined;
  const filter = { q, of, states, lengths, gear, port, unit, licence, alerts };
  return { filter: { ...filter, ...(isBoxed && { box: { west, south, east, north } }) }, order: { sort, dir } };
}
