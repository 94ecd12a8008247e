/** How much one caller may ask: settings of one run. */
import { z } from 'zod';

export const limitsConfig = z.strictObject({
  /** Of one address; a province's whole office may come from one. Positions that suppliers send are counted by their key. */
  requestsPerMinute: z.int().min(10).max(10_000_000).default(6000),
  /** Of one key that was given no number of its own: twice the 2,000 positions a second that are promised, sent one by one. */
  keyRequestsPerMinute: z.int().min(1).max(10_000_000).default(240_000),
  /** Points of one address in five minutes: a wrong key or session costs 1, a wrong password or code 10. */
  guesses: z.int().min(10).max(1_000_000).default(300),
});
export type LimitsConfig = z.infer<typeof limitsConfig>;

/** Those of whoever has set none. */
export const usualLimits: LimitsConfig = limitsConfig.parse({});
