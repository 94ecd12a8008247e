/** A vessel that the engine watches: what it is judged by, its fixes, and what was said of it. */
import type { VesselProfile } from '../fix.ts';
import type { Occurrence } from '../types.ts';
import { type Rulebook, silenceTermsOf } from './rulebook.ts';
import type { JudgedState, Subject } from './state.ts';
import type { Timeline } from './timeline.ts';

export interface Watched extends Subject {
  timeline: Timeline;
  /** Silences that were said of the gap that has not ended; of its steps, those that are over are cleared. */
  silent: readonly Occurrence[];
  /** State from which asked-for history starts. */
  asked?: JudgedState;
}

/** @param excuses see `Subject.excused` */
export function watch(
  profile: VesselProfile,
  timeline: Timeline,
  book: Rulebook,
  excuses: (profile: VesselProfile, since: number, until: number) => boolean,
): Watched {
  const vessel: Watched = {
    id: profile.id,
    profile,
    duties: book.dutiesOf(profile),
    silenceTerms: [],
    leastSilenceMs: Number.POSITIVE_INFINITY,
    book,
    timeline,
    silent: NO_OCCURRENCES,
    excused: (since, until) => excuses(vessel.profile, since, until),
  };
  assignDuties(vessel);
  return vessel;
}

/** By what it is and by the rules as they are now. */
export function assignDuties(vessel: Watched): void {
  vessel.duties = vessel.book.dutiesOf(vessel.profile);
  vessel.silenceTerms = silenceTermsOf(vessel.duties, vessel.profile);
  vessel.leastSilenceMs = Math.min(...vessel.silenceTerms.map(({ leadMs, afterMs }) => leadMs + afterMs));
}

const NO_OCCURRENCES: readonly Occurrence[] = [];
