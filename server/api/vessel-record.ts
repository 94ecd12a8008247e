/** What the page of a vessel adds to the vessel itself: when it was heard, and whom to call about it. */
import { z } from 'zod';
import { Locator } from '../../geofences/geometry/locator.ts';
import type { Zone } from '../../geofences/types.ts';
import type { CaseHead } from '../models/case.ts';
import type { Contact, Unit } from '../models/contact.ts';
import { VMS_EXPECTED_MIN } from '../models/expected-interval.ts';
import type { Vessel } from '../models/vessel.ts';
import { unitCovers } from '../notify/coverage.ts';
import { ownerContacts } from '../notify/routing.ts';
import { outagesOf } from '../store/outages.ts';
import type { Store } from '../store/store.ts';
import { setAsideWithin } from '../store/tracks/chunk-walk.ts';
import { type Signals, signalsOf } from '../store/tracks/signals.ts';
import { type VesselSignals, vesselContacts, vesselSignals } from './answers/vessels.ts';
import { checked } from './faults.ts';
import { refuseGuest, seenNow } from './guarded-store.ts';
import { findVessel, recordOpening } from './look-ups.ts';
import { type ApiContext, pathPart, type Route } from './route.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const DEFAULT_DAYS = 30;
/** A report that comes half an interval late is late, not missing. */
const LATE_FACTOR = 1.5;
/** AIS comes every few minutes while somebody is near enough to hear it. */
const AIS_BREAK_MS = HOUR_MS;
/** Crews whose unit is broken telephone their position every six hours (domain.md §1.1). */
const MANUAL_BREAK_MS = 6 * HOUR_MS;
const MOST_CONTACTS = 50;
const MOST_CASES = 10;
const MOST_CALLS = 20;

const signalsQuery = z.object({ days: z.coerce.number().int().min(1).max(366).default(DEFAULT_DAYS) });

export function vesselRecordRoutes(context: ApiContext): Route[] {
  const { store, clock } = context;
  const ports = new Ports(store);
  return [
    {
      method: 'get',
      path: '/vessels/:id/signals',
      access: 'read',
      reach: 'own',
      contract: {
        vi: 'Khi nào nghe được tàu, theo từng nguồn',
        en: 'When a vessel was heard, by source, and when its provider delivered nothing',
        query: signalsQuery,
        gives: { 200: vesselSignals },
        fails: ['only-in-area'],
      },
      async handle(request, response) {
        const { days } = checked(signalsQuery, request.query);
        const { vessel } = await findVessel(store, pathPart(request, 'id'));
        refuseGuest(vessel.id);
        await recordOpening(context, response, { vesselId: vessel.id, what: 'gaps' });
        const to = clock();
        const span = { vesselId: vessel.id, from: to - days * DAY_MS, to };
        const dutyMin = vessel.reportingIntervalMin ?? VMS_EXPECTED_MIN;
        const breakMs = { vms: dutyMin * LATE_FACTOR * MINUTE_MS, ais: AIS_BREAK_MS, manual: MANUAL_BREAK_MS };
        const { spans, cut } = await signalsOf(store, { ...span, breakMs });
        const unread = await setAsideWithin(store, span);
        response.json({
          ...{ vesselId: vessel.id, from: span.from, to, spans: await ports.nameIn(spans) },
          outages: await outagesDuring(store, vessel, span),
          ...(cut && { cut: true }),
          ...(unread.length > 0 && { unread }),
        });
      },
    },
    {
      method: 'get',
      path: '/vessels/:id/contacts',
      access: 'read',
      reach: 'unit',
      contract: {
        vi: 'Gọi cho ai về tàu này, và những lần đã gọi',
        en: 'Whom to call about a vessel, and the last attempts to reach it',
        gives: { 200: vesselContacts },
      },
      async handle(request, response) {
        const { vessel } = await findVessel(store, pathPart(request, 'id'));
        await recordOpening(context, response, { vesselId: vessel.id, what: 'contacts' });
        response.json({ people: await peopleFor(store, vessel), calls: await callsTo(store, vessel.id) });
      },
    },
  ];
}

/** The ports among the zones that hold, made ready once a revision: that takes longer than all else that is asked here. */
class Ports {
  readonly #store: Pick<Store, 'document'>;
  #revision: number | undefined;
  #locator = new Locator([]);

  constructor(store: Pick<Store, 'document'>) {
    this.#store = store;
  }

  async #ready(): Promise<Locator> {
    const document = await this.#store.document('zones');
    if (document && document.revision !== this.#revision) {
      const { features } = document.body as { features: Zone[] };
      this.#locator = new Locator(features.filter(({ properties }) => properties.kind === 'port'));
      this.#revision = document.revision;
    }
    return this.#locator;
  }

  /** A boat that falls silent in a port is not lost: loss counts at sea (domain.md §1.1). */
  async nameIn(spans: Signals['spans']): Promise<VesselSignals['spans']> {
    const ports = await this.#ready();
    const named: VesselSignals['spans'] = {};
    for (const source of Object.keys(spans) as (keyof Signals['spans'])[]) {
      named[source] = spans[source]!.map((span) => {
        const [port] = ports.locate(span.lon, span.lat, []);
        const { name, nameEn } = ports.zones[port ?? -1]?.properties ?? {};
        return { ...span, ...(name !== undefined && { port: { vi: name, en: nameEn ?? name } }) };
      });
    }
    return named;
  }
}

async function outagesDuring(store: Store, vessel: Vessel, { from, to }: { from: number; to: number }) {
  const provider = vessel.provider ?? vessel.vmsFeed;
  if (provider === undefined) return [];
  return (await outagesOf(store, [provider]))
    .filter(({ state }) => state !== 'retracted')
    .map(({ details, raisedAt, clearedAt }) => ({ from: Number(details?.since ?? raisedAt), to: clearedAt, provider }))
    .filter((outage) => outage.from <= to && (outage.to ?? to) >= from);
}

/** Owner and captain first, then whoever answers for the boat by the tree of units. */
async function peopleFor(store: Store, vessel: Vessel) {
  const own = ownerContacts(vessel).map(({ id, name, phone }) => ({ who: id.split(':')[0]!, name, phone }));
  // The book of contacts is the province's: of a unit's own people nobody gets it, here as elsewhere.
  if (seenNow()) return own;
  const units = ((await store.document('units'))?.body ?? []) as Unit[];
  const contacts = ((await store.document('contacts'))?.body ?? []) as Contact[];
  const responsible = contacts
    .filter(({ unit }) => unitCovers(units, unit, { vessel }))
    .slice(0, MOST_CONTACTS)
    .map(({ name, role, phone, email, unit }) => ({
      ...{ who: role, name, phone, email },
      unit: units.find(({ id }) => id === unit)?.name,
    }));
  return [...own, ...responsible];
}

/** Of its newest cases, the newest first. */
async function callsTo(store: Store, vesselId: string) {
  const heads = await store.cases({ vesselId, limit: MOST_CASES });
  const called = heads.filter(({ attempts }: CaseHead) => (attempts ?? 0) > 0);
  const calls = [];
  for (const { id } of called) {
    const lines = (await store.case(id))?.lines ?? [];
    for (const { kind, at, by, text } of lines) if (kind === 'contact') calls.push({ caseId: id, at, by, text });
  }
  return calls.sort((a, b) => b.at - a.at).slice(0, MOST_CALLS);
}
