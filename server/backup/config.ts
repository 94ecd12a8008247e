/** The section `backup` of the settings: backups that the running server has made. */
import { z } from 'zod';

export const backupConfig = z.strictObject({
  /** Folder for them; on another disk than the data. */
  into: z.string().min(1),
  everyHours: z.number().min(1).max(168).default(24),
  /** How many stay. */
  keep: z.int().min(1).max(1000).default(14),
});
