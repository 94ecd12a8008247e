import { defaultLadders } from '../../server/alerts/default-ladders.ts';
import type { AlertDesk, DeskOptions } from '../../server/alerts/desk-port.ts';
import type { DeskEffects } from '../../server/alerts/effects.ts';
import { HaidangError } from '../../server/errors.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { CaseHead, ContactAttempt } from '../../server/models/case.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import { change, desk, now } from './notify-land.ts';

export const MINUTE = 60_000;
export const ladders = defaultLadders;

/** What survives a restart, and a clock: the desk is driven as the engine room drives it. */
export class Watch {
  desk: AlertDesk;
  readonly #over: Partial<DeskOptions>;
  readonly alerts = new Map<string, Alert>();
  readonly cases = new Map<string, CaseHead>();
  readonly deliveries = new Map<string, Delivery>();
  readonly lines: DeskEffects['lines'] = [];
  #time = now;

  constructor(over: Partial<DeskOptions> = {}) {
    this.#over = { ladders, ...over };
    this.desk = desk(this.#over);
  }

  get time(): number {
    return this.#time;
  }

  keep<E extends DeskEffects>(effects: E): E {
    for (const one of effects.alerts) this.alerts.set(one.id, one);
    for (const one of effects.cases) this.cases.set(one.id, one);
    for (const one of effects.deliveries) this.deliveries.set(one.id, one);
    this.lines.push(...effects.lines);
    for (const event of effects.withdrawals) {
      const delivery = this.deliveries.get(event.id);
      if (delivery) this.keep(this.desk.progress(delivery, event));
    }
    return effects;
  }

  /** One tick of the journal. @returns the steps that it took, as `LADDER/STEP` */
  tick(at: number): string[] {
    this.#time = at;
    const before = this.lines.length;
    for (const id of this.desk.due(at)) this.keep(this.desk.expire(id, at));
    const { alertIds, caseIds } = this.desk.ladderDue(at, 500);
    for (const id of alertIds) this.keep(this.desk.climb(id, at));
    for (const id of caseIds) this.keep(this.desk.climbCase(id, at));
    return steps(this.lines.slice(before));
  }

  /** Ticks once a minute. @returns `MINUTE LADDER/STEP` */
  run(minutes: number): string[] {
    const from = this.#time;
    return Array.from({ length: minutes + 1 }, (_, n) =>
      this.tick(from + n * MINUTE).map((step) => `${n} ${step}`),
    ).flat();
  }

  /** A process that has died and another that begins from what was committed. */
  restart(): void {
    this.desk = desk(this.#over);
    const lastChangeSeq = Math.max(0, ...[...this.alerts.values()].map(({ changeSeq }) => changeSeq));
    const kept = JSON.parse(JSON.stringify({ alerts: [...this.alerts.values()], cases: [...this.cases.values()] }));
    this.desk.restore({ ...kept, lastChangeSeq });
    for (const alert of this.alerts.values()) this.desk.hand(alert, this.#toldOf(alert.id));
    const own = [...this.deliveries.values()].filter(({ change: what }) => what === 'case');
    for (const { id } of this.cases.values())
      this.desk.handTold(
        id,
        own.filter(({ caseId }) => caseId === id),
      );
  }

  #toldOf(alertId: string): Delivery[] {
    return [...this.deliveries.values()].filter((one) => one.alertId === alertId);
  }

  get alert(): Alert {
    return this.alerts.get('occ-1')!;
  }

  get case(): CaseHead {
    return this.cases.get(this.alert.caseId)!;
  }

  escalations(step?: string): Delivery[] {
    return [...this.deliveries.values()].filter(
      ({ escalation }) => escalation !== undefined && (step === undefined || escalation === step),
    );
  }
}

const steps = (lines: DeskEffects['lines']): string[] =>
  lines.flatMap(({ kind, data }) => (kind === 'escalated' && data?.step ? [`${data.ladder}/${data.step}`] : []));

export const raised = (watch: Watch, over: Parameters<typeof change>[1] = {}): void => {
  watch.keep(watch.desk.apply(change('raised', over), now));
};

export const attempt: ContactAttempt = { channel: 'phone', outcome: 'no-answer' };
export const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof HaidangError) return error.sentence('en');
    throw error;
  }
  return '';
};
