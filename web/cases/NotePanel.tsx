/** A line of one's own in the timeline. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { writeNote } from '../api/work.ts';
import { t } from '../i18n/t.ts';
import type { PanelProps } from './CasePage.tsx';

export function NotePanel({ shown, act }: PanelProps): JSX.Element {
  const text = useSignal('');
  return (
    <form
      class="note"
      onSubmit={(event) => {
        event.preventDefault();
        void act(writeNote(shown.id, text.value)).then((done) => {
          if (done) text.value = '';
        });
      }}
    >
      <label>
        {t('note.title')}
        <textarea
          required
          rows={2}
          maxLength={2000}
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
      </label>
      <button type="submit">{t('action.save')}</button>
    </form>
  );
}
