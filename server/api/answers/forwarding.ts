/** Answers about forwarding. Times are epoch ms. */
import { z } from 'zod';

const receiver = z.object({
  id: z.string(),
  format: z.enum(['naf', 'flux', 'cot']),
  /** Without path and headers, which may hold a secret. */
  host: z.string(),
  state: z.enum(['not-yet', 'good', 'failing']),
  sent: z.int(),
  /** For good: they were left out. */
  refused: z.int(),
  /** Lay more than 7 days back when they could have been sent; when that was found last. */
  missed: z.int(),
  lastMissedAt: z.number().optional(),
  waiting: z.int(),
  oldestWaitingAt: z.number().optional(),
  lastSuccessAt: z.number().optional(),
  lastFailureAt: z.number().optional(),
  nextTryAt: z.number().optional(),
  why: z.string().optional(),
});
export type ShownReceiver = z.infer<typeof receiver>;
export const forwardingAnswer = z.object({ receivers: z.array(receiver) });
