/** What a language has to say; `vi.ts` and `en.ts` say it, `compose.ts` puts it in order. */
import type { OccurrenceState } from '../../../geofences/types.ts';
import type { Role } from '../routing.ts';

/** The kind of finding as messages distinguish it; rule kinds added later read as `other` until they have words here. */
export type Topic =
  | 'boundary-cross'
  | 'boundary-approach'
  | 'boundary-time'
  | 'silence'
  | 'declaration-missed'
  | 'closed-area'
  | 'wrong-zone'
  | 'zone-enter'
  | 'zone-exit'
  | 'zone-presence'
  | 'other';

/** What is told, in a form that no language has to take apart. All texts are already harmless. */
export interface Facts {
  topic: Topic;
  change: OccurrenceState;
  role: Role;
  /** How the vessel is called: registration, else name, else MMSI. */
  label: string;
  zoneName?: string;
  ruleName: string;
  /** Hours of silence, distance to the boundary: what the rule measured. */
  silentHours?: number;
  distanceNm?: number;
  minutesLeft?: number;
  /** Whose side lies beyond the boundary. */
  neighbour?: string;
  /** How it ended, where its kind has several ways to: `in-port`, `superseded` … */
  outcome?: string;
  /** Why it was taken back. */
  because: string;
  /** What the rule's kind expects of an officer; absent for a kind that is no more. */
  expected?: string;
}

export interface Words {
  /** Short headline, e.g. `VƯỢT RANH GIỚI`; also what an SMS begins with. */
  what(facts: Facts): string;
  /** What the recipient is asked to do, for an email. Each item a line. */
  tasks(facts: Facts): string[];
  /** The same in a few words, for an SMS; empty when nothing is asked. */
  task(facts: Facts): string;
  /** Which regulation stands behind the rule. */
  basis: Record<Topic, string>;
  labels: Record<Label, string>;
  demoSubject: string;
  demoNotice: string;
  /** `tại X lúc Y`, for an SMS. */
  whereWhen(where: string, when: string): string;
}

type Label =
  | 'vessel'
  | 'registration'
  | 'name'
  | 'mmsi'
  | 'callsign'
  | 'device'
  | 'length'
  | 'gear'
  | 'owner'
  | 'captain'
  | 'unregistered'
  | 'event'
  | 'subject'
  | 'priority'
  | 'zone'
  | 'when'
  | 'where'
  | 'lastWhere'
  | 'detected'
  | 'evidence'
  | 'before'
  | 'after'
  | 'interpolated'
  | 'fixTimes'
  | 'received'
  | 'rule'
  | 'version'
  | 'basis'
  | 'tasks'
  | 'case'
  | 'alert'
  | 'open'
  | 'answer'
  | 'reference';
