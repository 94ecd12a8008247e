/** Where each registered vessel was last heard of by an instant, and whether that was in port. */
import { setImmediate } from 'node:timers/promises';
import { type Fix, NOT_ITS_OWN_PLACE } from '../../geofences/fix.ts';
import { Locator } from '../../geofences/geometry/locator.ts';
import { forceSpanAt } from '../../geofences/in-force.ts';
import type { Zone, ZoneKind } from '../../geofences/types.ts';
import type { Vessel } from '../models/vessel.ts';
import type { Store } from '../store/store.ts';
import type { Words } from '../system-words.ts';
import type { ReportSources } from './report.ts';

/** `unknown`: no position, or one whose place is not its own (geofences/fix.ts): never taken for safe in port. */
export type Whereabouts = 'sea' | 'port' | 'unknown';

export interface SeenVessel {
  vessel: Vessel;
  /** Newest by then. */
  fix?: Fix;
  where: Whereabouts;
}

export const whereWords: Record<Whereabouts, Words> = {
  sea: { vi: 'trên biển', en: 'at sea' },
  port: { vi: 'trong cảng', en: 'in port' },
  unknown: { vi: 'chưa rõ', en: 'unknown' },
};

export const whereDefinition: Words = {
  vi: 'Vị trí mới nhất có nằm trong một vùng loại “cảng” đang hiệu lực hay không. Chưa rõ: chưa có vị trí, hoặc vị trí không tin được.',
  en: 'Whether the newest position lies in a zone of kind “port” in force. Unknown: no position, or one that is not believed.',
};

/** Others get their turn. */
const BREATH = 200;

/** @param at epoch ms; by label */
export async function fleetAt({ store, zones }: ReportSources, at: number): Promise<SeenVessel[]> {
  const vessels: Vessel[] = [];
  for await (const vessel of store.allVessels('registered')) vessels.push(vessel);
  const latest = await store.latest(vessels.map(({ id }) => id));
  const inPort = zoneTest(zones, ['port'], at);
  const seen: SeenVessel[] = [];
  let read = 0;
  for (const vessel of vessels) {
    const newest = latest.get(vessel.id);
    const fix = newest && newest.fixTime > at ? await lastBefore(store, vessel.id, at) : newest;
    seen.push({ vessel, fix, where: whereOf(fix, inPort) });
    if (++read % BREATH === 0) await setImmediate();
  }
  return seen.sort((a, b) => (a.vessel.label < b.vessel.label ? -1 : 1));
}

async function lastBefore(store: Store, vesselId: string, at: number): Promise<Fix | undefined> {
  let last: Fix | undefined;
  for await (const piece of store.trackPieces({ vesselId, from: at, to: at, lead: true })) {
    for (const fix of piece) if (fix.fixTime <= at) last = fix;
  }
  return last;
}

function whereOf(fix: Fix | undefined, inPort: (fix: Fix) => boolean): Whereabouts {
  if (!fix || (fix.flags & NOT_ITS_OWN_PLACE) !== 0) return 'unknown';
  return inPort(fix) ? 'port' : 'sea';
}

/** Is a fix within a zone of these kinds that is in force? */
function zoneTest(zones: readonly Zone[], kinds: readonly ZoneKind[], at: number): (fix: Fix) => boolean {
  const zonesAt = zonesOf(zones, kinds, at);
  return (fix) => zonesAt(fix).length > 0;
}

/** The zones of these kinds, in force at an instant, in which a fix lies. @param at epoch ms */
export function zonesOf(zones: readonly Zone[], kinds: readonly ZoneKind[], at: number): (fix: Fix) => Zone[] {
  const wanted = zones.filter(({ properties }) => {
    return kinds.includes(properties.kind) && forceSpanAt(properties, at).inForce;
  });
  const locator = locatorOf(zones, wanted);
  const found: number[] = [];
  return ({ lon, lat }) => locator.locate(lon, lat, found).map((index) => locator.zones[index]!);
}

/** The last ones that were made ready of some zones: that takes longer than all that is then asked of them. */
const ready = new WeakMap<readonly Zone[], Map<string, Locator>>();
const MOST_READY = 8;

function locatorOf(zones: readonly Zone[], wanted: readonly Zone[]): Locator {
  const known = ready.get(zones) ?? new Map<string, Locator>();
  ready.set(zones, known);
  const key = JSON.stringify(wanted.map(({ id }) => id));
  const locator = known.get(key) ?? new Locator(wanted);
  if (known.size >= MOST_READY) known.clear();
  known.set(key, locator);
  return locator;
}
