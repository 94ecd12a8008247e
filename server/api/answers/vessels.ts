/** Answers about vessels and the registry. */
import { z } from 'zod';
import { alert, bilingual } from '../../models/alert.ts';
import { fix } from '../../models/position.ts';
import { vessel } from '../../models/vessel.ts';
import type { HeardSpan } from '../../store/tracks/signals.ts';
import { lacking } from './positions.ts';

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

const heard = z.object({
  from: z.number(),
  to: z.number(),
  fixes: z.int(),
  lon: z.number(),
  lat: z.number(),
  /** Name of the port in which the last fix was. */
  port: bilingual.optional(),
}) satisfies z.ZodType<HeardSpan>;
/** Times are epoch ms; an outage without an end goes on. */
export const vesselSignals = z.object({
  vesselId: z.string(),
  from: z.number(),
  to: z.number(),
  spans: z.partialRecord(z.enum(['ais', 'vms', 'manual']), z.array(heard)),
  outages: z.array(z.object({ from: z.number(), to: z.number().optional(), provider: z.string() })),
  ...lacking,
});
export type VesselSignals = z.infer<typeof vesselSignals>;

export const vesselContacts = z.object({
  /** `who`: `owner`, `captain`, or the role of a contact. */
  people: z.array(
    z.object({
      who: z.string(),
      name: z.string(),
      phone: z.string().optional(),
      email: z.string().optional(),
      unit: z.string().optional(),
    }),
  ),
  /** Newest first. */
  calls: z.array(z.object({ caseId: z.string(), at: z.number(), by: z.string(), text: bilingual })),
});
export type VesselContacts = z.infer<typeof vesselContacts>;
