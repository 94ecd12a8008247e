/** What the desk asks for and what it offers. */
import type { Occurrence, OccurrenceChange, Rule, Zone } from '../../geofences/types.ts';
import type { Alert } from '../models/alert.ts';
import type { CaseFile, CaseHead, CaseMove, ContactAttempt, NewTask, Task, TaskAnswer } from '../models/case.ts';
import type { Contact, PushSubscription, Roster, Route, Unit } from '../models/contact.ts';
import type { Delivery } from '../models/delivery.ts';
import type { Ladder } from '../models/ladder.ts';
import type { Suppression } from '../models/regulation.ts';
import type { MessageTemplate } from '../models/template.ts';
import type { Vessel } from '../models/vessel.ts';
import type { DeliveryEvent } from '../notify/delivery-event.ts';
import type { DeskEffects } from './effects.ts';
import type { RegulationInForce } from './regulated.ts';
import type { Restatement } from './restatement.ts';

/** What a sentence about an occurrence needs besides it. */
interface SentenceNames {
  vesselLabel: string;
  otherLabels?: string[];
  zoneName?: string;
  zoneNameEn?: string;
  ruleName?: string;
  ruleNameEn?: string;
}

export type OccurrenceText = (occurrence: Occurrence, names: SentenceNames) => { vi: string; en: string };

export interface DeskOptions {
  sentence: OccurrenceText;
  vessel(id: string): Vessel | undefined;
  zone(id: string): Zone | undefined;
  rule(id: string): Rule | undefined;
  /** Asked at every step, so that a journaled change of the table holds from the next record on. */
  routes(): Route[];
  contacts(): Contact[];
  units?(): Unit[];
  rosters?(): Roster[];
  subscriptions?(): PushSubscription[];
  /** A province's own wordings. */
  templates?(): MessageTemplate[];
  regulation(): RegulationInForce;
  /** Whom what nobody takes up is told to next. */
  ladders?(): Ladder[];
  /** Standing decisions not to announce some alerts. */
  suppressions(): Suppression[];
  /** Where recipients open the product, without a trailing slash; absent: no links in messages. */
  publicUrl?: string;
  /** Marks every message as DEMO. */
  demo?: boolean;
  /** Hours after which a step is old news. Default 24. */
  maxAgeHours?: number;
  /** Alerts kept in memory, settled ones included; must be more than one commit can touch. Default 10,000. */
  maxAlertsInMemory?: number;
}

/** State at start: open alerts (`isOpen`), cases that have not ended, the greatest changeSeq ever given. */
export interface DeskMemory {
  alerts: Alert[];
  cases: CaseHead[];
  lastChangeSeq: number;
}

/** Whoever acts. */
export interface Actor {
  /** User name. */
  by: string;
  /** Epoch ms. */
  at: number;
  /** Unit on whose behalf. */
  unit?: string;
}

export interface Acknowledgement extends Actor {
  comment?: string;
}

/** What a person does with an alert. */
export type AlertAct =
  | { what: 'acknowledge'; comment?: string }
  | { what: 'silence' }
  | { what: 'shelve'; reason: string; until: number }
  | { what: 'unshelve'; reason?: string };

/** What a person does with a case. */
export type CaseAct =
  | { what: 'move'; move: CaseMove; mayDecide: boolean }
  | { what: 'contact'; attempt: ContactAttempt }
  | { what: 'note'; text: string }
  | { what: 'task'; task: NewTask; id: string }
  | { what: 'answer'; task: Task; answer: TaskAnswer }
  | { what: 'file'; file: CaseFile };

export interface AlertDesk {
  restore(memory: DeskMemory): void;

  /**
   * False: before `apply` or an act with this alert id, look it up in the store and `hand` it over if it is there.
   * The desk is synchronous and the store is not; a new occurrence costs one look-up that finds nothing.
   */
  knows(alertId: string): boolean;
  /** An alert from the store with all its deliveries. */
  hand(alert: Alert, deliveries: Delivery[]): void;
  /** The same for cases: open ones are always known. */
  knowsCase(caseId: string): boolean;
  handCase(head: CaseHead): void;
  /** Messages that a case without an alert has made itself; to be handed over, as they are stored, before it acts or climbs. */
  knowsToldOf(caseId: string): boolean;
  handTold(caseId: string, deliveries: Delivery[]): void;
  /** What stands now in the place of an alert that is known: itself, unless it was restated as another. */
  heirOf(alertId: string): string;
  /** The case of an alert that is known, and the gravest alert of a case that is known. */
  caseIdOf(alertId: string): string | undefined;
  leadOf(caseId: string): string | undefined;

  /** A finding, and when (epoch ms) the system learned it. */
  apply(change: OccurrenceChange, at: number): DeskEffects;

  /**
   * Findings that were taken back and the one that stands in their place: it takes over their response, case, ladder and
   * `messages`, which are all that were made about them, as they are now. All of them must be known.
   */
  restate(restatement: Restatement, messages: Delivery[], at: number): DeskEffects;

  /** The first acknowledgement stands, whoever asks again gets it back. Throws HaidangError not-found, illegal-move. */
  acknowledge(alertId: string, act: Acknowledgement): DeskEffects & { alert: Alert };
  /** Throws HaidangError not-found, illegal-move. */
  respond(alertId: string, act: AlertAct, who: Actor): DeskEffects & { alert: Alert };

  /**
   * The same message to the same contact by a channel by which it was not told yet, when one has failed or is not confirmed;
   * nothing when it is no longer needed, or no other way is left.
   */
  anotherWay(delivery: Delivery, at: number): DeskEffects;

  /**
   * Ids of alerts and cases whose next step is due, the longest overdue first; and of those that were planned by a clock that has
   * been set back since.
   */
  ladderDue(now: number, limit: number): { alertIds: string[]; caseIds: string[] };
  /** What is due by then on an alert's ladder; nothing when nothing is. The alert must be known. */
  climb(alertId: string, now: number): DeskEffects;
  /** … and on a case's. It must be known, and its gravest alert as well. */
  climbCase(caseId: string, now: number): DeskEffects;
  /** The next step of an alert's ladder by hand. Throws HaidangError not-found, illegal-move. */
  escalate(alertId: string, reason: string, who: Actor): DeskEffects & { alert: Alert };
  /** It was found on no ladder: it is put on the one that is for it, from when it began to wait; nothing when it is on one. */
  lay(alertId: string, now: number): DeskEffects;
  /** The ladders are others from now on: for this alert. */
  relay(alertId: string, now: number): DeskEffects;
  /** … and for all cases that are open. */
  relayCases(now: number): DeskEffects;

  /** Ids of alerts to which the clock does something by `now`: a shelf ends, a suppression no longer holds. */
  due(now: number): string[];
  /** … and what comes of it. `now` is a tick of the journal: run again, it says the same. */
  expire(alertId: string, now: number): DeskEffects;
  /** Standing decisions have changed: suppresses what they speak of. */
  suppress(now: number): DeskEffects;

  /** All alerts of the case that are open must be known. Throws HaidangError not-found, illegal-move. */
  actOnCase(caseId: string, act: CaseAct, who: Actor): DeskEffects;

  /** The vessel's open case, or a new one that begins with what somebody has seen, which `because` names. */
  openCase(vesselId: string, because: string, who: Actor): DeskEffects & { caseId: string };

  /** Something became of a message: the delivery after the event, and its line in the case. Nothing if it does not apply. */
  progress(delivery: Delivery, event: DeliveryEvent): DeskEffects;
}
