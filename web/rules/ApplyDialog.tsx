/** Before a changed rule holds for everybody: what changes, and what came of it in the trial. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { explainRule } from '../../geofences/rules/index.ts';
import type { Rule, Zone } from '../../geofences/types.ts';
import type { DryRunView } from '../../server/dry-runs/dry-runs.ts';
import type { Sentence } from '../api/http.ts';
import { said, t } from '../i18n/t.ts';
import type { Draft } from './draft.ts';
import { differences } from './draft.ts';
import { isFresh } from './NewRule.tsx';
import { ruleName } from './names.ts';
import { differenceName, differenceWords, rateWords } from './words.ts';
import '../i18n/rules-texts.ts';

interface ApplyDialogProps {
  draft: Draft;
  proposed: Rule;
  zones: readonly Zone[];
  /** Absent: nothing of what it judges by is changed. */
  view: DryRunView | undefined;
  /** Resolves with what went wrong; undefined when it holds now. */
  onApply(): Promise<Sentence | undefined>;
  onClose(): void;
}

export function ApplyDialog({ draft, proposed, zones, view, onApply, onClose }: ApplyDialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const problem = useSignal<Sentence | undefined>(undefined);
  const busy = useSignal(false);
  useEffect(() => dialog.current?.showModal(), []);
  const apply = async (): Promise<void> => {
    busy.value = true;
    problem.value = await onApply();
    busy.value = false;
    if (!problem.value) dialog.current?.close();
  };
  return (
    <dialog ref={dialog} class="help apply" onClose={onClose} aria-labelledby="apply-title">
      <h2 id="apply-title">{t('apply.title', { rule: ruleName(proposed) })}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('apply.what')}</th>
            <th scope="col">{t('apply.before')}</th>
            <th scope="col">{t('apply.after')}</th>
          </tr>
        </thead>
        <tbody>
          {differences(draft).map((difference) => (
            <tr key={`${difference.spec?.name} ${difference.part}`}>
              <th scope="row">{differenceName(difference)}</th>
              <td>{differenceWords(difference, difference.before, zones)}</td>
              <td>
                <b>{differenceWords(difference, difference.after, zones)}</b>
              </td>
            </tr>
          ))}
          {view?.result && <Raises days={view.days} result={view.result} />}
        </tbody>
      </table>
      {isFresh(draft.rule) && <p>{said(explainRule(proposed))}</p>}
      <p>{t('apply.effect')}</p>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      <div class="dialog-buttons">
        <button type="button" onClick={() => dialog.current?.close()}>
          {t('apply.dismiss')}
        </button>
        <button type="button" class="primary" disabled={busy.value} onClick={() => void apply()}>
          {t('apply.confirm')}
        </button>
      </div>
    </dialog>
  );
}

function Raises({ days, result }: { days: number; result: NonNullable<DryRunView['result']> }): JSX.Element {
  const { totals, hours } = result;
  return (
    <tr>
      <th scope="row">{t('apply.raises', { days })}</th>
      <td>{t('apply.perHour', { n: totals.now, rate: rateWords(totals.now, hours) })}</td>
      <td>
        <b>{t('apply.perHour', { n: totals.proposed, rate: rateWords(totals.proposed, hours) })}</b>
      </td>
    </tr>
  );
}
