/** How a fleet is divided: every vessel, and all that is said of it, belongs to one partition. */
import type { ActOutcome } from '../ingest/apply-entry.ts';
import type { Batch, Store } from '../store/store.ts';

/** What belongs to no vessel (settings, acts, feeds, receipts) is the first one's. */
const COMMON = 0;

/** @param key id of a vessel, or of what stands for one · @returns 0 ≤ n < count, the same in every process and for ever */
export function partitionOf(key: string, count: number): number {
  // FNV-1a, 32 bits.
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % count;
}

/** A batch as arrays, without what an engine remembers for itself. */
export interface Content {
  vessels: (Batch['vessels'] extends Iterable<infer T> ? T : never)[];
  fixes: (Batch['fixes'] extends Iterable<infer T> ? T : never)[];
  latest: (Batch['latest'] extends Iterable<infer T> ? T : never)[];
  alerts: (Batch['alerts'] extends Iterable<infer T> ? T : never)[];
  cases: (Batch['cases'] extends Iterable<infer T> ? T : never)[];
  caseLines: (Batch['caseLines'] extends Iterable<infer T> ? T : never)[];
  tasks: (Batch['tasks'] extends Iterable<infer T> ? T : never)[];
  handovers: (Batch['handovers'] extends Iterable<infer T> ? T : never)[];
  mapNotes: (Batch['mapNotes'] extends Iterable<infer T> ? T : never)[];
  vesselGroups: (Batch['vesselGroups'] extends Iterable<infer T> ? T : never)[];
  fieldReports: (Batch['fieldReports'] extends Iterable<infer T> ? T : never)[];
  documentVersions: (Batch['documentVersions'] extends Iterable<infer T> ? T : never)[];
  deliveries: (Batch['deliveries'] extends Iterable<infer T> ? T : never)[];
  receipts: (Batch['receipts'] extends Iterable<infer T> ? T : never)[];
  documents: (Batch['documents'] extends Iterable<infer T> ? T : never)[];
  proposals: (Batch['proposals'] extends Iterable<infer T> ? T : never)[];
  acts: (Batch['acts'] extends Iterable<infer T> ? T : never)[];
  feeds: (Batch['feeds'] extends Iterable<infer T> ? T : never)[];
  feedWindows: (Batch['feedWindows'] extends Iterable<infer T> ? T : never)[];
  /** What acts came to, by the position of their entry. */
  outcomes: [position: number, outcome: ActOutcome][];
}

export function nothing(): Content {
  return {
    ...{ vessels: [], fixes: [], latest: [], alerts: [], cases: [], caseLines: [] },
    ...{ tasks: [], handovers: [], mapNotes: [], vesselGroups: [], fieldReports: [] },
    ...{ documentVersions: [], proposals: [] },
    ...{ deliveries: [], receipts: [], documents: [], acts: [], feeds: [], feedWindows: [], outcomes: [] },
  };
}

export function isNothing(content: Content): boolean {
  return Object.values(content).every((part: unknown[]) => part.length === 0);
}

/** @param store where the cases are that the batch only adds lines to */
export async function divide(
  content: Content,
  count: number,
  store: Pick<Store, 'alert' | 'case'>,
): Promise<readonly Content[]> {
  const parts = Array.from({ length: count }, nothing);
  const of = (vesselId: string): Content => parts[partitionOf(vesselId, count)]!;
  for (const one of content.vessels) of(one.id).vessels.push(one);
  for (const one of content.fixes) of(one[0]).fixes.push(one);
  for (const one of content.latest) of(one[0]).latest.push(one);
  for (const one of content.alerts) of(one.occurrence.vesselId).alerts.push(one);
  for (const one of content.cases) of(one.vesselId).cases.push(one);
  for (const one of content.tasks) of(one.vesselId).tasks.push(one);
  for (const one of content.deliveries) of(one.vesselId).deliveries.push(one);
  const cases = new Map(content.cases.map(({ id, vesselId }) => [id, vesselId]));
  for (const line of content.caseLines) {
    const vesselId = cases.get(line.caseId) ?? (await vesselOf(line, store));
    cases.set(line.caseId, vesselId);
    of(vesselId).caseLines.push(line);
  }
  const { receipts, documents, documentVersions, proposals, acts, feeds, feedWindows, outcomes } = content;
  const { handovers, mapNotes, vesselGroups, fieldReports } = content;
  const kept = { handovers, mapNotes, vesselGroups, fieldReports, proposals };
  Object.assign(parts[COMMON]!, { receipts, documents, documentVersions, acts, ...kept, feeds, feedWindows, outcomes });
  return parts;
}

async function vesselOf(line: Content['caseLines'][number], store: Pick<Store, 'alert' | 'case'>): Promise<string> {
  const alert = line.alertId === undefined ? undefined : await store.alert(line.alertId);
  return alert?.occurrence.vesselId ?? (await store.case(line.caseId))?.vesselId ?? line.caseId;
}
