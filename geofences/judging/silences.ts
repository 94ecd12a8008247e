/** What the clock has to do with a vessel: her silence, and when it has to look at her next. */
import type { VesselProfile } from '../fix.ts';
import type { OccurrenceChange } from '../types.ts';
import type { CatchingUp } from './catching-up.ts';
import type { Deadlines } from './deadlines.ts';
import { difference, sameOpen } from './difference.ts';
import { nextSilence, silencesAt } from './listening.ts';
import type { Because } from './renewal.ts';
import type { Watched } from './watched.ts';

const NEVER = Number.POSITIVE_INFINITY;
const NO_CHANGES: OccurrenceChange[] = [];

export class Silences {
  private readonly deadlines: Deadlines;
  private readonly catchingUp: CatchingUp;
  private readonly nextLapse: (profile: VesselProfile, now: number) => number | undefined;

  /** @param nextLapse when rules on several vessels have to look at one next, epoch ms */
  constructor(deadlines: Deadlines, catchingUp: CatchingUp, nextLapse: Silences['nextLapse']) {
    this.deadlines = deadlines;
    this.catchingUp = catchingUp;
    this.nextLapse = nextLapse;
  }

  /** Says what has changed about a vessel's silence; `now` is the engine's clock. */
  settle(vessel: Watched, because: Because, now: number): OccurrenceChange[] {
    const silent = silencesAt(vessel, vessel.timeline.head, now);
    const changes = sameOpen(silent, vessel.silent) ? NO_CHANGES : difference(vessel.silent, silent, because);
    vessel.silent = silent;
    const said = [...this.catchingUp.pass(vessel.id, changes), ...this.catchingUp.release(vessel.id, now)];
    this.schedule(vessel, now);
    return said;
  }

  /** The clock looks at the vessel when something may be due. */
  schedule(vessel: Watched, now: number): void {
    const next = this.quietUntil(vessel, now);
    if (next < NEVER) this.deadlines.set(vessel.id, next);
  }

  /** Infinity: nothing will ever be due of what is known now. */
  quietUntil(vessel: Watched, now: number): number {
    const silence = nextSilence(vessel, vessel.timeline.head, now) ?? NEVER;
    const lapse = this.nextLapse(vessel.profile, now) ?? NEVER;
    const caughtUp = this.catchingUp.endsAt(vessel.id) ?? NEVER;
    return Math.min(silence, lapse, caughtUp);
  }
}
