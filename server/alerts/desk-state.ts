/** What the desk remembers: alerts that were touched last, the open cases, and what the clock will bring back. */
import type { Occurrence } from '../../geofences/types.ts';
import type { Alert } from '../models/alert.ts';
import { type CaseHead, endStates } from '../models/case.ts';
import type { Delivery } from '../models/delivery.ts';
import type { LadderState } from '../models/ladder.ts';
import type { Suppression } from '../models/regulation.ts';
import type { DeskMemory, DeskOptions } from './desk-port.ts';
import { isClimbing, isSetBack } from './ladder.ts';
import { type Told, toldBy } from './told.ts';

const defaultMaxAlertsInMemory = 10_000;
/** Cases that have ended and were asked for; open ones are all here. */
const maxEndedCases = 1000;

export interface Remembered {
  alert: Alert;
  /** Messages so far; absent for an alert restored at start until it is handed over with them. */
  told?: Told[];
}

type Matter = Pick<Occurrence, 'ruleId' | 'vesselId' | 'zoneId' | 'kind'>;

export class DeskState {
  readonly options: DeskOptions;
  /** Least recently touched first. */
  readonly #alerts = new Map<string, Remembered>();
  readonly #openByVessel = new Map<string, CaseHead>();
  /** Vessel of an open case. */
  readonly #vesselOfOpen = new Map<string, string>();
  readonly #ended = new Map<string, CaseHead>();
  /** When shelves end, by alert. Not bounded by the memory of alerts: none may be skipped. */
  readonly #shelves = new Map<string, number>();
  readonly #suppressed = new Map<string, Matter>();
  /** What climbs a ladder, by alert and by case. Not bounded by the memory of alerts either. */
  readonly #climbing = new Map<string, LadderState>();
  readonly #climbingCases = new Map<string, LadderState>();
  /** Messages that open cases have made themselves, by case. */
  readonly #toldOfCases = new Map<string, readonly Told[]>();
  #changeSeq = 0;

  constructor(options: DeskOptions) {
    this.options = options;
  }

