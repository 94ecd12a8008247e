/** A vessel's memory as JSON: small, without the window's fixes, which the track store has. */
import type { Fix, VesselProfile } from '../fix.ts';
import type { Occurrence, VesselEngineState } from '../types.ts';
import type { SavedBacklog } from './catching-up.ts';
import { emptyState, type JudgedState } from './state.ts';

const FORMAT = 1;

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
}

/** The last believed fix and the last counted or uncounted one are nearly always the newest one: it is written once. */
type PackedState = Omit<JudgedState, 'last' | 'heard' | 'elsewhere'> & {
  last?: Fix | 'newest';
  heard?: Fix | 'newest';
  elsewhere?: Fix | 'newest';
};

export function packVessel(saved: SavedVessel): VesselEngineState {
  const packed: VesselEngineState = {
    format: FORMAT,
    profile: saved.profile,
    head: packState(saved.head),
    landmarks: saved.landmarks.map(packState),
    silent: saved.silent,
  };
  if (saved.cuts) packed.cuts = saved.cuts;
  if (saved.fleet) packed.fleet = saved.fleet;
  if (saved.backlog) packed.backlog = saved.backlog;
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
    fleet: state.fleet as VesselEngineState | undefined,
    backlog: state.backlog as SavedBacklog | undefined,
    now: typeof state.now === 'number' ? state.now : Number.NEGATIVE_INFINITY,
  };
}

function packState(state: JudgedState): PackedState {
  const once = (fix: Fix | undefined) => (fix && fix === state.newest ? 'newest' : fix);
  return { ...state, last: once(state.last), heard: once(state.heard), elsewhere: once(state.elsewhere) };
}

function unpackState(packed: PackedState): JudgedState {
  const { newest } = packed;
  const whole = (fix: Fix | 'newest' | undefined) => (fix === 'newest' ? newest : fix);
  return {
    ...emptyState,
    ...packed,
    last: whole(packed.last),
    heard: whole(packed.heard),
    elsewhere: whole(packed.elsewhere),
  };
}
