/** Runs the engine over the fleet's fixes and takes the time and the memory that it needs. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createEngine, type Engine } from '../../geofences/engine.ts';
import type { OccurrenceChange } from '../../geofences/types.ts';
import { type Arrival, Fleet, START_MS } from './fleet.ts';
import { makeWorld, type World } from './world.ts';

/** Fixes made at a time, so that the making of them stays out of the timing and out of the memory. */
const CHUNK = 4000;
/** Fixes a vessel, on the average, before timing begins: half an hour of AIS, after which nothing is new to the engine. */
const WARM_UP_FIXES = 20;
/** The engine's clock ticks this often, as it does in the product when every second brings something. */
const TICK_MS = 1000;
/** The other run, which fills windows by AIS alone. */
const BUSY_VESSELS = 200;
const BUSY_HOURS = 24;

export interface Sizes {
  vessels: number;
  zones: number;
  /** In all rounds together, after those that warm up. */
  fixes: number;
  rounds: number;
}

export interface Measured {
  rules: number;
  /** Zones in all, the coastline apart. */
  zones: number;
  fixes: number;
  /** Fixes before the timing began. */
  warmUpFixes: number;
  roundFixesPerSecond: number[];
  late: number;
  /** Of one late fix, microseconds. */
  lateP50Us: number;
  lateP99Us: number;
  lateMaxUs: number;
  /** Heap and array buffers that the engine holds, a vessel: at the end, and with windows filled by a day of AIS. */
  bytesPerVessel: number;
  bytesPerBusyVessel: number;
  occurrences: number;
  /** Rule kind → occurrences raised. */
  byKind: Record<string, number>;
}

/** @param onRound called before each; 0 is the warm-up */
export function measure(sizes: Sizes, onRound: (round: number) => void): Measured {
  const world = makeWorld(sizes.zones);
  // One after the other, so that the first engine is gone when the second one is weighed.
  const measured = measureFleet(world, sizes, onRound);
  return { ...measured, bytesPerBusyVessel: busyVesselBytes(world) };
}

function measureFleet(
  world: World,
  { vessels, fixes, rounds }: Sizes,
  onRound: (round: number) => void,
): Omit<Measured, 'bytesPerBusyVessel'> {
  const fleet = new Fleet(vessels, world.zones);
  onRound(0);
  const before = heldBytes();
  const run = new Run(world, fleet);
  run.warmUp(WARM_UP_FIXES * vessels);
  const roundFixesPerSecond: number[] = [];
  const warmUpFixes = run.engine.stats.fixes;
  run.forget();
  for (let round = 1; round <= rounds; round++) {
    onRound(round);
    roundFixesPerSecond.push(run.take(Math.ceil(fixes / rounds)));
  }
  const judged = run.engine.stats.fixes - warmUpFixes;
  run.timeLate(Math.ceil(fixes / rounds));
  const late = Float64Array.from(run.lateUs).sort();
  return {
    rules: world.rules.length,
    zones: world.zones.filter(({ properties }) => properties.kind !== 'land').length,
    fixes: judged,
    warmUpFixes,
    roundFixesPerSecond,
    late: late.length,
    lateP50Us: late[Math.floor(late.length * 0.5)] ?? 0,
    lateP99Us: late[Math.floor(late.length * 0.99)] ?? 0,
    lateMaxUs: late[late.length - 1] ?? 0,
    bytesPerVessel: (heldBytes() - before) / vessels,
    occurrences: [...run.raised.values()].reduce((sum, count) => sum + count, 0),
    byKind: Object.fromEntries([...run.raised].sort(([, a], [, b]) => b - a)),
  };
}

/** One engine and the fleet that it watches. */
class Run {
  readonly engine: Engine;
  readonly raised = new Map<string, number>();
  /** What each late fix took. */
  lateUs: number[] = [];
  private readonly fleet: Fleet;
  private readonly handles: number[];
  private clock = START_MS;

  constructor(world: World, fleet: Fleet) {
    this.engine = createEngine(world);
    this.fleet = fleet;
    for (const vessel of fleet.vessels) this.engine.setVessel(vessel);
    this.handles = fleet.vessels.map(({ id }) => this.engine.handleOf(id));
  }

  warmUp(fixes: number): void {
    for (const arrival of this.fleet.history()) this.feed([arrival]);
    this.take(fixes);
  }

  /** Nothing of the warm-up counts. */
  forget(): void {
    this.lateUs = [];
    this.raised.clear();
  }

  /** @returns fixes a second, ticks of the clock included */
  take(fixes: number): number {
    let [seconds, taken] = [0, 0];
    while (taken < fixes) {
      const arrivals = this.fleet.next(Math.min(CHUNK, fixes - taken));
      const start = performance.now();
      for (const ofSecond of arrivals) this.feed(ofSecond);
      seconds += (performance.now() - start) / 1000;
      for (const ofSecond of arrivals) taken += ofSecond.length;
    }
    return taken / seconds;
  }

  /** Takes the time of every late fix. */
  timeLate(fixes: number): void {
    for (let taken = 0; taken < fixes; ) {
      for (const arrival of this.fleet.next(CHUNK).flat()) {
        const start = performance.now();
        this.feed([arrival]);
        if (arrival.isLate) this.lateUs.push((performance.now() - start) * 1000);
        taken++;
      }
    }
  }

  /** What arrived within one second, as the product takes what one stretch of its journal brought. */
  private feed(arrivals: readonly Arrival[]): void {
    const { receivedAt } = arrivals[0]!.fix;
    if (receivedAt >= this.clock + TICK_MS) {
      this.count(this.engine.tick(receivedAt));
      this.clock = receivedAt;
    }
    const handles = arrivals.map(({ boat }) => this.handles[boat]!);
    const fixes = arrivals.map(({ fix }) => fix);
    this.count(this.engine.acceptMany(handles, fixes));
  }

  private count(changes: readonly OccurrenceChange[]): void {
    for (const { change, occurrence } of changes) {
      if (change === 'raised') this.raised.set(occurrence.kind, (this.raised.get(occurrence.kind) ?? 0) + 1);
    }
  }
}

/** A day of AIS alone fills nearly all windows. */
function busyVesselBytes(world: World): number {
  const fleet = new Fleet(BUSY_VESSELS, world.zones, { aisOnly: 1, both: 0 });
  const idle = new Run(world, fleet);
  // What the engine makes once for all vessels is none of theirs.
  idle.take(BUSY_VESSELS);
  const before = heldBytes();
  const end = fleet.now + BUSY_HOURS * 3_600_000;
  while (fleet.now < end) idle.take(CHUNK);
  idle.forget();
  return (heldBytes() - before) / BUSY_VESSELS;
}

const MOST_COLLECTIONS = 10;
/** A collection that frees less has found nothing. */
const FOUND_BYTES = 50_000;
let collect: (() => void) | undefined;

/** After garbage collections, until they find no more: memory outside of the heap is let go of some collections later. */
function heldBytes(): number {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  let held = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST_COLLECTIONS; round++) {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    if (heapUsed + arrayBuffers > held - FOUND_BYTES) break;
    held = heapUsed + arrayBuffers;
  }
  return held;
}
