/** What the engine promises to whoever drives it. */
import type { Fix, VesselProfile } from './fix.ts';
import type { LookBack, LookedBack, ShownTracks } from './fleet/look-backs.ts';
import type { Occurrence, OccurrenceChange, Rule, VesselEngineState, Zone } from './types.ts';

/** How much of each vessel's newest past is judged again without asking storage. What comes out of it is the same with any. */
export interface EngineWindow {
  /** Late fixes up to this age, counted from the vessel's newest fix, are judged without asking for history. Default 48 h. */
  windowHours?: number;
  /** Fixes kept per vessel at most (32 bytes each, and a state for every 32 of them). Default 512. */
  maxWindowFixes?: number;
}

export interface EngineOptions extends EngineWindow {
  zones: readonly Zone[];
  rules: readonly Rule[];
  /** Outages of providers that were said before, as occurrences: with a rule that watches providers they excuse their boats. */
  outages?: readonly Occurrence[];
  /** Whoever drives the engine answers `toLookBack`: else very late fixes change nothing of what rules on several vessels say. */
  looksBack?: boolean;
}

export interface EngineStats {
  vessels: number;
  fixes: number;
  duplicates: number;
  /** Fixes that came after a newer one of their vessel. */
  late: number;
  /** Late fixes beyond the window for which no history was supplied: they changed no verdict. */
  tooLate: number;
}

/** A vessel's memory as it was saved, not looked into before something asks for it: most of a fleet is heard every few hours. */
export interface StoredMemory {
  /** The first entries of what was saved, up to PROFILE_KEY of judging/saved-vessel.ts. */
  head: VesselEngineState;
  /** All that was saved, and the fixes since, of which nothing had come, in fix order. */
  wake(): { state: VesselEngineState; since: readonly Fix[] };
}

export interface Engine {
  /**
   * Says what a vessel is; before that it is of kind `unknown` and not judged. A profile that changes which rules apply
   * takes back what they hold open (`vessel-changed`) and lets new ones judge from the newest fix on.
   */
  setVessel(profile: VesselProfile): OccurrenceChange[];
  /** Fixes of one vessel in any order; duplicates are ignored. */
  accept(vesselId: string, fixes: readonly Fix[]): OccurrenceChange[];
  /** A number for a vessel, the same until the vessel is forgotten; one that nobody has described is of kind `unknown`. */
  handleOf(vesselId: string): number;
  /**
   * One fix each of many vessels, fix i of the vessel with handle i; a vessel may come several times. The outcome is that of
   * `accept` for one after the other, in a fraction of the time.
   */
  acceptMany(handles: ArrayLike<number>, fixes: readonly Fix[]): OccurrenceChange[];
  /** The clock is now `now` (epoch ms, never going back): raises silences that have become due. */
  tick(now: number): OccurrenceChange[];
  /** Open occurrences of zones that changed or went are retracted (`zone-changed`); new ones judge from each vessel's newest fix on. */
  setZones(zones: readonly Zone[]): OccurrenceChange[];
  /** The same for rules (`rule-changed`). What had ended before stays as it was judged. */
  setRules(rules: readonly Rule[]): OccurrenceChange[];
  /** Zones that contain a point, in the order in which they were given. */
  zonesAt(lon: number, lat: number): Zone[];
  /** A fix of this time needs the vessel's stored fixes from the returned time on (epoch ms) before it is accepted; undefined: no need. */
  missingHistory(vesselId: string, fixTime: number): number | undefined;
  /** The stored fixes from the time that `missingHistory` named; flags, source and accuracy as they were accepted. */
  supplyHistory(vesselId: string, fixes: readonly Fix[]): OccurrenceChange[];
  /**
   * Vessels whose late fixes rules on several could not judge, because what others did at the time is forgotten: at most
   * `most`, the oldest first, the same whatever order they came in. They are asked for until `lookBack` has judged them.
   */
  toLookBack(most: number): LookBack[];
  /** Judges them by stored tracks, or asks for more of those. */
  lookBack(asked: LookBack, shown: ShownTracks): LookedBack;
  /** How far back rules on several vessels look, ms; 0 when there are none. */
  readonly fleetWindowMs: number;
  /** Whether rules on several vessels may hold this one against others. */
  isCompared(vesselId: string): boolean;
  /** HOT. Whether they go by fixes of this source. */
  comparesBy(source: Fix['source']): boolean;
  /** After a restart: a vessel's stored fixes of the last `fleetWindowMs`, so that those rules go on. Says nothing anew. */
  restoreTrack(vesselId: string, fixes: readonly Fix[]): void;
  /** Forgets a vessel altogether and says nothing: what was said of it stands. */
  forgetVessel(vesselId: string): void;
  /** Ids beside those of vessels, of providers that is, of which something has to be saved since this was last asked. */
  unsaved(): string[];
  /** What it remembers of a vessel, or of a provider that `unsaved` named. */
  saveVessel(vesselId: string): VesselEngineState | undefined;
  restoreVessel(vesselId: string, state: VesselEngineState): void;
  /**
   * The same for a vessel that nobody has described yet, without looking into her memory before it is needed.
   * @returns false when it has to be looked into: by `setVessel` and `restoreVessel`
   */
  letSleep(profile: VesselProfile, memory: StoredMemory): boolean;
  isAsleep(vesselId: string): boolean;
  readonly stats: EngineStats;
}
