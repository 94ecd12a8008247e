/** What every failure is answered with. */
import { z } from 'zod';
import { catalogue, type ErrorCode } from '../../errors.ts';
import { bilingual } from '../../models/alert.ts';

const code = z.enum(Object.keys(catalogue) as [ErrorCode, ...ErrorCode[]]);

/** `where`: the place in what was sent; `why`: what is wrong there, a part of a sentence. */
export const failure = z.object({
  error: z.object({ code, vi: z.string(), en: z.string(), where: z.string().optional(), why: bilingual.optional() }),
});
