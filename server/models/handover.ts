/** A shift handover: what the one who leaves signed, and who took it over (sổ trực ban, domain.md §2.4). */
import { z } from 'zod';
import { bilingual } from './alert.ts';
import type { Collection } from './collection.ts';
import { instant } from './instant.ts';

const count = z.int().nonnegative();

const openCase = z.object({
  id: z.string(),
  label: z.string(),
  state: z.string(),
  /** How the regulation called it. */
  words: bilingual,
  priority: z.int().optional(),
  openedAt: z.number(),
  dueAt: z.number().optional(),
  openTasks: count.optional(),
});

/** What stood open and what happened, as both sides saw it. */
export const handoverContent = z.object({
  /** Epoch ms: the span that is told of. */
  from: z.number(),
  to: z.number(),
  openCases: z.array(openCase).max(2000),
  /** Alerts that wait for somebody, and those put aside with when they come back. */
  waiting: count,
  shelved: z
    .array(
      z.object({
        id: z.string(),
        /** In one language only, Vietnamese, in handovers of earlier versions. */
        text: z.union([bilingual, z.string()]),
        until: z.number(),
        reason: z.string(),
      }),
    )
    .max(2000),
  suppressed: count,
  openTasks: count,
  happened: z.object({
    alerts: count,
    acknowledged: count,
    calls: count,
    moved: count,
    closed: count,
    settings: z.array(z.string()).max(200),
  }),
});
export type HandoverContent = z.infer<typeof handoverContent>;

export const handover = z.object({
  id: z.string(),
  state: z.enum(['given', 'taken']),
  content: handoverContent,
  /** SHA-256 over the content and the notes, hexadecimal: what both sides sign. */
  hash: z.string(),
  notes: z.string(),
  givenBy: z.string(),
  givenAt: z.number(),
  takenBy: z.string().optional(),
  takenAt: z.number().optional(),
  remarks: z.string().optional(),
});
export type Handover = z.infer<typeof handover>;

/** Id of the handover that is journaled at a position. */
export function handoverIdOf(position: number): string {
  return `handover-${String(position).padStart(16, '0')}`;
}

export const handovers: Collection<Handover> = {
  name: 'handover',
  schema: handover,
  key: { name: 'id', type: 'text', of: ({ id }) => id },
  columns: { givenAt: { type: 'integer', of: ({ givenAt }) => givenAt } },
  indexes: [{ name: 'handover_given', on: ['givenAt'] }],
};

export const giving = z.strictObject({
  from: instant.optional(),
  notes: z.string().trim().max(5000).default(''),
});
export const taking = z.strictObject({ remarks: z.string().trim().max(5000).optional() });
