/** Saved groups of vessels: named lists and filters, somebody's own or the room's, by which the map is filtered. */
import { z } from 'zod';
import type { Collection } from './collection.ts';

const values = z.array(z.string().trim().min(1).max(100)).min(1).max(100);
const oneOf = <T extends string>(names: readonly [T, ...T[]]) => z.array(z.enum(names)).min(1).max(names.length);

/** Which vessels: any of the values of a field, in every field that is named (ui.md §1, as SKY's saved filters). */
export const vesselFilter = z.strictObject({
  states: oneOf(['moving', 'stopped', 'unknown', 'lost', 'alarmed']).optional(),
  /** Length classes of NĐ 26/2019 in metres, from … to below. */
  lengths: oneOf(['under6', '6-12', '12-15', '15-24', 'from24', 'unknown']).optional(),
  gears: values.optional(),
  /** Codes of home ports. */
  ports: values.optional(),
  /** Ids of units; a vessel is a unit's when the unit covers it. */
  units: values.optional(),
  providers: values.optional(),
  sources: oneOf(['ais', 'vms', 'manual']).optional(),
  crafts: oneOf(['own', 'fishing', 'other', 'aid', 'distress']).optional(),
  flags: oneOf(['vietnamese', 'foreign', 'unknown']).optional(),
  /** Somewhere in a name or number, without marks, spaces and hyphens. */
  text: z.string().trim().min(1).max(100).optional(),
});
export type VesselFilter = z.infer<typeof vesselFilter>;

/** What somebody saves: vessels by id, a filter, or both. */
export const newVesselGroup = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(80)
      .regex(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u, 'a name is one line of plain text'),
    /** The room sees it; otherwise only who made it. */
    shared: z.boolean().default(false),
    vessels: z.array(z.string().min(1).max(100)).max(5000).default([]),
    filter: vesselFilter.optional(),
  })
  .refine(({ vessels, filter }) => vessels.length > 0 || Object.keys(filter ?? {}).length > 0, {
    path: ['vessels'],
    message: 'a group has vessels, a filter or both',
  });
export type NewVesselGroup = z.infer<typeof newVesselGroup>;

export const vesselGroup = z.object({
  ...newVesselGroup.shape,
  id: z.string(),
  state: z.enum(['kept', 'removed']),
  by: z.string(),
  /** Epoch ms. */
  at: z.number(),
  changedBy: z.string().optional(),
  /** Of the last change, whatever it was. */
  changedAt: z.number(),
});
export type VesselGroup = z.infer<typeof vesselGroup>;

/** Id of the group that is journaled at a position. */
export function vesselGroupIdOf(position: number): string {
  return `group-${String(position).padStart(16, '0')}`;
}

export const vesselGroups: Collection<VesselGroup> = {
  name: 'vessel_group',
  schema: vesselGroup,
  key: { name: 'id', type: 'text', of: ({ id }) => id },
  columns: { state: { type: 'text', of: ({ state }) => state } },
  indexes: [{ name: 'vessel_group_state', on: ['state'] }],
};
