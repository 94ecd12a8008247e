/**
 * Brings the desk what it has to know before it is asked (alerts with their messages, cases that have ended), out of what
 * waits for the commit and out of the store, and puts what it says into the next commit.
 */
import type { OccurrenceChange } from '../../geofences/types.ts';
import type { Acknowledgement, Actor, AlertAct, AlertDesk, CaseAct } from '../alerts/desk-port.ts';
import type { DeskEffects } from '../alerts/effects.ts';
import { type Restatement, restatementsIn } from '../alerts/restatement.ts';
import type { Task } from '../models/case.ts';
import type { Delivery } from '../models/delivery.ts';
import type { DeliveryEvent } from '../notify/delivery-event.ts';
import type { Store } from '../store/store.ts';
import type { Pending } from './pending.ts';

/** More messages about one alert are not looked at. */
const MAX_DELIVERIES = 10_000;
/**
 * Steps of ladders that one tick takes; the next tick takes the next. Ten thousand alerts that nobody takes up are to hold up
 * neither intake nor people.
 */
const MAX_CLIMBS_AT_ONCE = 500;
/** Ten thousand findings at once give the event loop a turn so often: what arrives meanwhile is journaled. */
const TURN_MS = 30;
/** More open alerts than a case can have: one for each rule and zone. */
const MAX_ALERTS_OF_CASE = 5000;

interface KeeperOptions {
  desk: AlertDesk;
  store: Store;
  /** What waits for the next commit. */
  pending: () => Pending;
  /** Something became of a message. */
  progress: (event: DeliveryEvent) => Promise<void>;
}

export class DeskKeeper {
  readonly #desk: AlertDesk;
  readonly #store: Store;
  readonly #pending: () => Pending;
  readonly #progress: KeeperOptions['progress'];

  constructor({ desk, store, pending, progress }: KeeperOptions) {
    this.#desk = desk;
    this.#store = store;
    this.#pending = pending;
    this.#progress = progress;
  }

  /** Findings, and when (epoch ms) they were made. */
  async found(changes: readonly OccurrenceChange[], at: number): Promise<void> {
    const { restatements, others } = restatementsIn(changes);
    const breathe = breather();
    for (const one of restatements) {
      await breathe();
      await this.#restate(one, at);
    }
    for (const change of others) {
      await breathe();
      await this.bringAlert(change.occurrence.id);
      await this.#takeFound(this.#desk.apply(change, at), at);
    }
  }

