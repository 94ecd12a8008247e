/** What lies in a backup: written last, so that one without it is none. */
import { z } from 'zod';

export const MANIFEST_FILE = 'manifest.json';
/** Folder of what goes back into a data folder. */
export const DATA_FOLDER = 'data';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** Relative, with slashes, and nowhere outside. */
const path = z
  .string()
  .max(500)
  .refine(
    (text) => text.split('/').every((part) => part !== '' && part !== '.' && part !== '..') && !/[\\:\0]/.test(text),
  );

const savedFile = z.strictObject({ path, bytes: z.int().nonnegative(), sha256: hash });
export type SavedFile = z.infer<typeof savedFile>;

export const backupManifest = z.object({
  format: z.literal('haidang-backup/1'),
  program: z.string(),
  /** ISO 8601 UTC. What was acknowledged before is in the backup. */
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  /** Journal position that the stored snapshot has reached; absent where the store lies on a server of its own. */
  storePosition: z.int().nonnegative().optional(),
  /** Journal position behind the last record. */
  journalEnd: z.int().nonnegative(),
  files: z.array(savedFile),
});
export type BackupManifest = z.infer<typeof backupManifest>;
