/** What today's rules would have raised with the changed zones, over stored tracks, beside what they raised with those that hold. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { DryRunResult } from '../../geofences/dry-run/result.ts';
import type { Zone } from '../../geofences/types.ts';
import { askDryRun } from '../api/resources.ts';
import { said, t } from '../i18n/t.ts';
import { BothCounts } from '../rules/BothCounts.tsx';
import { ruleName } from '../rules/names.ts';
import { Outcome } from '../rules/Outcome.tsx';
import { isUnderWay, TrialRun } from '../rules/run.ts';
import { DAYS, Progress } from '../rules/TrialPanel.tsx';
import { rulePath } from '../ui/router.ts';
import { same } from './changes.ts';
import { z } from './words.ts';
import { featureOf, proposal, rules } from './workspace.ts';
import '../i18n/rules-texts.ts';

const run = new TrialRun<readonly Zone[]>();

/** Was just this version tried to its end? */
export function isTried(): boolean {
  const tried = run.trial.value;
  return tried?.view.result !== undefined && same(tried.proposed, proposal.value);
}

export function TrialSection({ disabled }: { disabled: boolean }): JSX.Element {
  const days = useSignal<(typeof DAYS)[number]>(7);
  const group = useId();
  const tried = run.trial.value;
  const view = tried?.view;
  const runs = isUnderWay(view);
  const start = (event: Event): void => {
    event.preventDefault();
    const proposed = proposal.value;
    void run.start(proposed, () => askDryRun(days.value, { zones: proposed.map(featureOf) }));
  };
  return (
    <section class="trial" aria-labelledby="zone-trial">
      <h3 id="zone-trial">{z('trial.title')}</h3>
      <p>{z('trial.about')}</p>
      <form class="trial-form" onSubmit={start}>
        <fieldset>
          <legend>{t('dryRun.over')}</legend>
          {DAYS.map((n) => (
            <label key={n}>
              <input type="radio" name={group} checked={days.value === n} onChange={() => (days.value = n)} />{' '}
              {t('dryRun.days', { n })}
            </label>
          ))}
        </fieldset>
        <button type="submit" class="primary" disabled={disabled || runs}>
          {t('dryRun.run')}
        </button>
      </form>
      {run.problem.value && (
        <p class="problem" role="alert">
          {said(run.problem.value)}
        </p>
      )}
      {view && runs && <Progress view={view} onCancel={() => void run.cancel()} />}
      {view?.error && (
        <p class="problem" role="alert">
          {said(view.error)}
        </p>
      )}
      {view?.result && !isTried() && <p class="problem">{z('trial.outdated')}</p>}
      {view?.result && <ByRule result={view.result} />}
      {view && <Outcome view={view} />}
    </section>
  );
}

function ByRule({ result: { rules: counted } }: { result: DryRunResult }): JSX.Element | null {
  const names = new Map(rules.value.map((rule) => [rule.id, ruleName(rule)]));
  if (counted.length === 0) return <p>{z('trial.noRule')}</p>;
  const speaking = counted.filter(({ now, proposed }) => now + proposed > 0);
  if (speaking.length === 0) return null;
  return (
    <>
      <h3>{z('trial.byRule')}</h3>
      <BothCounts
        what={z('trial.rule')}
        rows={speaking.map((one) => ({ ...one, words: names.get(one.id) ?? one.id, href: rulePath(one.id) }))}
      />
    </>
  );
}
