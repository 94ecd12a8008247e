/**
 * The vessels that an engine knows: those it watches, by id and by handle, and those whose memory lies as it was saved. After
 * a restart that is all of them: reading a fleet's memory takes longer than anything else then, and takes most of the room,
 * while a vessel that reports every two hours needs hers every two hours.
 */
import type { StoredMemory } from '../engine-contract.ts';
import type { Fix, VesselProfile } from '../fix.ts';
import type { VesselEngineState } from '../types.ts';
import { FleetMemory } from './calm/fleet-memory.ts';
import { CALM_NUMBERS } from './calm/numbers.ts';
import type { Rulebook } from './rulebook.ts';
import { type SavedVessel, unpackVessel } from './saved-vessel.ts';
import { Timeline } from './timeline.ts';
import { Watched } from './watched.ts';

interface Sleeper {
  profile: VesselProfile;
  memory: StoredMemory;
}

export interface Revived {
  vessel: Watched;
  saved: Omit<SavedVessel, 'quietUntil'>;
}

export interface RosterPort {
  book: () => Rulebook;
  /** See `Subject.excused`. */
  excuses: (profile: VesselProfile, since: number, until: number) => boolean;
  /** Told of a vessel that was woken, and of the fixes that have come since her memory was saved. */
  woken: (revived: Revived, since: readonly Fix[]) => void;
}

export class Roster {
  readonly memory = new FleetMemory();
  private readonly port: RosterPort;
  private readonly watched = new Map<string, Watched>();
  /** By handle, which is where a vessel's numbers stand among those of the fleet. */
  private readonly standing: (Watched | undefined)[] = [];
  private readonly sleepers = new Map<string, Sleeper>();

  constructor(port: RosterPort) {
    this.port = port;
  }

  get size(): number {
    return this.watched.size + this.sleepers.size;
  }

  /** A vessel that sleeps is woken by being asked for. */
  get(vesselId: string): Watched | undefined {
    return this.watched.get(vesselId) ?? this.wake(vesselId);
  }

  profileOf(vesselId: string): VesselProfile | undefined {
    return (this.watched.get(vesselId) ?? this.sleepers.get(vesselId))?.profile;
  }

  /** HOT. */
  at(handle: number): Watched {
    return this.standing[handle]!;
  }

  /** All of them, woken. */
  all(): Iterable<Watched> {
    for (const id of [...this.sleepers.keys()]) this.wake(id);
    return this.watched.values();
  }

  /** Those of some providers, woken. */
  ofProviders(providers: ReadonlySet<string>): Watched[] {
    const isMeant = ({ profile: { provider } }: Sleeper | Watched) => provider !== undefined && providers.has(provider);
    const woken = [...this.sleepers].filter(([, sleeper]) => isMeant(sleeper));
    for (const [id] of woken) this.wake(id);
    return [...this.watched.values()].filter(isMeant);
  }

  add(profile: VesselProfile, timeline = new Timeline(this.memory)): Watched {
    const vessel = new Watched(profile, timeline, this.port.book(), this.port.excuses);
    this.watched.set(profile.id, vessel);
    this.standing[handleOf(vessel)] = vessel;
    return vessel;
  }

  /** A vessel as she was saved; her profile is the one that is known already, if any. */
  revive(vesselId: string, state: VesselEngineState, profile = this.watched.get(vesselId)?.profile): Revived {
    const saved = unpackVessel(state);
    // First, so that the place, which is the vessel's handle, is taken over.
    this.release(vesselId);
    const vessel = this.add(profile ?? saved.profile, new Timeline(this.memory, saved.head, saved.landmarks));
    vessel.silent = saved.silent;
    vessel.cuts = saved.cuts;
    return { vessel, saved };
  }

  letSleep(profile: VesselProfile, memory: StoredMemory): void {
    this.sleepers.set(profile.id, { profile, memory });
  }

  isAsleep(vesselId: string): boolean {
    return this.sleepers.has(vesselId);
  }

  forget(vesselId: string): void {
    this.release(vesselId);
    this.watched.delete(vesselId);
    this.sleepers.delete(vesselId);
  }

  private wake(vesselId: string): Watched | undefined {
    const sleeper = this.sleepers.get(vesselId);
    if (!sleeper) return undefined;
    // She sleeps on when it cannot be read.
    const { state, since } = sleeper.memory.wake();
    this.sleepers.delete(vesselId);
    const revived = this.revive(vesselId, state, sleeper.profile);
    this.port.woken(revived, since);
    return revived.vessel;
  }

  /** Its memory goes back; its place may be another one's then. */
  private release(vesselId: string): void {
    const vessel = this.watched.get(vesselId);
    if (!vessel) return;
    this.standing[handleOf(vessel)] = undefined;
    vessel.timeline.release();
  }
}

/** A number for a vessel, the same until she is forgotten. */
export function handleOf({ timeline }: Watched): number {
  return timeline.calmAt / CALM_NUMBERS;
}
