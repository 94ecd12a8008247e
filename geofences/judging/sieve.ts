/**
 * Fixes of many vessels at once. Nothing comes of nearly every one of them, and such fixes meet nothing but numbers. The others wait
 * for each other, and so do those of their vessels that follow: a large fleet fits no cache, and what is remembered of one vessel after
 * the other would be waited for piece by piece, while the pieces of several come in side by side.
 */
import type { EngineStats } from '../engine-contract.ts';
import type { Fix } from '../fix.ts';
import type { FleetStage } from '../fleet/fleet-stage.ts';
import type { OccurrenceChange } from '../types.ts';
import { APPROACHED_FIXES } from './calm/fleet-memory.ts';
import { CALM_NUMBERS } from './calm/numbers.ts';
import { HeldFix } from './held-fix.ts';
import type { Roster } from './roster.ts';
import type { Watched } from './watched.ts';

/** So many that wait keep the memory busy, and what they bring fits the caches. */
const ENOUGH = 32;
const LEAST_VESSELS = 1024;

export class Sieve {
  /** Made of all that was read ahead of time, so that no compiler leaves the reading out. */
  readAheadSum = 0;
  private readonly roster: Roster;
  private readonly fleet: FleetStage;
  private readonly stats: EngineStats;
  private readonly judge: (vessel: Watched, fix: Fix) => OccurrenceChange[];
  /** Those that wait: whose they are, and their places among the fixes that came with them. */
  private waiting = 0;
  private readonly handles = new Int32Array(ENOUGH + APPROACHED_FIXES);
  private readonly places = new Int32Array(ENOUGH + APPROACHED_FIXES);
  /** By handle: 1 for a vessel of which one waits. */
  private waits = new Uint8Array(LEAST_VESSELS);
  private readonly read: Watched[] = [];

  constructor(
    roster: Roster,
    fleet: FleetStage,
    stats: EngineStats,
    judge: (vessel: Watched, fix: Fix) => OccurrenceChange[],
  ) {
    this.roster = roster;
    this.fleet = fleet;
    this.stats = stats;
    this.judge = judge;
  }

  /** See `Engine.acceptMany`; `now` is the engine's clock. */
  take(handles: ArrayLike<number>, fixes: readonly Fix[], now: number): OccurrenceChange[] {
    const changes: OccurrenceChange[] = [];
    for (let from = 0; from < fixes.length; from += APPROACHED_FIXES) {
      const end = Math.min(from + APPROACHED_FIXES, fixes.length);
      this.passOver(handles, fixes, from, end, now);
      if (this.waiting >= ENOUGH || end === fixes.length) this.judgeWaiting(fixes, changes);
    }
    return changes;
  }

  /** HOT. Fixes from one place up to another: those that do not pass wait. */
  private passOver(handles: ArrayLike<number>, fixes: readonly Fix[], from: number, end: number, now: number): void {
    const { memory } = this.roster;
    memory.approach(handles, from, end);
    for (let i = from; i < end; i++) {
      const given = fixes[i]!;
      const fix = given instanceof HeldFix ? given : shown.show(given);
      const handle = handles[i]!;
      const mayPass = this.waits[handle] !== 1 && !this.fleet.hears(fix.source);
      if (mayPass && memory.passes(handle * CALM_NUMBERS, fix, now)) this.stats.fixes++;
      else this.add(handle, i);
    }
  }

  private add(handle: number, place: number): void {
    if (handle >= this.waits.length) {
      const larger = new Uint8Array(2 * handle);
      larger.set(this.waits);
      this.waits = larger;
    }
    this.waits[handle] = 1;
    this.handles[this.waiting] = handle;
    this.places[this.waiting++] = place;
  }

  private judgeWaiting(fixes: readonly Fix[], changes: OccurrenceChange[]): void {
    this.readAhead();
    for (let i = 0; i < this.waiting; i++) {
      const fix = fixes[this.places[i]!]!;
      const vessel = this.roster.at(this.handles[i]!);
      const said = this.judge(vessel, fix instanceof HeldFix ? fix : new HeldFix().show(fix));
      if (said.length > 0) changes.push(...said);
    }
    for (let i = 0; i < this.waiting; i++) this.waits[this.handles[i]!] = 0;
    this.waiting = 0;
  }

  /** HOT. Reads what judging will ask of their vessels, each step for all of them before the next one. */
  private readAhead(): void {
    const { read, waiting } = this;
    let sum = 0;
    for (let i = 0; i < waiting; i++) this.read[i] = this.roster.at(this.handles[i]!);
    for (let i = 0; i < waiting; i++) sum += read[i]!.timeline.calmAt;
    for (let i = 0; i < waiting; i++) sum += read[i]!.timeline.readState();
    for (let i = 0; i < waiting; i++) sum += read[i]!.timeline.readParts();
    for (let i = 0; i < waiting; i++) sum += read[i]!.timeline.readPairs();
    this.readAheadSum = sum;
  }
}

/** Reused: what passes is kept by nobody. */
const shown = new HeldFix();
