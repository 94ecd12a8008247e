/** Answers about vessels and the registry. */
import { z } from 'zod';
import { alert } from '../../models/alert.ts';
import { fix } from '../../models/position.ts';
import { vessel } from '../../models/vessel.ts';

const placed = vessel.extend({ latest: fix.optional() });

/** `next` goes into `after`; absent: there are no more. */
export const vesselPage = z.object({ vessels: z.array(placed), next: z.string().optional() });
export const oneVessel = placed.extend({ alerts: z.array(alert) });

const conflict = z.object({
  /** Place in what was sent, from 0. */
  entry: z.int(),
  registration: z.string(),
  field: z.enum(['registration', 'deviceId', 'mmsi']),
  value: z.string(),
  heldBy: z.string(),
  vi: z.string(),
  en: z.string(),
});
export const registered = z.object({
  accepted: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  conflicts: z.array(conflict),
});
