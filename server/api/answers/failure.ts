/** What every failure is answered with. */
import { z } from 'zod';
import { catalogue, type ErrorCode } from '../../errors.ts';

const code = z.enum(Object.keys(catalogue) as [ErrorCode, ...ErrorCode[]]);

/** `where`: the place in what was sent. */
export const failure = z.object({
  error: z.object({ code, vi: z.string(), en: z.string(), where: z.string().optional() }),
});
