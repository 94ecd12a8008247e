/**
 * The whole fleet in memory, for its table: read once when somebody looks, then kept up with what is committed, and let go
 * when nobody has looked for a while. It knows everybody: who may see whom is for whoever asks it.
 */
import type { Zone } from '../../geofences/types.ts';
import type { Committed, EngineRoom } from '../ingest/room.ts';
import type { Alert } from '../models/alert.ts';
import type { Unit } from '../models/contact.ts';
import type { Store } from '../store/store.ts';
import { groupOf } from '../truth/truth.ts';
import { counted, entryOf, type FleetFix, type FleetRow, fleetFixOf, type OpenAlert } from './entry.ts';
import { byLabel, type FleetSort, isRestless, type Ordered, ordered } from './order.ts';

interface FleetBookOptions {
  store: Pick<Store, 'allVessels' | 'latest' | 'alerts' | 'document'>;
  room: Pick<EngineRoom, 'onCommitted'>;
  /** Epoch ms. */
  clock: () => number;
}

const IDLE_MS = 10 * 60_000;
/** More are counted by nobody. */
const MOST_ALERTS = 50_000;
/** A restless order is used again for so many ms a vessel: ten seconds for 100,000, which take half a second to be sorted. */
const ORDER_MS_EACH = 0.1;

interface Land {
  units: readonly Unit[];
  /** Code of a port → its name. */
  ports: ReadonlyMap<string, string>;
}

interface KeptAlert extends OpenAlert {
  changeSeq: number;
}

interface Kept {
  rows: Map<string, FleetRow>;
  /** Of vessels that nobody has described yet. */
  early: Map<string, FleetFix>;
  /** Open ones by vessel, then by their own id. */
  open: Map<string, Map<string, KeptAlert>>;
  /** Alerts that were closed while the book was read, and by which change: what is read may be older. */
  closed: Map<string, number> | undefined;
  land: Land;
  /** Grows when a vessel is new, or described otherwise in what rows are sorted by. */
  described: number;
  orders: Map<FleetSort, { at: number; described: number; order: Ordered }>;
}

export class FleetBook {
  readonly #options: FleetBookOptions;
  #kept: Kept | undefined;
  #loading: Promise<Kept> | undefined;
  #askedAt = 0;

  constructor(options: FleetBookOptions) {
    this.#options = options;
    options.room.onCommitted((committed) => this.#take(committed));
  }

  /** Every vessel in an order; the rows are the book's own and change under whoever keeps them. */
  async ordered(sort: FleetSort): Promise<Ordered> {
    const now = this.#options.clock();
    this.#askedAt = now;
    this.#loading ??= this.#load();
    const kept = await this.#loading;
    const { described, orders } = kept;
    const known = orders.get(sort);
    const isYoung = known && now - known.at < kept.rows.size * ORDER_MS_EACH;
    if (known && (isRestless(sort) ? isYoung : known.described === described)) return known.order;
    const rows = sort === 'label' ? byLabel(kept.rows.values()) : (await this.ordered('label')).known;
    const order = ordered(rows, sort, now);
    orders.set(sort, { at: now, described, order });
    return order;
  }

  /** What is committed meanwhile is newer than what is read. */
  async #load(): Promise<Kept> {
    const { store } = this.#options;
    const kept: Kept = {
      ...{ rows: new Map(), early: new Map(), open: new Map(), orders: new Map() },
      described: 0,
      closed: new Map(),
      land: { units: [], ports: new Map() },
    };
    this.#kept = kept;
    try {
      kept.land = await this.#land();
      for await (const vessel of store.allVessels()) if (!kept.rows.has(vessel.id)) describe(kept, vessel);
      for (const [id, fix] of await store.latest()) if (!kept.rows.get(id)?.fix) place(kept, id, fleetFixOf(fix));
      for (const alert of await store.alerts({ state: 'open', limit: MOST_ALERTS })) keepAlert(kept, alert);
      kept.closed = undefined;
      return kept;
    } catch (error) {
      this.#forget();
      throw error;
    }
  }

  async #land(): Promise<Land> {
    const { store } = this.#options;
    const units = ((await store.document('units'))?.body ?? []) as Unit[];
    const zones = ((await store.document('zones'))?.body as { features: Zone[] } | undefined)?.features ?? [];
    const ports = new Map<string, string>();
    for (const { properties } of zones) {
      if (properties.kind === 'port' && properties.code !== undefined) ports.set(properties.code, properties.name);
    }
    return { units, ports };
  }

  #take({ vessels, latest, alerts, documents }: Committed): void {
    const kept = this.#kept;
    if (!kept) return;
    const isIdle = this.#options.clock() - this.#askedAt > IDLE_MS;
    // Who covers what is worked out anew when somebody looks again.
    if (isIdle || documents.includes('units') || documents.includes('zones')) {
      this.#forget();
      return;
    }
    for (const vessel of vessels) describe(kept, vessel);
    for (const [id, fix] of latest) place(kept, id, fleetFixOf(fix));
    for (const alert of alerts) keepAlert(kept, alert);
  }

  #forget(): void {
    this.#kept = undefined;
    this.#loading = undefined;
  }
}

function describe(kept: Kept, vessel: Parameters<typeof entryOf>[0]): void {
  const { rows, early, open, land } = kept;
  const entry = entryOf(vessel);
  const { homePort } = entry;
  const unit = groupOf(vessel, 'unit', land.units);
  const known = rows.get(vessel.id);
  const before = known && sortedBy(known);
  const row = known ?? { entry, alerts: 0, fix: early.get(vessel.id) };
  early.delete(vessel.id);
  Object.assign(row, {
    entry,
    port: homePort && (land.ports.get(homePort) ?? homePort),
    unit: unit.id === '' ? undefined : unit,
  });
  rows.set(vessel.id, row);
  count(row, open.get(vessel.id));
  if (sortedBy(row) !== before) kept.described++;
}

/** Of what the registry says of it. */
function sortedBy({ entry, port, unit }: FleetRow): string {
  const { labelKey, name, deviceId, mmsi, lengthM, gear, licenceUntil } = entry;
  return JSON.stringify([labelKey, name, deviceId, mmsi, lengthM, gear, licenceUntil, port, unit?.name]);
}

function place({ rows, early }: Kept, id: string, fix: FleetFix): void {
  const row = rows.get(id);
  if (row) row.fix = fix;
  else early.set(id, fix);
}

/** Open ones stay until they are closed; one without a case is a log event. */
function keepAlert({ rows, open, closed }: Kept, { id, occurrence, response, caseId, changeSeq }: Alert): void {
  const { vesselId, lon, lat, raisedAt, priority } = occurrence;
  const own = open.get(vesselId) ?? new Map<string, KeptAlert>();
  const known = own.get(id);
  if ((known?.changeSeq ?? closed?.get(id) ?? -1) >= changeSeq) return;
  if (caseId !== '' && response.state !== 'closed') own.set(id, { vesselId, lon, lat, raisedAt, priority, changeSeq });
  else {
    own.delete(id);
    closed?.set(id, changeSeq);
  }
  if (own.size > 0) open.set(vesselId, own);
  else open.delete(vesselId);
  const row = rows.get(vesselId);
  if (row) count(row, own);
}

function count(row: FleetRow, own: ReadonlyMap<string, OpenAlert> | undefined): void {
  Object.assign(row, counted([...(own?.values() ?? [])]));
}
