/** In the data folder: when the last backup was made, for whoever watches. */
export const LAST_BACKUP_FILE = 'last-backup.json';
