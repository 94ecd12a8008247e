/** Answers about zones and rules. */
import { z } from 'zod';
import { bilingual } from '../../models/alert.ts';

/** GeoJSON; `properties` are ZoneProperties of geofences/types.ts. */
const feature = z.looseObject({
  type: z.literal('Feature'),
  id: z.string(),
  geometry: z.looseObject({
    type: z.enum(['Polygon', 'MultiPolygon', 'LineString', 'MultiLineString', 'Point']),
    coordinates: z.array(z.unknown()),
  }),
  properties: z.looseObject({ name: z.string(), kind: z.string() }),
});
export const zoneFeatures = z.object({ type: z.literal('FeatureCollection'), features: z.array(feature) });

const explanation = bilingual.extend({ consequence: bilingual, action: bilingual, minutesToAct: z.number() });
const explainedRule = z.object({
  id: z.string(),
  kind: z.string(),
  version: z.int().optional(),
  zones: z.array(z.string()).optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  priority: z.int().optional(),
  name: z.string().optional(),
  nameEn: z.string().optional(),
  explanation,
});
export const ruleList = z.object({ rules: z.array(explainedRule) });

const finding = z.looseObject({
  id: z.string(),
  code: z.string(),
  severity: z.string(),
  vi: z.string(),
  en: z.string(),
  repair: bilingual.optional(),
});
export const zoneFileAnswer = z.object({
  format: z.string().optional(),
  /** No error stands against any zone: `preview` may be put into the zones document. */
  usable: z.boolean(),
  findings: z.array(finding),
  remaining: z.array(finding).optional(),
  preview: zoneFeatures,
});
