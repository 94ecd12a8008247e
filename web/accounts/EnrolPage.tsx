/** All that is shown to whoever has to turn on a second factor before anything else. */
import type { JSX } from 'preact';
import { t } from '../i18n/t.ts';
import { leave } from '../ui/session.ts';
import { SelfView } from './SelfView.tsx';
import '../i18n/access-texts.ts';

export function EnrolPage({ user }: { user: string }): JSX.Element {
  return (
    <main class="page enrol-page">
      <p role="alert">{t('self.mustEnrol', { who: user })}</p>
      <SelfView isEnrolling />
      <button type="button" onClick={() => void leave()}>
        {t('session.leave')}
      </button>
    </main>
  );
}
