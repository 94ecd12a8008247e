/** The trial under way or just ended. It goes on while somebody looks at another page, and is forgotten with the session. */
import { effect, signal } from '@preact/signals';
import type { Rule } from '../../geofences/types.ts';
import type { DryRunView } from '../../server/dry-runs/dry-runs.ts';
import { RequestError, type Sentence, sentenceFor } from '../api/http.ts';
import { askDryRun, cancelDryRun, readDryRun } from '../api/resources.ts';
import { ruleMessages } from '../i18n/rules-catalogue.ts';
import { sessionState } from '../ui/session.ts';

export interface Trial {
  /** The rule that was tried. */
  proposed: Rule;
  view: DryRunView;
}

export const trial = signal<Trial | undefined>(undefined);
export const trialProblem = signal<Sentence | undefined>(undefined);

const ASK_EVERY_MS = 400;

export function isUnderWay(view: DryRunView | undefined): boolean {
  return view?.state === 'waiting' || view?.state === 'running';
}

/** @param rules the whole list, with the proposed rule in its place */
export async function startTrial(days: number, rules: Rule[], proposed: Rule): Promise<void> {
  trialProblem.value = undefined;
  try {
    trial.value = { proposed, view: await askDryRun(days, rules) };
    follow(trial.value.view.id);
  } catch (error) {
    trialProblem.value = sentenceFor(error);
  }
}

export async function cancelTrial(): Promise<void> {
  const id = trial.value?.view.id;
  trial.value = undefined;
  if (id === undefined) return;
  await cancelDryRun(id).catch((error: unknown) => {
    trialProblem.value = sentenceFor(error);
  });
}

function follow(id: string): void {
  setTimeout(async () => {
    if (trial.value?.view.id !== id) return;
    try {
      const view = await readDryRun(id);
      if (trial.value?.view.id === id) trial.value = { ...trial.value, view };
    } catch (error) {
      // A line that is down for a moment is no reason to give up; the banner says so.
      if (error instanceof RequestError && error.status !== 0) {
        trial.value = undefined;
        trialProblem.value = error.status === 404 ? ruleMessages['dryRun.failed'] : error.sentence;
      }
    }
    if (isUnderWay(trial.value?.view)) follow(id);
  }, ASK_EVERY_MS);
}

effect(() => {
  if (sessionState.value.kind === 'out') trial.value = undefined;
});
