/** A proposal to make a rule quieter, tried over stored tracks where it stands. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { RuleHealthView } from '../../server/api/alert-health.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { readRules } from '../api/resources.ts';
import { said, t } from '../i18n/t.ts';
import { isUnderWay, startTrial, trial, trialProblem } from '../rules/run.ts';
import { rulePath } from '../ui/router.ts';
import { mayDo } from '../ui/session.ts';
import '../i18n/rules-texts.ts';

const DAYS = 7;

export function ProposalTrial({ proposal }: { proposal: NonNullable<RuleHealthView['proposal']> }): JSX.Element {
  const { ruleId, param, from, to } = proposal;
  const problem = useSignal<Sentence | undefined>(undefined);
  const own = trial.value?.proposed.id === ruleId ? trial.value : undefined;
  const view = own?.proposed.params?.[param] === to ? own.view : undefined;
  const run = async (): Promise<void> => {
    problem.value = undefined;
    try {
      const { body } = await readRules();
      const rule = body.find(({ id }) => id === ruleId);
      if (!rule) return;
      // As the page of the rules makes it, so that the trial is there when one goes on to apply it.
      const proposed = { ...rule, version: (rule.version ?? 1) + 1, params: { ...rule.params, [param]: to } };
      await startTrial(
        DAYS,
        body.map((one) => (one.id === ruleId ? proposed : one)),
        proposed,
      );
      problem.value = trialProblem.value;
    } catch (error) {
      problem.value = sentenceFor(error);
    }
  };
  const counts = view?.result?.rules.find(({ id }) => id === ruleId);
  return (
    <div class="proposal" data-proposal={ruleId}>
      <a href={rulePath(ruleId)}>{t('health.confirmMore', { from, to })}</a>
      {mayDo('settings:write') && !isUnderWay(view) && !counts && (
        <button type="button" disabled={isUnderWay(trial.value?.view)} onClick={() => void run()}>
          {t('health.tryNow', { n: DAYS })}
        </button>
      )}
      {view && isUnderWay(view) && (
        <p role="status">
          {t('health.trying')} <progress value={view.done} />
        </p>
      )}
      {view?.state === 'failed' && <p class="problem">{view.error ? said(view.error) : t('dryRun.failed')}</p>}
      {counts && <p role="status">{t('health.tried', { n: DAYS, now: counts.now, proposed: counts.proposed })}</p>}
      {problem.value && <p class="problem">{said(problem.value)}</p>}
    </div>
  );
}
