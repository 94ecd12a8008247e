/**
 * The store as a route sees it: of somebody who sees some vessels only, nothing of the others, whatever the route asks. What has no
 * rule here they are refused, so a new question to the store has to be thought about before they may ask it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { PROVIDER_PREFIX } from '../../geofences/fleet/provider-watch.ts';
import type { Seen } from '../auth/sight.ts';
import { HaidangError } from '../errors.ts';
import type { DocumentName } from '../models/entry.ts';
import type { VesselGroup } from '../models/vessel-group.ts';
import { textOf } from '../store/kept-text.ts';
import type { Store } from '../store/store.ts';

/** What is asked for before it is cut: more than any list shows. */
const MOST_ASKED = 10_000;
const PAGE = 1000;
/** Without people, addresses or secrets in them. */
const openDocuments: ReadonlySet<DocumentName> = new Set(['zones', 'rules', 'regulation', 'ladders', 'units']);

const sightNow = new AsyncLocalStorage<{ seen: Seen }>();

/** Runs what answers one request, for whoever sees these vessels. */
export function seeing<T>(seen: Seen, answer: () => T): T {
  return sightNow.run({ seen }, answer);
}

/** Ids of the vessels that whoever asks now sees, for what is cut otherwise than by the store. @throws Error outside of a request */
export function seenNow(): Seen {
  const sight = sightNow.getStore();
  if (!sight) throw new Error('nobody asks');
  return sight.seen;
}

/** @throws HaidangError `beyond-reach`, from its methods; Error where nobody has said who sees */
export function guardedStore(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const sight = sightNow.getStore();
      if (!sight) throw new Error(`the store was asked for ${String(name)} outside of a request`);
      const from: object = sight.seen ? narrowed(target, sight.seen) : target;
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
  | 'document'
  | 'documentVersion'
  | 'vesselGroups'
  | 'vesselGroup'
>;

interface OfVessel {
  vesselId: string;
}

/** A vessel that is not seen is answered as one that there is not. */
function narrowed(store: Store, seen: ReadonlySet<string>): Narrowed {
  const one = <T extends OfVessel>(found: T | undefined): T | undefined =>
    found && seen.has(found.vesselId) ? found : undefined;
  const cut = <T extends OfVessel>(found: T[], limit: number): T[] =>
    found.filter(({ vesselId }) => seen.has(vesselId)).slice(0, limit);
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
    const found = await store.alerts(wide(filter));
    return found.filter(({ occurrence }) => seen.has(occurrence.vesselId)).slice(0, filter.limit);
  };
  return {
    vessels: seenVessels,
    vesselTexts: async (filter) => (await seenVessels(filter)).map(textOf),
    labels: (ids) => store.labels(ids.filter((id) => seen.has(id))),
    vessel: async (id) => (seen.has(id) ? store.vessel(id) : undefined),
    async *allVessels() {
      for await (const vessel of store.allVessels()) if (seen.has(vessel.id)) yield vessel;
    },
    countVessels: async () => seen.size,
    latest: (ids) => store.latest(ids ? ids.filter((id) => seen.has(id)) : [...seen]),
    track: async (vesselId, from, to) => (seen.has(vesselId) ? store.track(vesselId, from, to) : []),
    async *trackPieces(track) {
      if (seen.has(track.vesselId)) yield* store.trackPieces(track);
    },
    chunks: (filter) => only(store.chunks(filter), seen),
    spans: (filter) => only(store.spans(filter), seen),
    chunksOf: (spans) => store.chunksOf(spans.filter(({ vesselId }) => seen.has(vesselId))),
    chunksSetAside: async () => cut(await store.chunksSetAside(), MOST_ASKED),
    alerts: seenAlerts,
    alertTexts: async (filter) => (await seenAlerts(filter)).map(textOf),
    async alert(id) {
      const found = await store.alert(id);
      return found && seen.has(found.occurrence.vesselId) ? found : undefined;
    },
    async alertBefore(thread, raisedAt) {
      const found = await store.alertBefore(thread, raisedAt);
      return found && seen.has(found.occurrence.vesselId) ? found : undefined;
    },
    cases: async (filter) => cut(await store.cases(wide(filter)), filter.limit),
    case: async (id) => one(await store.case(id)),
    caseHead: async (id) => one(await store.caseHead(id)),
    tasks: async (filter) => cut(await store.tasks(wide(filter)), filter.limit),
    task: async (id) => one(await store.task(id)),
    deliveries: async (filter) => cut(await store.deliveries(wide(filter)), filter.limit),
    delivery: async (id) => one(await store.delivery(id)),
    vesselGroups: async (limit) => (await store.vesselGroups(limit)).map((group) => ofSeen(group, seen)),
    async vesselGroup(id) {
      const found = await store.vesselGroup(id);
      return found && ofSeen(found, seen);
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
async function isProviderOfSeen(store: Store, seen: ReadonlySet<string>, id: string): Promise<boolean> {
  if (!id.startsWith(PROVIDER_PREFIX)) return false;
  for (const one of seen) {
    const vessel = await store.vessel(one);
    if (vessel && `${PROVIDER_PREFIX}${vessel.provider ?? vessel.vmsFeed}` === id) return true;
  }
  return false;
}

function ofSeen(group: VesselGroup, seen: ReadonlySet<string>): VesselGroup {
  return { ...group, vessels: group.vessels.filter((id) => seen.has(id)) };
}

async function* only<T extends OfVessel>(found: AsyncIterable<T>, seen: ReadonlySet<string>): AsyncIterable<T> {
  for await (const one of found) if (seen.has(one.vesselId)) yield one;
}