  async #takeFound(effects: DeskEffects, at: number): Promise<void> {
    await this.#take(effects);
    for (const _ of effects.alerts) this.#pending().alertsFrom.push(at);
  }

  async #restate(restatement: Restatement, at: number): Promise<void> {
    const { heir, before } = restatement;
    const messages: Delivery[] = [];
    for (const { id } of [heir, ...before]) await this.bringAlert(id);
    for (const { id } of before) messages.push(...(await this.#messagesOf(id)));
    await this.#takeFound(this.#desk.restate(restatement, messages, at), at);
  }

  /** As they are now, the oldest first. */
  async #messagesOf(alertId: string): Promise<Delivery[]> {
    const changed = this.#pending().deliveries;
    const stored = await this.#store.deliveries({ alertId, limit: MAX_DELIVERIES });
    const own = [...changed.values()].filter((one) => one.alertId === alertId);
    return [...stored.reverse().filter(({ id }) => !changed.has(id)), ...own];
  }

  /** What stands now in the place of an alert that somebody acts on: it may have been restated while they read. */
  async #heirOf(alertId: string): Promise<string> {
    let id = alertId;
    // Each step leads to a later one; one that was taken up again has no heir any more.
    for (let heir: string | undefined; heir !== id; ) {
      if (heir !== undefined) id = heir;
      await this.bringAlert(id);
      heir = this.#desk.heirOf(id);
    }
    return id;
  }

  async #take(effects: DeskEffects): Promise<void> {
    this.#pending().effects(effects);
    for (const event of effects.withdrawals) await this.#progress(event);
  }

  /** @throws HaidangError `not-found`, `illegal-move` */
  async acknowledge(alertId: string, act: Acknowledgement): Promise<void> {
    const id = await this.#heirOf(alertId);
    await this.#take(this.#desk.acknowledge(id, act));
  }

  /** @throws HaidangError `not-found`, `illegal-move` */
  async respond(alertId: string, act: AlertAct, who: Actor): Promise<void> {
    const id = await this.#heirOf(alertId);
    await this.#take(this.#desk.respond(id, act, who));
  }

  /** @throws HaidangError `not-found`, `illegal-move` */
  async onCase(caseId: string, act: CaseAct, who: Actor): Promise<void> {
    await this.#bringCase(caseId);
    await this.#bringLead(caseId);
    const open = await this.#store.alerts({ state: 'open', caseId, limit: MAX_ALERTS_OF_CASE });
    const all = act.what === 'move' ? await this.#activeOf(caseId) : [];
    const calls = act.what === 'move' ? await this.#callsOf(caseId) : [];
    for (const id of [...[...open, ...all].map((one) => one.id), ...calls]) await this.bringAlert(id);
    await this.#take(this.#desk.actOnCase(caseId, act, who));
  }

  /** The vessel's open case, or a new one. @returns its id */
  async openCase(vesselId: string, because: string, who: Actor): Promise<string> {
    const effects = this.#desk.openCase(vesselId, because, who);
    await this.#take(effects);
    return effects.caseId;
  }

  /** The next step of an alert's ladder by hand. @throws HaidangError `not-found`, `illegal-move` */
  async escalate(alertId: string, reason: string, who: Actor): Promise<void> {
    const id = await this.#heirOf(alertId);
    await this.#take(this.#desk.escalate(id, reason, who));
  }

  /** What is due on these ladders by now, however it came that nobody has done it. */
  async climb({ alertIds, caseIds }: { alertIds: readonly string[]; caseIds: readonly string[] }, now: number) {
    for (const id of alertIds) {
      await this.bringAlert(id);
      await this.#take(this.#desk.climb(id, now));
    }
    for (const id of caseIds) {
      await this.#bringCase(id);
      await this.#bringLead(id);
      await this.#take(this.#desk.climbCase(id, now));
    }
  }

  /** Alerts that were found on no ladder, though one is for them. */
  async lay(alertIds: readonly string[], now: number): Promise<void> {
    for (const id of alertIds) {
      await this.bringAlert(id);
      await this.#take(this.#desk.lay(id, now));
    }
  }

  /** The ladders are about to change: what the present ones have due is done by them. */
  async climbAll(now: number): Promise<void> {
    for (let due = this.#climbsDue(now); due.alertIds.length + due.caseIds.length > 0; ) {
      await this.climb(due, now);
      const left = this.#climbsDue(now);
      if (left.alertIds[0] === due.alertIds[0] && left.caseIds[0] === due.caseIds[0]) return;
      due = left;
    }
  }

  #climbsDue(now: number) {
    return this.#desk.ladderDue(now, MAX_CLIMBS_AT_ONCE);
  }

  /** The ladders have changed. */
  async relay(now: number): Promise<void> {
    const stored = await this.#store.alerts({ state: 'open', limit: Number.MAX_SAFE_INTEGER });
    const ids = new Set([...stored.map(({ id }) => id), ...this.#pending().alerts.keys()]);
    for (const id of [...ids].sort()) {
      await this.bringAlert(id);
      await this.#take(this.#desk.relay(id, now));
    }
    await this.#take(this.#desk.relayCases(now));
  }

  async task(id: string): Promise<Task | undefined> {
    return this.#pending().tasks.get(id) ?? (await this.#store.task(id));
  }

  /** What the journaled clock does: shelves end, standing decisions run out, ladders are climbed. */
  async tick(now: number): Promise<void> {
    for (const id of this.#desk.due(now)) {
      await this.bringAlert(id);
      await this.#take(this.#desk.expire(id, now));
    }
    await this.climb(this.#climbsDue(now), now);
  }

  /** Standing decisions are others from now on. */
  async decide(now: number): Promise<void> {
    await this.tick(now);
    await this.#take(this.#desk.suppress(now));
  }

  /** Alerts of a case that were closed with it and still hold: a re-opening wakes them. */
  async #activeOf(caseId: string) {
    const all = await this.#store.alerts({ state: 'all', caseId, limit: MAX_ALERTS_OF_CASE });
    return all.filter(({ occurrence }) => occurrence.state === 'raised');
  }

  /** Alerts about which somebody is still asked to telephone: not if the case ends. */
  async #callsOf(caseId: string): Promise<string[]> {
    const waiting = await this.#store.deliveries({ caseId, state: 'queued', limit: MAX_DELIVERIES });
    return waiting.filter(({ channel }) => channel === 'call').map(({ alertId }) => alertId);
  }

  /** Makes sure that the desk has the alert in hand if there is one, with its case. */
  async bringAlert(alertId: string): Promise<void> {
    if (!this.#desk.knows(alertId)) {
      const alert = this.#pending().alerts.get(alertId) ?? (await this.#store.alert(alertId));
      if (!alert) return;
      const made = await this.#store.deliveries({ alertId, limit: MAX_DELIVERIES });
      this.#desk.hand(alert, made.reverse());
    }
    const caseId = this.#desk.caseIdOf(alertId);
    if (caseId !== undefined) await this.#bringCase(caseId);
  }

  /** The alert that leads a case or, where it has none, what the case has told itself. */
  async #bringLead(caseId: string): Promise<void> {
    const lead = this.#desk.leadOf(caseId);
    if (lead !== undefined) await this.bringAlert(lead);
    else if (!this.#desk.knowsToldOf(caseId)) {
      const made = await this.#store.deliveries({ caseId, limit: MAX_DELIVERIES });
      this.#desk.handTold(caseId, made.filter(({ change }) => change === 'case').reverse());
    }
  }

  async #bringCase(caseId: string): Promise<void> {
    if (this.#desk.knowsCase(caseId)) return;
    const head = this.#pending().cases.get(caseId) ?? (await this.#store.caseHead(caseId));
    if (head) this.#desk.handCase(head);
  }
}

/** @returns what gives the event loop its turn when one is due */
function breather(): () => Promise<void> {
  let turnEnds = performance.now() + TURN_MS;
  return async () => {
    if (performance.now() <= turnEnds) return;
    await new Promise(setImmediate);
    turnEnds = performance.now() + TURN_MS;
  };
}
