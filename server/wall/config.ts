/** Settings of the wall in haidang.config.json: what its tiles should reach, and whose pages may show them. */
import { z } from 'zod';

const sourceNeeded = 'it has to be an origin like https://ioc.example.vn';

export const wallConfig = z.strictObject({
  frameAncestors: z
    .array(z.string().regex(/^https?:\/\/[\w.*-]+(:\d+)?$/, sourceNeeded))
    .max(20)
    .default([]),
  targets: z
    .strictObject({
      /** Percent of those that owe reports. */
      reportingPercent: z.number().min(0).max(100).default(95),
      silent: z.int().min(0).optional(),
      longSilent: z.int().min(0).default(0),
      boundary: z.int().min(0).default(0),
      urgent: z.int().min(0).default(0),
      waiting: z.int().min(0).default(10),
      acknowledgeMinutes: z.number().positive().default(15),
      failedMessages: z.int().min(0).default(0),
    })
    .prefault({}),
});
export type WallTargets = z.infer<typeof wallConfig>['targets'];
export const usualTargets: WallTargets = wallConfig.parse({}).targets;
