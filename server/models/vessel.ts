/** A craft we know: surrogate id, every name it goes by, and what the registry says of it. */
import { z } from 'zod';
import { searchKey } from '../store/search-key.ts';
import { type Collection, flag } from './collection.ts';

export const registryEntry = z.object({
  /** As painted on the bow: `QNa-91234-TS` (TT 23/2018). */
  registration: z
    .string()
    .max(40)
    .regex(/[\p{L}\p{N}]/u, 'a registration has letters or digits'),
  name: z.string().max(80).optional(),
  mmsi: z.number().int().min(1).max(999_999_999).optional(),
  imo: z.number().int().optional(),
  callsign: z.string().max(14).optional(),
  /** Identity of the VMS unit as its provider names it. */
  deviceId: z.string().max(40).optional(),
  provider: z.string().max(60).optional(),
  lengthM: z.number().positive().max(500).optional(),
  powerKw: z.number().positive().optional(),
  grossTonnage: z.number().positive().optional(),
  gear: z.string().max(60).optional(),
  /** Code of a port, or its name where it has none. */
  homePort: z.string().max(60).optional(),
  province: z.string().max(60).optional(),
  owner: z.string().max(120).optional(),
  ownerPhone: z.string().max(30).optional(),
  ownerAddress: z.string().max(200).optional(),
  captain: z.string().max(120).optional(),
  captainPhone: z.string().max(30).optional(),
  flag: z.string().length(3).default('VNM'),
  /** Minutes between VMS reports that it owes (NĐ 37/2024: 120 for ≥ 15 m); absent: none. */
  reportingIntervalMin: z.number().positive().max(1440).optional(),
  /** On the high-risk list (TT 21/2018 Đ.8a). */
  highRisk: z.boolean().optional(),
  licenceNumber: z.string().max(60).optional(),
  /** Days in Vietnam, inclusive, from and until which licence and technical certificate hold. */
  licenceFrom: z.iso.date().optional(),
  licenceUntil: z.iso.date().optional(),
  certificateNumber: z.string().max(60).optional(),
  certificateUntil: z.iso.date().optional(),
  /** Where it may go although a boundary or a closed area would accuse it: days in Vietnam, inclusive; without zones: everywhere. */
  permissions: z
    .array(
      z.object({
        zones: z.array(z.string().min(1).max(100)).max(100).optional(),
        from: z.iso.date(),
        to: z.iso.date(),
        basis: z.string().min(1).max(200),
      }),
    )
    .max(50)
    .optional(),
});
export type RegistryEntry = z.infer<typeof registryEntry>;

export const registryImport = z.array(registryEntry).min(1).max(10_000);

/** An identity that two registered boats claim: it stays with the one that has it. */
export interface RegistryConflict {
  field: 'registration' | 'deviceId' | 'mmsi';
  value: string;
  /** Registration of the boat that has it. */
  heldBy: string;
}

/** What an import did. */
export interface RegistryOutcome {
  created: number;
  updated: number;
  unchanged: number;
  /** `entry`: place in the import, from 0. */
  conflicts: (RegistryConflict & { entry: number; registration: string })[];
}

/** A vessel as stored and served. Whoever has no registry entry is known by what the radio said. */
export const vessel = registryEntry
  .extend({ flag: z.string().optional() })
  .partial()
  .extend({
    id: z.string(),
    /** CraftKind of decoders/report.ts. */
    kind: z.string(),
    /** Best name to show: registration, else name, else MMSI. */
    label: z.string(),
    registered: z.boolean(),
    shipType: z.number().optional(),
    firstHeardAt: z.number(),
    /** Name of the feed that brought its newest VMS position: it stands for its provider while the registry names none. */
    vmsFeed: z.string().optional(),
    /** When positions of hers came from the VMS unit of another vessel (its id): epoch ms of the first and the last. */
    borrowed: z.array(z.object({ vessel: z.string(), from: z.number(), until: z.number() })).optional(),
    /** Spellings of every name under which its messages are recognised: `mmsi:…`, `reg:…`, `dev:…`, `cs:…`, `name:…`. */
    aliases: z.array(z.string()).optional(),
  });
export type Vessel = z.infer<typeof vessel>;

/** Every name that a person may look for, spelt as `searchKey` has it. */
function searchNames(one: Vessel): string {
  const names = [one.registration, one.name, one.mmsi, one.imo, one.callsign, one.deviceId];
  return names.map((name) => searchKey(String(name ?? ''))).join(' ');
}

export const vessels: Collection<Vessel> = {
  name: 'vessel',
  schema: vessel,
  key: { name: 'id', type: 'text', of: ({ id }) => id },
  columns: {
    label: { type: 'text', of: ({ label }) => label },
    search: { type: 'text', of: searchNames },
    registered: { type: 'integer', of: ({ registered }) => flag(registered) },
  },
  indexes: [],
};
