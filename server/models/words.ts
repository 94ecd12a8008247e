/** What a province calls something, in both languages. */
import { z } from 'zod';

export const words = z.strictObject({ vi: z.string().trim().min(1).max(200), en: z.string().trim().min(1).max(200) });
