/**
 * The store as a route sees it: of somebody who sees some vessels only, nothing of the others, whatever the route asks. What has no
 * rule here they are refused, so a new question to the store has to be thought about before they may ask it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Fix } from '../../geofences/fix.ts';
import { PROVIDER_PREFIX } from '../../geofences/fleet/provider-watch.ts';
import { type Seen, SeenVessels } from '../auth/sight.ts';
import { HaidangError } from '../errors.ts';
import type { CaseHead, Task } from '../models/case.ts';
import type { DocumentName } from '../models/entry.ts';
import type { VesselGroup } from '../models/vessel-group.ts';
import { textOf } from '../store/kept-text.ts';
import { allAlerts, allCases, allDeliveries } from '../store/page-through.ts';
import type { Store } from '../store/store.ts';
import { readChunk } from '../store/tracks/read.ts';
import { packChunk, type StoredChunk } from '../store/tracks/stored-chunk.ts';
import { CasePlaces } from './case-places.ts';

/** What is asked for before it is cut: more than any list shows. */
const MOST_ASKED = 10_000;
const PAGE = 1000;
/** Without people, addresses or secrets in them. */
const openDocuments: ReadonlySet<DocumentName> = new Set(['zones', 'rules', 'regulation', 'ladders', 'units']);

const sightNow = new AsyncLocalStorage<{ seen: Seen }>();

/** Runs what answers one request, for whoever sees this. */
export function seeing<T>(seen: Seen, answer: () => T): T {
  return sightNow.run({ seen }, answer);
}

/** What whoever asks now sees, for what is cut otherwise than by the store. @throws Error outside of a request */
export function seenNow(): Seen {
  const sight = sightNow.getStore();
  if (!sight) throw new Error('nobody asks');
  return sight.seen;
}

/** For what is worked out of whole records: without whoever is only in an area. */
export function seeingOwnOnly<T>(answer: () => T): T {
  const seen = seenNow();
  return seeing(seen && new SeenVessels(seen.own), answer);
}

/** When a vessel was silent, say, cannot be told from what of her track lies in an area. @throws HaidangError `only-in-area` */
export function refuseGuest(vesselId: string): void {
  if (seenNow()?.isGuest(vesselId)) throw new HaidangError('only-in-area');
}

/** @throws HaidangError `beyond-reach`, from its methods; Error where nobody has said who sees */
export function guardedStore(store: Store): Store {
  const cases = new CasePlaces(store);
  return new Proxy(store, {
    get(target, name) {
      const sight = sightNow.getStore();
      if (!sight) throw new Error(`the store was asked for ${String(name)} outside of a request`);
      const from: object = sight.seen ? narrowed(target, sight.seen, cases) : target;
      const method: unknown = Reflect.get(from, name);
      if (typeof method === 'function') return method.bind(from) as unknown;
      if (sight.seen) throw new HaidangError('beyond-reach');
      return method;
    },
  });
}

type Narrowed = Pick<
  Store,
  | 'vessels'
  | 'vesselTexts'
  | 'vessel'
  | 'labels'
  | 'allVessels'
  | 'countVessels'
  | 'latest'
  | 'track'
  | 'trackPieces'
  | 'chunks'
  | 'spans'
  | 'chunksOf'
  | 'chunksSetAside'
  | 'alerts'
  | 'alertTexts'
  | 'alert'
  | 'alertBefore'
  | 'cases'
  | 'case'
  | 'caseHead'
  | 'tasks'
  | 'task'
  | 'deliveries'
  | 'delivery'
  | 'mapNotes'
  | 'mapNote'
  | 'document'
  | 'documentVersion'
  | 'vesselGroups'
  | 'vesselGroup'
>;

interface OfVessel {
  vesselId: string;
}

/**
 * A vessel that is not seen is answered as one that there is not. Of one that is only in an area of whoever asks, the past is closed:
 * of her track there is what lies in the area, and nothing where many vessels' tracks are asked.
 */
