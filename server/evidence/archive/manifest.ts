/** What stands in an evidence archive, file by file, as its reader checks it: it trusts nothing that it has not checked. */
import { z } from 'zod';

export const ARCHIVE_FORMAT = 'haidang-evidence-zip/1';

/** Names of the files that a reader looks into; the others are for people. */
export const files = {
  manifest: 'manifest.json',
  sums: 'SHA256SUMS',
  signature: 'manifest.sig.json',
  vessel: 'vessel.json',
  feeds: 'feeds.json',
  alerts: 'alerts.json',
  ruleRevisions: 'rule-revisions.json',
  rules: 'rules.json',
  zones: 'zones.geojson',
  fixes: 'track/fixes.ndjson',
  csv: 'track/track.csv',
  geoJson: 'track/track.geojson',
  kml: 'track/track.kml',
  raw: 'raw/records.ndjson',
  chain: 'journal/chain.json',
} as const;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const position = z.int().nonnegative();

const listedFile = z.strictObject({
  name: z.string().min(1).max(300),
  bytes: z.int().nonnegative(),
  sha256: hash,
  /** Of the bytes as they lie in the zip. */
  packedSha256: hash,
});
export type ListedFile = z.infer<typeof listedFile>;

export const manifest = z.object({
  format: z.literal(ARCHIVE_FORMAT),
  /** ISO 8601 UTC. */
  madeAt: z.iso.datetime(),
  madeBy: z.string(),
  program: z.string(),
  demo: z.boolean(),
  caseId: z.string().optional(),
  vessel: z.strictObject({ id: z.string(), label: z.string() }),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  counts: z.record(z.string(), z.int().nonnegative()),
  files: z.array(listedFile).max(10_000),
});
export type Manifest = z.infer<typeof manifest>;

/** Bytes of one record: [position of the record in the journal, offset in its payload, length]. */
const slice = z.tuple([position, position, position]);

export const keptFix = z.looseObject({
  fixTime: z.number(),
  receivedAt: z.number(),
  lon: z.number(),
  lat: z.number(),
  speedKn: z.number().optional(),
  courseDeg: z.number().optional(),
  headingDeg: z.number().optional(),
  accuracyM: z.number().optional(),
  source: z.enum(['ais', 'vms', 'manual']),
  flags: z.int(),
  /** Which bytes it comes from; absent where none were found that give it by themselves. */
  raw: z.array(slice).max(64).optional(),
});
export type KeptFix = z.infer<typeof keptFix>;

/** A part of a record's payload: as text where it is UTF-8, otherwise Base64. */
const keptSlice = z.strictObject({ offset: position, text: z.string().optional(), base64: z.string().optional() });

export const keptRecord = z.looseObject({
  position,
  segment: position,
  next: position,
  /** Epoch ms. */
  receivedAt: z.number(),
  feed: z.int(),
  format: z.string(),
  /** Of the whole payload, of which `slices` may be a part. */
  bytes: z.int().nonnegative(),
  sha256: hash,
  slices: z.array(keptSlice).max(10_000),
});
export type KeptRecord = z.infer<typeof keptRecord>;

const link = z.strictObject({ start: position, bytes: position, sha256: hash.optional() });
export const keptChain = z.strictObject({ segments: z.array(link), open: link.optional(), seal: hash.optional() });

export const keptVessel = z.looseObject({ id: z.string(), aliases: z.array(z.string()).optional() });

export const keptFeeds = z.array(
  z.looseObject({ feed: z.int(), name: z.string(), format: z.string(), options: z.record(z.string(), z.unknown()) }),
);

export const keptAlerts = z.array(
  z.looseObject({
    id: z.string(),
    occurrence: z.looseObject({
      ruleId: z.string(),
      ruleVersion: z.number(),
      zoneId: z.string().optional(),
      zoneVersion: z.number().optional(),
      vesselId: z.string(),
      evidence: z.array(z.number()),
    }),
  }),
);

/** Revisions of the rules, and for which alerts each is there. */
export const keptRules = z.array(
  z.looseObject({
    revision: z.int(),
    alerts: z.array(z.string()),
    rules: z.array(z.looseObject({ id: z.string(), version: z.number().optional() })),
  }),
);

/** Zones in the versions that alerts name. */
export const keptZones = z.looseObject({
  features: z.array(z.looseObject({ id: z.string(), properties: z.looseObject({ version: z.number().optional() }) })),
});
