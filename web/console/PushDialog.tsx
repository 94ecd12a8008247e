/** How notifications of this browser stand, for whom they are, and turning them on and off: the dialog behind the button. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { type CheckedContact, readContacts } from '../api/resources.ts';
import { type Key, said, t } from '../i18n/t.ts';
import { endPush, lookAtPush, type PushState, pushState, startPush } from '../offline/push.ts';
import '../i18n/panel-texts.ts';

const WORDS: Record<PushState['kind'], Key> = {
  asking: 'page.loading',
  unsupported: 'push.unsupported',
  insecure: 'push.insecure',
  unset: 'push.unset',
  denied: 'push.denied',
  off: 'push.off',
  on: 'push.on',
};

export function PushDialog({ onClose }: { onClose: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const problem = useSignal<Sentence | undefined>(undefined);
  const busy = useSignal(false);
  const contacts = useSignal<CheckedContact[]>([]);
  const chosen = useSignal('');
  const run = async (doing: () => Promise<void>): Promise<void> => {
    busy.value = true;
    problem.value = undefined;
    try {
      await doing();
    } catch (error) {
      problem.value = sentenceFor(error);
    }
    busy.value = false;
  };
  useEffect(() => {
    dialog.current?.showModal();
    void run(async () => {
      await lookAtPush();
      const state = pushState.value;
      if (state.kind === 'off' && !state.contact) contacts.value = await readContacts();
    });
  }, []);
  const state = pushState.value;
  const needsChoice = state.kind === 'off' && !state.contact;
  return (
    <dialog ref={dialog} class="help push-dialog" onClose={onClose} aria-labelledby="push-title">
      <h2 id="push-title">{t('push.title')}</h2>
      <p data-push={state.kind}>{t(WORDS[state.kind], { who: state.kind === 'on' ? state.contact.name : '' })}</p>
      {state.kind === 'off' && state.contact && <p>{t('push.for', { who: state.contact.name })}</p>}
      {needsChoice && (
        <label>
          {t('push.whose')}
          <select value={chosen.value} onChange={(event) => (chosen.value = event.currentTarget.value)}>
            <option value="">{t('push.choose')}</option>
            {contacts.value.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      <p class="dialog-buttons">
        {state.kind === 'off' && (
          <button
            type="button"
            class="primary"
            disabled={busy.value || (needsChoice && chosen.value === '')}
            onClick={() => void run(() => startPush(chosen.value || undefined))}
          >
            {t('push.turnOn')}
          </button>
        )}
        {state.kind === 'on' && (
          <button
            type="button"
            disabled={busy.value}
            onClick={() =>
              void run(async () => {
                await endPush();
                await lookAtPush();
              })
            }
          >
            {t('push.turnOff')}
          </button>
        )}
        <button type="button" onClick={() => dialog.current?.close()}>
          {t('action.close')}
        </button>
      </p>
    </dialog>
  );
}
