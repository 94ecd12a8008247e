/** A vessel that the engine watches: what it is judged by, its fixes, and what was said of it. */
import type { VesselProfile } from '../fix.ts';
import type { SilenceTerms } from '../rules/kind.ts';
import type { Occurrence } from '../types.ts';
import { type Duties, type Rulebook, silenceTermsOf } from './rulebook.ts';
import type { JudgedState, Subject } from './state.ts';
import type { Timeline } from './timeline.ts';

/** See `Subject.excused`. */
export type Excuses = (profile: VesselProfile, since: number, until: number) => boolean;

export class Watched implements Subject {
  readonly id: string;
  profile: VesselProfile;
  duties: Duties;
  silenceTerms: readonly SilenceTerms[] = NO_TERMS;
  leastSilenceMs = Number.POSITIVE_INFINITY;
  book: Rulebook;
  cuts: Subject['cuts'];
  readonly timeline: Timeline;
  /** Silences that were said of the gap that has not ended; of its steps, those that are over are cleared. */
  silent: readonly Occurrence[] = NO_OCCURRENCES;
  /** State from which asked-for history starts. */
  asked: JudgedState | undefined;
  private readonly excuses: Excuses;

  constructor(profile: VesselProfile, timeline: Timeline, book: Rulebook, excuses: Excuses) {
    this.id = profile.id;
    this.profile = profile;
    this.duties = book.dutiesOf(profile);
    this.book = book;
    this.timeline = timeline;
    this.excuses = excuses;
    assignDuties(this);
  }

  excused(since: number, until: number): boolean {
    return this.excuses(this.profile, since, until);
  }
}

/** By what it is and by the rules as they are now. */
export function assignDuties(vessel: Watched): void {
  const duties = vessel.book.dutiesOf(vessel.profile);
  vessel.duties = duties;
  vessel.silenceTerms = duties.silence.length === 0 ? NO_TERMS : silenceTermsOf(duties, vessel.profile);
  vessel.leastSilenceMs = Math.min(...vessel.silenceTerms.map(({ leadMs, afterMs }) => leadMs + afterMs));
}

const NO_OCCURRENCES: readonly Occurrence[] = [];
const NO_TERMS: readonly SilenceTerms[] = [];
