/** What is shown once: a password, a key, recovery codes. */
import type { JSX } from 'preact';
import { t } from '../i18n/t.ts';

export function Secret({
  title,
  lines,
  onClose,
}: {
  title: string;
  lines: string[];
  onClose: () => void;
}): JSX.Element {
  return (
    <section class="secret" role="status">
      <p>{title}</p>
      <pre>{lines.join('\n')}</pre>
      <button type="button" onClick={onClose}>
        {t('action.close')}
      </button>
    </section>
  );
}
