/** What a person calls a revision of a settings document: which version it is, and since when it applies. */
import type { DocumentName } from '../models/entry.ts';
import type { DocumentVersion } from '../models/regulation.ts';
import type { Store } from './store.ts';

export interface CitedVersion extends DocumentVersion {
  /** 1 is the oldest that was kept. A revision is a place in the journal: exact, and nothing to say over the telephone. */
  version: number;
}

/** @returns undefined for a revision that was not kept, as 0, which comes with the product */
export async function citedVersion(
  store: Store,
  name: DocumentName,
  revision: number,
): Promise<CitedVersion | undefined> {
  const cited = await store.documentVersion(name, revision);
  if (!cited) return undefined;
  let version = 1;
  let before = cited.previous;
  while (before !== undefined) {
    const older = await store.documentVersion(name, before);
    if (!older) break;
    version++;
    before = older.previous;
  }
  return { ...cited, version };
}
