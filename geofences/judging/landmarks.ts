/** States kept from before a vessel's window, ever sparser towards the past, to start from when history is supplied. */
import { emptyState, type JudgedState, stateTime } from './state.ts';

const MAX_LANDMARKS = 6;
/** Landmarks closer together than this would only cost memory. */
const LANDMARK_SPACING_MS = 6 * 3_600_000;

export class Landmarks {
  /** Oldest first. */
  states: readonly JudgedState[];

  constructor(states: readonly JudgedState[]) {
    this.states = states;
  }

  /** @param now fix time of the vessel's newest fix */
  remember(state: JudgedState, now: number): void {
    const { states } = this;
    const newest = states[states.length - 1];
    if (!state.newest || (newest && stateTime(state) - stateTime(newest) < LANDMARK_SPACING_MS)) return;
    this.states = states.concat(state);
    if (this.states.length > MAX_LANDMARKS) this.states = this.states.toSpliced(this.leastMissed(now), 1);
  }

  /** The landmark whose loss widens the gap least, measured against its age. */
  private leastMissed(now: number): number {
    const times = this.states.map(stateTime);
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < times.length - 1; i++) {
      const before = times[i - 1] ?? times[0]! - LANDMARK_SPACING_MS;
      const missed = (times[i + 1]! - before) / (now - before);
      if (missed >= least) continue;
      least = missed;
      best = i;
    }
    return best;
  }

  /** The newest known state before `time`; the empty one when there is none. */
  before(time: number): JudgedState {
    for (let i = this.states.length - 1; i >= 0; i--) {
      if (stateTime(this.states[i]!) < time) return this.states[i]!;
    }
    return emptyState;
  }
}