  restore({ alerts, cases, lastChangeSeq }: DeskMemory): void {
    for (const map of [this.#alerts, this.#openByVessel, this.#vesselOfOpen, this.#ended, this.#toldOfCases])
      map.clear();
    for (const map of [this.#shelves, this.#suppressed, this.#climbing, this.#climbingCases]) map.clear();
    for (const alert of alerts) this.remember({ alert });
    for (const head of cases) this.keepCase(head);
    this.#changeSeq = lastChangeSeq;
  }

  nextSeq(): number {
    return ++this.#changeSeq;
  }

  remembered(alertId: string): Remembered | undefined {
    return this.#alerts.get(alertId);
  }

  remember(entry: Remembered): void {
    const { id, response, occurrence } = entry.alert;
    this.#alerts.delete(id);
    this.#alerts.set(id, entry);
    if (response.state === 'shelved') this.#shelves.set(id, response.shelvedUntil ?? 0);
    else this.#shelves.delete(id);
    if (response.state === 'suppressed') this.#suppressed.set(id, occurrence);
    else this.#suppressed.delete(id);
    note(this.#climbing, id, entry.alert.ladder);
    if (this.#alerts.size <= (this.options.maxAlertsInMemory ?? defaultMaxAlertsInMemory)) return;
    const oldest = this.#alerts.keys().next();
    if (!oldest.done) this.#alerts.delete(oldest.value);
  }

  /** In the order of their ids: what memory happens to hold first must not show. */
  ofCase(caseId: string): Remembered[] {
    return [...this.#alerts.values()]
      .filter(({ alert }) => alert.caseId === caseId)
      .sort((a, b) => (a.alert.id < b.alert.id ? -1 : 1));
  }

  /** Ids of alerts that wait and that a standing decision speaks of. */
  suppressible(now: number): string[] {
    return [...this.#alerts.values()]
      .filter(({ alert }) => ['unacknowledged', 'acknowledged', 'returned', 'shelved'].includes(alert.response.state))
      .filter(({ alert }) => alert.caseId !== '' && this.decisionOn(alert.occurrence, now) !== undefined)
      .map(({ alert }) => alert.id)
      .sort();
  }

  /** Ids of alerts whose shelf ends by now, or whose suppression holds no more. */
  due(now: number): string[] {
    const ended = [...this.#shelves].filter(([, until]) => until <= now).map(([id]) => id);
    const released = [...this.#suppressed].filter(([, matter]) => !this.decisionOn(matter, now)).map(([id]) => id);
    return [...ended, ...released].sort();
  }

  /** The standing decision that holds for a matter now; none ever does for distress. */
  decisionOn({ ruleId, vesselId, zoneId, kind }: Matter, now: number): Suppression | undefined {
    if (kind === 'distress') return undefined;
    return this.options
      .suppressions()
      .find(
        ({ rules, vessels, zones, until }) =>
          now < until &&
          rules.includes(ruleId) &&
          (vessels?.includes(vesselId) ?? true) &&
          (zones === undefined || (zoneId !== undefined && zones.includes(zoneId))),
      );
  }

  /** Ids of what has a step due, the longest overdue first: as many as are asked for, alerts before cases. */
  ladderDue(now: number, limit: number): { alertIds: string[]; caseIds: string[] } {
    const alertIds = dueOf(this.#climbing, now).slice(0, limit);
    return { alertIds, caseIds: dueOf(this.#climbingCases, now).slice(0, limit - alertIds.length) };
  }

  /** In the order of their ids. */
  openCases(): CaseHead[] {
    return [...this.#openByVessel.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  openCaseOf(vesselId: string): CaseHead | undefined {
    return this.#openByVessel.get(vesselId);
  }

  /** Messages that a case itself has made; undefined: not known yet. */
  caseTold(caseId: string): readonly Told[] | undefined {
    return this.#toldOfCases.get(caseId);
  }

  handToldOfCase(caseId: string, told: readonly Told[]): void {
    if (this.#vesselOfOpen.has(caseId)) this.#toldOfCases.set(caseId, told);
  }

  /** One more, or what has become of one. */
  toldOfCase(delivery: Delivery): void {
    const { caseId, id, move } = delivery;
    const told = this.#toldOfCases.get(caseId);
    // A program that listens to all moves is not called in by that.
    if (told && !move) this.#toldOfCases.set(caseId, [...told.filter((one) => one.id !== id), toldBy(delivery)]);
  }

  caseOf(caseId: string, vesselId: string): CaseHead | undefined {
    const open = this.#openByVessel.get(vesselId);
    return open?.id === caseId ? open : this.#ended.get(caseId);
  }

  caseCalled(caseId: string): CaseHead | undefined {
    const vesselId = this.#vesselOfOpen.get(caseId);
    return vesselId === undefined ? this.#ended.get(caseId) : this.#openByVessel.get(vesselId);
  }

  keepCase(head: CaseHead): void {
    note(this.#climbingCases, head.id, head.ladder);
    if (!endStates.has(head.state)) {
      this.#ended.delete(head.id);
      this.#openByVessel.set(head.vesselId, head);
      this.#vesselOfOpen.set(head.id, head.vesselId);
      return;
    }
    this.#vesselOfOpen.delete(head.id);
    this.#toldOfCases.delete(head.id);
    if (this.#openByVessel.get(head.vesselId)?.id === head.id) this.#openByVessel.delete(head.vesselId);
    this.#ended.delete(head.id);
    this.#ended.set(head.id, head);
    if (this.#ended.size <= maxEndedCases) return;
    const oldest = this.#ended.keys().next();
    if (!oldest.done) this.#ended.delete(oldest.value);
  }
}

function note(climbing: Map<string, LadderState>, id: string, state: LadderState | undefined): void {
  if (isClimbing(state)) climbing.set(id, state);
  else climbing.delete(id);
}

function dueOf(climbing: ReadonlyMap<string, LadderState>, now: number): string[] {
  return [...climbing]
    .filter(([, state]) => (state.next?.at ?? 0) <= now || isSetBack(state, now))
    .sort(([a, one], [b, other]) => (one.next?.at ?? 0) - (other.next?.at ?? 0) || (a < b ? -1 : 1))
    .map(([id]) => id);
}
