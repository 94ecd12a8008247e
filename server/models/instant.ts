/** An instant that people name. */
import { z } from 'zod';

/** Epoch ms: as far as four digits of a year go, so that it can be written in every zone and added to. */
export const lastInstant = Date.UTC(9999, 11, 31);

export const instant = z.int().positive().max(lastInstant);
