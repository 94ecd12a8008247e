/** A vessel's memory as JSON: small, without the window's fixes, which the track store has. */
import type { Fix, VesselProfile } from '../fix.ts';
import type { Occurrence, VesselEngineState } from '../types.ts';
import { HeldActivity } from './activity.ts';
import type { SavedBacklog } from './catching-up.ts';
import { HeldFix } from './held-fix.ts';
import { held } from './held-pair.ts';
import { emptyState, HeldState, type JudgedState } from './state.ts';

const FORMAT = 1;
/** What stands before it is known without looking into the rest. */
export const PROFILE_KEY = 'profile';

export interface SavedVessel {
  profile: VesselProfile;
  head: JudgedState;
  landmarks: JudgedState[];
  silent: readonly Occurrence[];
  cuts?: Readonly<Record<string, number>>;
  /** What the rules on several vessels must remember of it beyond its fixes. */
  fleet?: VesselEngineState;
  /** Stored fixes still come in. */
  backlog?: SavedBacklog;
  /** The engine's clock; minus infinity before the first tick. */
  now: number;
  /** The engine's clock up to which nothing is due; infinity: ever. */
  quietUntil: number;
}

/** What is known of a saved vessel without looking into the rest. */
export interface SavedHead {
  now: number;
  quietUntil: number;
  fleet?: VesselEngineState;
}

/** The last believed fix and the last counted or uncounted one are nearly always the newest one: it is written once. */
type PackedState = Omit<JudgedState, 'last' | 'heard' | 'elsewhere'> & {
  last?: Fix | 'newest';
  heard?: Fix | 'newest';
  elsewhere?: Fix | 'newest';
};

export function packVessel(saved: SavedVessel): VesselEngineState {
  const packed: VesselEngineState = { format: FORMAT };
  if (Number.isFinite(saved.now)) packed.now = saved.now;
  packed.quietUntil = Math.min(saved.quietUntil, Number.MAX_SAFE_INTEGER);
  if (saved.fleet) packed.fleet = saved.fleet;
  return Object.assign(packed, {
    [PROFILE_KEY]: saved.profile,
    head: packState(saved.head),
    landmarks: saved.landmarks.map(packState),
    silent: saved.silent,
    ...(saved.cuts && { cuts: saved.cuts }),
    ...(saved.backlog && { backlog: saved.backlog }),
  });
}

/** @returns undefined for what was saved before heads were */
export function headOf(state: VesselEngineState): SavedHead | undefined {
  const { format, now, quietUntil, fleet } = state;
  if (format !== FORMAT || typeof quietUntil !== 'number') return undefined;
  return { now: timeOf(now), quietUntil, ...(fleet !== undefined && { fleet: fleet as VesselEngineState }) };
}

function timeOf(now: unknown): number {
  return typeof now === 'number' ? now : Number.NEGATIVE_INFINITY;
}

export function unpackVessel(state: VesselEngineState): Omit<SavedVessel, 'quietUntil'> {
  if (state.format !== FORMAT) throw new Error(`vessel state has format ${String(state.format)}, expected ${FORMAT}`);
  return {
    profile: state.profile as VesselProfile,
    head: unpackState(state.head as PackedState),
    landmarks: (state.landmarks as PackedState[]).map(unpackState).filter((landmark) => landmark.newest),
    silent: state.silent as Occurrence[],
    cuts: state.cuts as SavedVessel['cuts'],
    fleet: state.fleet as VesselEngineState | undefined,
    backlog: state.backlog as SavedBacklog | undefined,
    now: timeOf(state.now),
  };
}

function packState(state: JudgedState): PackedState {
  const once = (fix: Fix | undefined) => (fix && fix === state.newest ? 'newest' : fix);
  return { ...state, last: once(state.last), heard: once(state.heard), elsewhere: once(state.elsewhere) };
}

function unpackState(packed: PackedState): JudgedState {
  const newest = packed.newest && new HeldFix().show(packed.newest);
  const whole = (fix: Fix | 'newest' | undefined) => (fix === 'newest' ? newest : fix && new HeldFix().show(fix));
  return HeldState.with(emptyState, {
    ...packed,
    activity: new HeldActivity(packed.activity),
    newest,
    pairs: packed.pairs.map(held),
    last: whole(packed.last),
    lastUsed: packed.lastUsed && heldFixes(packed.lastUsed),
    heard: whole(packed.heard),
    elsewhere: whole(packed.elsewhere),
  });
}

function heldFixes(fixes: Readonly<Record<number, Fix>>): Readonly<Record<number, Fix>> {
  return Object.fromEntries(Object.entries(fixes).map(([flags, fix]) => [flags, new HeldFix().show(fix)]));
}
