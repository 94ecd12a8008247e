/** Trials under way or just ended. They go on while somebody looks at another page, and are forgotten with the session. */
import { effect, type Signal, signal } from '@preact/signals';
import type { Rule } from '../../geofences/types.ts';
import type { DryRunView } from '../../server/dry-runs/dry-runs.ts';
import { RequestError, type Sentence, sentenceFor } from '../api/http.ts';
import { askDryRun, cancelDryRun, readDryRun } from '../api/resources.ts';
import { ruleMessages } from '../i18n/rules-catalogue.ts';
import { sessionState } from '../ui/session.ts';

interface Trial<Proposed> {
  /** What was tried. */
  proposed: Proposed;
  view: DryRunView;
}

const ASK_EVERY_MS = 400;

export function isUnderWay(view: DryRunView | undefined): boolean {
  return view?.state === 'waiting' || view?.state === 'running';
}

/** One trial at a time of one sort of thing. */
export class TrialRun<Proposed> {
  readonly trial: Signal<Trial<Proposed> | undefined> = signal(undefined);
  readonly problem: Signal<Sentence | undefined> = signal(undefined);

  constructor() {
    effect(() => {
      if (sessionState.value.kind === 'out') this.trial.value = undefined;
    });
  }

  async start(proposed: Proposed, ask: () => Promise<DryRunView>): Promise<void> {
    this.problem.value = undefined;
    try {
      this.trial.value = { proposed, view: await ask() };
      this.#follow(this.trial.value.view.id);
    } catch (error) {
      this.problem.value = sentenceFor(error);
    }
  }

  async cancel(): Promise<void> {
    const id = this.trial.value?.view.id;
    this.trial.value = undefined;
    if (id === undefined) return;
    await cancelDryRun(id).catch((error: unknown) => {
      this.problem.value = sentenceFor(error);
    });
  }

  #follow(id: string): void {
    setTimeout(async () => {
      if (this.trial.value?.view.id !== id) return;
      try {
        const view = await readDryRun(id);
        if (this.trial.value?.view.id === id) this.trial.value = { ...this.trial.value, view };
      } catch (error) {
        // A line that is down for a moment is no reason to give up; the banner says so.
        if (error instanceof RequestError && error.status !== 0) {
          this.trial.value = undefined;
          this.problem.value = error.status === 404 ? ruleMessages['dryRun.failed'] : error.sentence;
        }
      }
      if (isUnderWay(this.trial.value?.view)) this.#follow(id);
    }, ASK_EVERY_MS);
  }
}

const ruleRun = new TrialRun<Rule>();
export const trial = ruleRun.trial;
export const trialProblem = ruleRun.problem;
export const cancelTrial = (): Promise<void> => ruleRun.cancel();

/** @param rules the whole list, with the proposed rule in its place */
export function startTrial(days: number, rules: Rule[], proposed: Rule): Promise<void> {
  return ruleRun.start(proposed, () => askDryRun(days, { rules }));
}
