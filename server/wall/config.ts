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
      /** None: a boat silent at sea for six hours has to be looked for (as `silence` cites it). */
      silent: z.int().min(0).default(0),
      longSilent: z.int().min(0).default(0),
      boundary: z.int().min(0).default(0),
      urgent: z.int().min(0).default(0),
      waiting: z.int().min(0).default(10),
      /** As many as a shift can follow up; a province says its own. */
      openCases: z.int().min(0).default(20),
      acknowledgeMinutes: z.number().positive().default(15),
      failedMessages: z.int().min(0).default(0),
    })
    .prefault({}),
});
export type WallTargets = z.infer<typeof wallConfig>['targets'];
export const usualTargets: WallTargets = wallConfig.parse({}).targets;
