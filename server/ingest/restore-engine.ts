/**
 * Takes up the engine's work where the store's last commit left it: vessels, what is remembered of each, her newest position, and
 * what has come since and lies in the tail. Gives back what comes of it now; knows no alerts and no acts.
 */
import { createEngine, type Engine, type EngineWindow } from '../../geofences/engine.ts';
import { type Fix, NOT_ITS_OWN_PLACE } from '../../geofences/fix.ts';
import type { OccurrenceChange, Rule, Zone } from '../../geofences/types.ts';
import { type KeptMemory, latestFixes, type Tail } from '../models/position.ts';
import type { Vessel } from '../models/vessel.ts';
import { outagesOf } from '../store/outages.ts';
import type { Store } from '../store/store.ts';
import { bytesOf, fixesOf, newestOf, piecesByVessel, receivedAtOf } from '../store/tracks/tail.ts';
import type { Berths } from './berths.ts';
import { SleptFixes } from './slept-fixes.ts';
import type { Trays } from './trays.ts';
import { profileOf, type Vessels } from './vessels.ts';

/** What is read, and what is filled with it. */
interface Quay {
  store: Store;
  vessels: Vessels;
  berths: Berths;
  trays: Trays;
  zones: Zone[];
  rules: Rule[];
  window: EngineWindow | undefined;
}

interface RestoredEngine {
  engine: Engine;
  /** What came of fixes that had been committed and not judged. */
  changes: OccurrenceChange[];
  /** When (epoch ms) the newest of them was received. */
  at: number;
}

export async function restoreEngine(quay: Quay): Promise<RestoredEngine> {
  const { store, vessels, zones, rules, window } = quay;
  const known: Vessel[] = [];
  for await (const vessel of store.allVessels()) known.push(vessel);
  const providers = new Set(known.flatMap((vessel) => profileOf(vessel).provider ?? []));
  // All at once, since the engine prepares zones anew for every change.
  const engine = createEngine({ ...window, zones, rules, outages: await outagesOf(store, providers), looksBack: true });
  for (const vessel of known) vessels.keep(vessel);
  const slept = new SleptFixes();
  for await (const [id, memory] of store.engineStates()) restoreVessel(engine, vessels.get(id), { id, memory, slept });
  for (const vessel of known) engine.setVessel(profileOf(vessel));
  // As they stand beside what the engine remembers: what waits in the tail comes after both.
  await restorePositions(engine, quay);
  return { engine, ...(await restoreTail(engine, quay, slept)) };
}

function restoreVessel(
  engine: Engine,
  vessel: Vessel | undefined,
  { id, memory: { head, whole }, slept }: { id: string; memory: KeptMemory; slept: SleptFixes },
): void {
  const wake = () => ({ state: whole(), since: slept.take(id) });
  if (vessel && engine.letSleep(profileOf(vessel), { head, wake })) return;
  if (vessel) engine.setVessel(profileOf(vessel));
  engine.restoreVessel(id, whole());
}

async function restorePositions(engine: Engine, { store, berths }: Quay): Promise<void> {
  for await (const row of store.rows(latestFixes)) {
    const [id, fix] = [row.key as string, row.body as Fix];
    const berth = berths.of(id);
    berths.keepLatest(berth, fix);
    berths.seen(berth, fix);
    // Rules on several vessels go on from the tracks that are stored.
    const { fleetWindowMs } = engine;
    if (!engine.isCompared(id)) continue;
    engine.restoreTrack(id, await store.track(id, fix.fixTime - fleetWindowMs, fix.fixTime));
  }
}

/** Goes on from what the engine remembered, over what has come since: nothing had come of it. */
async function restoreTail(
  engine: Engine,
  { store, vessels, berths, trays }: Quay,
  slept: SleptFixes,
): Promise<Omit<RestoredEngine, 'engine'>> {
  const changes: OccurrenceChange[] = [];
  let at = 0;
  for await (const [tray, packed] of traysOf(store.tails())) {
    for (const [vesselId, pieces] of piecesByVessel(packed)) {
      const berth = berths.of(vesselId);
      berths.sawBefore(berth, pieces);
      at = Math.max(at, receivedAtOf(pieces.at(-1)!));
      // Whose provider is watched, by when its boats were heard, has to be woken when she was.
      if (engine.isAsleep(vesselId) && profileOf(vessels.get(vesselId)!).provider === undefined) {
        const known = berths.latestTime(berth);
        slept.add(vesselId, pieces, known);
        const newest = newestOf(pieces, known, NOT_ITS_OWN_PLACE);
        if (newest) berths.keepLatest(berth, newest);
        continue;
      }
      for (const fix of pieces.flatMap(fixesOf)) {
        if (fix.fixTime <= berths.latestTime(berth)) continue;
        if ((fix.flags & NOT_ITS_OWN_PLACE) === 0) berths.keepLatest(berth, fix);
        changes.push(...engine.accept(vesselId, [fix]));
      }
    }
    trays.restore(tray);
  }
  return { changes, at };
}

/** Rows of a tray lie side by side. */
async function* traysOf(tails: AsyncIterable<Tail>): AsyncIterable<[tray: number, packed: Buffer[]]> {
  let tray: number | undefined;
  let packed: Buffer[] = [];
  for await (const row of tails) {
    if (tray !== undefined && row.tray !== tray) {
      yield [tray, packed];
      packed = [];
    }
    tray = row.tray;
    packed.push(bytesOf(row));
  }
  if (tray !== undefined) yield [tray, packed];
}
