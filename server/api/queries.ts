/** The parts of query strings that several resources share. */
import { z } from 'zod';
import { lastInstant } from '../models/instant.ts';

/** `limit`: how many, at most `most`. Whoever asks for more gets `most`. */
export function limitParam(usual: number, most: number) {
  return z.coerce
    .number()
    .int()
    .positive()
    .default(usual)
    .transform((limit) => Math.min(limit, most));
}

/** Epoch ms, or ISO 8601 with its offset. */
export const timeParam = z.union([
  z.coerce.number().int().min(-lastInstant).max(lastInstant),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
]);

export const idParam = z.string().min(1).max(200);
