/** Answers about the fleet's table, the map that people share, and imports of tables. Times are epoch ms. */
import { z } from 'zod';
import { mapNote } from '../../models/map-note.ts';
import { vesselGroup } from '../../models/vessel-group.ts';

const row = z.object({
  id: z.string(),
  label: z.string(),
  registered: z.boolean(),
  registration: z.string().optional(),
  name: z.string().optional(),
  mmsi: z.number().optional(),
  deviceId: z.string().optional(),
  lengthM: z.number().optional(),
  lengthClass: z.string(),
  gear: z.string().optional(),
  port: z.string().optional(),
  unit: z.string().optional(),
  state: z.string(),
  fixTime: z.number().optional(),
  intervalMin: z.number(),
  lon: z.number().optional(),
  lat: z.number().optional(),
  speedKn: z.number().optional(),
  courseDeg: z.number().optional(),
  source: z.string().optional(),
  licenceUntil: z.string().optional(),
  alerts: z.int(),
  priority: z.int().optional(),
});
/** `[value, …words, how many]` for each choice of a filter. */
const choices = z.array(z.array(z.union([z.string(), z.number()])));
export const fleetPage = z.object({
  time: z.number(),
  total: z.int(),
  offset: z.int(),
  rows: z.array(row),
  facets: z.object({ gears: choices, ports: choices, units: choices, states: choices }).optional(),
});

export const noteList = z.object({ notes: z.array(mapNote) });
export const oneNote = z.object({ note: mapNote });
export const groupList = z.object({ groups: z.array(vesselGroup) });
export const oneGroup = z.object({ group: vesselGroup });
export const vesselIds = z.object({ vessels: z.array(z.string()) });
export const layerList = z.object({ layers: z.array(z.looseObject({ name: z.string(), url: z.string() })) });

const counts = z.object({ new: z.int(), changed: z.int(), unchanged: z.int(), faulty: z.int() });
/** ImportPreview of server/registry-import/preview.ts. */
export const importPreview = z.looseObject({
  table: z.string(),
  counts,
  rows: z.array(z.unknown()),
  faults: z.array(z.unknown()),
  plan: z.string(),
});
export const importDone = z.object({ counts, act: z.string().optional(), waits: z.string().optional() });
