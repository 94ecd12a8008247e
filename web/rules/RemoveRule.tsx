/** Takes a rule out of the list: what that means, and why it is done, which stands in the audit trail. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Rule } from '../../geofences/types.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import type { RulesDocument } from '../api/resources.ts';
import { writeDocument } from '../api/settings.ts';
import { said, t } from '../i18n/t.ts';
import { ruleName } from './names.ts';
import '../i18n/rules-texts.ts';

interface RemoveRuleProps {
  rule: Rule;
  document: RulesDocument;
  onRemoved(): void;
}

export function RemoveRule(props: RemoveRuleProps): JSX.Element {
  const asking = useSignal(false);
  return (
    <>
      <button type="button" onClick={() => (asking.value = true)}>
        {t('remove.open')}
      </button>
      {asking.value && <RemoveDialog {...props} onClose={() => (asking.value = false)} />}
    </>
  );
}

function RemoveDialog({ rule, document, onRemoved, onClose }: RemoveRuleProps & { onClose(): void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const why = useSignal('');
  const busy = useSignal(false);
  const problem = useSignal<Sentence | undefined>(undefined);
  useEffect(() => dialog.current?.showModal(), []);
  const remove = async (): Promise<void> => {
    busy.value = true;
    problem.value = undefined;
    try {
      const left = document.body.filter(({ id }) => id !== rule.id);
      // Of the revision that is shown: what somebody else has changed meanwhile is not overwritten.
      await writeDocument('rules', left, document.revision, why.value.trim());
      dialog.current?.close();
      onRemoved();
    } catch (error) {
      problem.value = sentenceFor(error);
      busy.value = false;
    }
  };
  return (
    <dialog ref={dialog} class="help apply" onClose={onClose} aria-labelledby="remove-title">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void remove();
        }}
      >
        <h2 id="remove-title">{t('remove.title', { rule: ruleName(rule) })}</h2>
        <p>{t('remove.effect')}</p>
        <label>
          {t('remove.why')}
          <input
            name="why"
            required
            maxLength={500}
            value={why.value}
            onInput={(event) => (why.value = event.currentTarget.value)}
          />
        </label>
        {problem.value && (
          <p class="problem" role="alert">
            {said(problem.value)}
          </p>
        )}
        <div class="dialog-buttons">
          <button type="button" onClick={() => dialog.current?.close()}>
            {t('apply.dismiss')}
          </button>
          <button type="submit" class="primary" disabled={busy.value || why.value.trim() === ''}>
            {t('remove.confirm')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
