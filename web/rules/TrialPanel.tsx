/** Runs a changed rule over stored tracks, shows how far it has come, and what came out. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Rule } from '../../geofences/types.ts';
import type { DryRunView } from '../../server/dry-runs/dry-runs.ts';
import { said, t } from '../i18n/t.ts';
import { judgesAlike } from './draft.ts';
import { Outcome } from './Outcome.tsx';
import { cancelTrial, isUnderWay, startTrial, trial, trialProblem } from './run.ts';
import '../i18n/rules-texts.ts';

export const DAYS = [7, 30, 90] as const;

interface TrialPanelProps {
  /** Undefined while a parameter is not valid. */
  proposed: Rule | undefined;
  ruleId: string;
  /** The whole list with a rule in its place. */
  listWith(rule: Rule): Rule[];
  /** What can be done with what came out. */
  children: ComponentChildren;
}

export function TrialPanel({ proposed, ruleId, listWith, children }: TrialPanelProps): JSX.Element {
  const days = useSignal<(typeof DAYS)[number]>(7);
  const group = useId();
  const mine = trial.value?.proposed.id === ruleId ? trial.value : undefined;
  const view = mine?.view;
  const runs = isUnderWay(trial.value?.view);
  return (
    <section class="trial" aria-labelledby="trial-title">
      <h3 id="trial-title">{t('dryRun.title')}</h3>
      <form
        class="trial-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (proposed && !runs) void startTrial(days.value, listWith(proposed), proposed);
        }}
      >
        <fieldset>
          <legend>{t('dryRun.over')}</legend>
          {DAYS.map((n) => (
            <label key={n}>
              <input type="radio" name={group} checked={days.value === n} onChange={() => (days.value = n)} />{' '}
              {t('dryRun.days', { n })}
            </label>
          ))}
        </fieldset>
        <button type="submit" class="primary" disabled={!proposed || runs}>
          {t('dryRun.run')}
        </button>
      </form>
      {children}
      {trialProblem.value && (
        <p class="problem" role="alert">
          {said(trialProblem.value)}
        </p>
      )}
      {trial.value && runs && <Progress view={trial.value.view} onCancel={() => void cancelTrial()} />}
      {view?.error && (
        <p class="problem" role="alert">
          {said(view.error)}
        </p>
      )}
      {mine && view?.result && !isTriedOf(mine.proposed, proposed) && <p class="problem">{t('dryRun.outdated')}</p>}
      {view && <Outcome view={view} />}
    </section>
  );
}

export function Progress({ view, onCancel }: { view: DryRunView; onCancel: () => void }): JSX.Element {
  return (
    <div class="trial-progress">
      <progress value={view.done} max={1} aria-label={t('dryRun.progress')} />
      <span role="status">
        {view.state === 'waiting'
          ? t('dryRun.waiting', { n: view.ahead })
          : t('dryRun.running', { percent: Math.floor(view.done * 100), fixes: view.fixes })}
      </span>
      <button type="button" onClick={onCancel}>
        {t('dryRun.cancel')}
      </button>
    </div>
  );
}

/** Was what is proposed tried, whatever it is called now? */
export function isTriedOf(tried: Rule | undefined, proposed: Rule | undefined): boolean {
  return (
    tried !== undefined && proposed !== undefined && tried.version === proposed.version && judgesAlike(tried, proposed)
  );
}
