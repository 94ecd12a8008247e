/** Tables that come in as files: what each may hold, and what an import that a person has confirmed says in the journal. */
import type { Zone } from '../../geofences/types.ts';
import type { RegistryEntry } from './vessel.ts';

export const importTables = ['vessels', 'owners', 'licences', 'ports'] as const;
export type ImportTable = (typeof importTables)[number];

/** Rows of data: `ready` ones are new, changed or unchanged. */
export interface ImportCounts {
  new: number;
  changed: number;
  unchanged: number;
  /** Left out, each with its reasons. */
  faulty: number;
}

export interface ImportedFile {
  name: string;
  bytes: number;
  /** Of the bytes, lower-case hexadecimal. */
  sha256: string;
}

/** One act: all rows that are new or changed, whole, so that the journal alone says what was written. */
export interface ImportEntry {
  type: 'import';
  table: ImportTable;
  file: ImportedFile;
  counts: ImportCounts;
  /** Of vessels, owners and licences. What an entry does not say stays as it was. */
  entries?: RegistryEntry[];
  /** Of ports: features that take the place of those with the same id. */
  ports?: Zone[];
  by: string;
}
