/** An instant that people name. */
import { z } from 'zod';

/** Epoch ms; no `Date` reaches further (ECMAScript 2024, §21.4.1.1), and what cannot be written as a date cannot be shown. */
export const lastInstant = 8.64e15;

export const instant = z.int().positive().max(lastInstant);
