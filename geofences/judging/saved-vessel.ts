/** A vessel's memory as JSON: small, without the window's fixes, which the track store has. */
import type { VesselProfile } from '../fix.ts';
import type { Occurrence, VesselEngineState } from '../types.ts';
import type { JudgedState } from './fold.ts';

const FORMAT = 1;

export interface SavedVessel {
  profile: VesselProfile;
  head: JudgedState;
  landmarks: JudgedState[];
  silent: readonly Occurrence[];
  cuts?: Readonly<Record<string, number>>;
  /** The engine's clock; minus infinity before the first tick. */
  now: number;
}

/** The last believed fix is nearly always the newest one: it is not written twice. */
type PackedState = Omit<JudgedState, 'last'> & { last?: JudgedState['last'] | 'newest' };

export function packVessel(saved: SavedVessel): VesselEngineState {
  const packed: VesselEngineState = {
    format: FORMAT,
    profile: saved.profile,
    head: packState(saved.head),
    landmarks: saved.landmarks.map(packState),
    silent: saved.silent,
  };
  if (saved.cuts) packed.cuts = saved.cuts;
  if (Number.isFinite(saved.now)) packed.now = saved.now;
  return packed;
}

export function unpackVessel(state: VesselEngineState): SavedVessel {
  if (state.format !== FORMAT) throw new Error(`vessel state has format ${String(state.format)}, expected ${FORMAT}`);
  return {
    profile: state.profile as VesselProfile,
    head: unpackState(state.head as PackedState),
    landmarks: (state.landmarks as PackedState[]).map(unpackState).filter((landmark) => landmark.newest),
    silent: state.silent as Occurrence[],
    cuts: state.cuts as SavedVessel['cuts'],
    now: typeof state.now === 'number' ? state.now : Number.NEGATIVE_INFINITY,
  };
}

function packState(state: JudgedState): PackedState {
  return state.last && state.last === state.newest ? { ...state, last: 'newest' } : { ...state };
}

function unpackState(packed: PackedState): JudgedState {
  const { last, ...rest } = packed;
  const state: JudgedState = { ...rest };
  const believed = last === 'newest' ? rest.newest : last;
  if (believed) state.last = believed;
  return state;
}