function narrowed(store: Store, seen: SeenVessels, cases: CasePlaces): Narrowed {
  const ofOwn = <T extends OfVessel>(found: T | undefined): T | undefined =>
    found && seen.own.has(found.vesselId) ? found : undefined;
  const cut = <T extends OfVessel>(found: T[], limit: number): T[] =>
    found.filter(({ vesselId }) => seen.own.has(vesselId)).slice(0, limit);
  const oneCase = async <T extends CaseHead>(found: T | undefined): Promise<T | undefined> =>
    found && (await cases.seesNow(seen, found)) ? found : undefined;
  const seesTask = async ({ caseId, vesselId }: Task): Promise<boolean> =>
    seen.own.has(vesselId) || (seen.hasAreas && (await oneCase(await store.caseHead(caseId))) !== undefined);
  const wide = <T extends { limit: number }>(filter: T): T => ({ ...filter, limit: MOST_ASKED });
  const seenVessels: Store['vessels'] = async (filter) => {
    const found = [];
    for (let after = filter.after; ; ) {
      const page = await store.vessels({ ...filter, limit: PAGE, ...(after !== undefined && { after }) });
      found.push(...page.filter(({ id }) => seen.has(id)));
      after = page.at(-1)?.id;
      if (page.length < PAGE || found.length >= filter.limit) return found.slice(0, filter.limit);
    }
  };
  const seenAlerts: Store['alerts'] = async (filter) => {
    if (filter.vesselId !== undefined && (await isProviderOfSeen(store, seen, filter.vesselId)))
      return store.alerts(filter);
    const found = filter.dueBy === undefined ? allAlerts(store, filter) : await store.alerts(wide(filter));
    return filtered(found, filter.limit, ({ occurrence }) => seen.seesAlert(occurrence));
  };
  const seenCases: Store['cases'] = async (filter) => {
    const found = filter.dueBy === undefined ? allCases(store, filter) : await store.cases(wide(filter));
    return filtered(found, filter.limit, (one) => cases.sees(seen, one));
  };
  return {
    vessels: seenVessels,
    vesselTexts: async (filter) => (await seenVessels(filter)).map(textOf),
    labels: (ids) => store.labels(ids.filter((id) => seen.has(id))),
    vessel: async (id) => (seen.has(id) ? store.vessel(id) : undefined),
    async *allVessels(which) {
      for await (const vessel of store.allVessels(which)) if (seen.has(vessel.id)) yield vessel;
    },
    countVessels: async () => seen.ids().length,
    latest: (ids) => store.latest(ids ? ids.filter((id) => seen.has(id)) : seen.ids()),
    track: async (vesselId, from, to) =>
      seen.has(vesselId) ? fixesSeen(seen, vesselId, await store.track(vesselId, from, to)) : [],
    async *trackPieces(track) {
      if (!seen.has(track.vesselId)) return;
      for await (const piece of store.trackPieces(track)) yield fixesSeen(seen, track.vesselId, piece);
    },
    async *chunks(filter) {
      const { vesselId } = filter;
      if (vesselId === undefined || !seen.isGuest(vesselId)) yield* only(store.chunks(filter), seen);
      else for await (const chunk of store.chunks(filter)) yield* chunkSeen(seen, chunk);
    },
    spans: (filter) => only(store.spans(filter), seen),
    chunksOf: (spans) => store.chunksOf(spans.filter(({ vesselId }) => seen.own.has(vesselId))),
    chunksSetAside: async () => cut(await store.chunksSetAside(), MOST_ASKED),
    alerts: seenAlerts,
    alertTexts: async (filter) => (await seenAlerts(filter)).map(textOf),
    async alert(id) {
      const found = await store.alert(id);
      return found && seen.seesAlert(found.occurrence) ? found : undefined;
    },
    async alertBefore(thread, raisedAt) {
      const found = await store.alertBefore(thread, raisedAt);
      return found && seen.seesAlert(found.occurrence) ? found : undefined;
    },
    cases: seenCases,
    case: async (id) => oneCase(await store.case(id)),
    caseHead: async (id) => oneCase(await store.caseHead(id)),
    tasks: async (filter) => filtered(await store.tasks(wide(filter)), filter.limit, seesTask),
    async task(id) {
      const found = await store.task(id);
      return found && (await seesTask(found)) ? found : undefined;
    },
    deliveries: (filter) =>
      filtered(allDeliveries(store, filter), filter.limit, ({ vesselId }) => seen.own.has(vesselId)),
    delivery: async (id) => ofOwn(await store.delivery(id)),
    vesselGroups: async (limit) => (await store.vesselGroups(limit)).map((group) => ofSeen(group, seen)),
    async vesselGroup(id) {
      const found = await store.vesselGroup(id);
      return found && ofSeen(found, seen);
    },
    async mapNotes(filter) {
      const found = await store.mapNotes(wide(filter));
      return found.filter((note) => seen.seesNote(note)).slice(0, filter.limit);
    },
    async mapNote(id) {
      const found = await store.mapNote(id);
      return found && seen.seesNote(found) ? found : undefined;
    },
    async document(name) {
      if (!openDocuments.has(name)) throw new HaidangError('beyond-reach');
      return store.document(name);
    },
    async documentVersion(name, revision) {
      if (!openDocuments.has(name)) throw new HaidangError('beyond-reach');
      return store.documentVersion(name, revision);
    },
  };
}

/** Whoever sees a boat sees the outages of its provider too: a silence that is not the boat's fault must be seen as such. */
async function isProviderOfSeen(store: Store, seen: SeenVessels, id: string): Promise<boolean> {
  if (!id.startsWith(PROVIDER_PREFIX)) return false;
  for (const one of seen.ids()) {
    const vessel = await store.vessel(one);
    if (vessel && `${PROVIDER_PREFIX}${vessel.provider ?? vessel.vmsFeed}` === id) return true;
  }
  return false;
}

function ofSeen(group: VesselGroup, seen: SeenVessels): VesselGroup {
  return { ...group, vessels: group.vessels.filter((id) => seen.has(id)) };
}

async function* only<T extends OfVessel>(found: AsyncIterable<T>, { own }: SeenVessels): AsyncIterable<T> {
  for await (const one of found) if (own.has(one.vesselId)) yield one;
}

async function filtered<T>(
  found: AsyncIterable<T> | Iterable<T>,
  limit: number,
  isSeen: (one: T) => boolean | Promise<boolean>,
): Promise<T[]> {
  const kept: T[] = [];
  for await (const one of found) {
    if (kept.length >= limit) break;
    if (await isSeen(one)) kept.push(one);
  }
  return kept;
}

function fixesSeen(seen: SeenVessels, vesselId: string, fixes: Fix[]): Fix[] {
  return seen.own.has(vesselId)
    ? fixes
    : fixes.filter(({ lon, lat, fixTime }) => seen.contains({ lon, lat, at: fixTime }));
}

/** As much of a guest's chunk as lies in the areas; one that cannot be read stays, so that whoever asks is told so. */
function chunkSeen(seen: SeenVessels, chunk: StoredChunk): StoredChunk[] {
  const fixes = readChunk(chunk);
  if (!fixes) return [chunk];
  const inside = fixesSeen(seen, chunk.vesselId, fixes);
  return inside.length === 0 ? [] : [{ ...packChunk(chunk.vesselId, inside), thinnedM: chunk.thinnedM }];
}
