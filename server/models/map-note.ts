/** A note that somebody put on the map for the room: what, where, until when, and who. Removed ones stay on record. */
import { z } from 'zod';
import type { Collection } from './collection.ts';
import { instant } from './instant.ts';

/** Longer than any expiry that a shift would set; a note that has to stay has none. */
const LONGEST_MS = 366 * 24 * 3_600_000;

/** Lines of plain text: no control characters besides the line break, and none that turn the direction of what follows. */
const plainText = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^(\n|[^\p{Cc}\u202a-\u202e\u2066-\u2069])*$/u, 'it is plain text');

/** What somebody writes. Degrees; `expiresAt` in epoch ms. */
export const newMapNote = z.strictObject({
  text: plainText,
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  expiresAt: instant.optional(),
});
export type NewMapNote = z.infer<typeof newMapNote>;

export const mapNote = newMapNote.extend({
  id: z.string(),
  state: z.enum(['kept', 'removed']),
  by: z.string(),
  /** Whose room it was put there for, by id; absent: that of the province. */
  unit: z.string().optional(),
  /** Epoch ms. */
  at: z.number(),
  changedBy: z.string().optional(),
  /** Of the last change, whatever it was. */
  changedAt: z.number(),
  removedBy: z.string().optional(),
  why: z.string().optional(),
});
export type MapNote = z.infer<typeof mapNote>;

/** Id of the note that is journaled at a position. */
export function mapNoteIdOf(position: number): string {
  return `note-${String(position).padStart(16, '0')}`;
}

/** An expiry lies ahead, and not further than a year. @param now epoch ms */
export function isSoundExpiry(expiresAt: number | undefined, now: number): boolean {
  return expiresAt === undefined || (expiresAt > now && expiresAt - now <= LONGEST_MS);
}

export const mapNotes: Collection<MapNote> = {
  name: 'map_note',
  schema: mapNote,
  key: { name: 'id', type: 'text', of: ({ id }) => id },
  columns: {
    changedAt: { type: 'integer', of: ({ changedAt }) => changedAt },
    /** Epoch ms until which it is on the map: 0 when it was removed. */
    showsUntil: {
      type: 'integer',
      of: ({ state, expiresAt }) => (state === 'removed' ? 0 : (expiresAt ?? Number.MAX_SAFE_INTEGER)),
    },
  },
  indexes: [{ name: 'map_note_changed', on: ['changedAt'] }],
};
