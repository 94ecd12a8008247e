/** Where the link of the first start leads: a password for the first administrator. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { beginAccount } from '../api/resources.ts';
import { readWhetherDemo } from '../api/session.ts';
import { said, t } from '../i18n/t.ts';
import { LanguageSwitch } from '../ui/LanguageSwitch.tsx';
import '../i18n/access-texts.ts';

/** As the server has it (server/auth/account-fields.ts). */
const SHORTEST = 10;

export function FirstAccount(): JSX.Element {
  const problem = useSignal<Sentence | undefined>(undefined);
  const differs = useSignal(false);
  const busy = useSignal(false);
  const isDemo = useSignal(false);
  useEffect(() => {
    readWhetherDemo().then(
      (demo) => {
        isDemo.value = demo;
      },
      () => undefined,
    );
  }, [isDemo]);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const password = String(form.get('password'));
    problem.value = undefined;
    differs.value = password !== form.get('again');
    if (differs.value) return;
    busy.value = true;
    try {
      // Behind the `#` of the address it has never been on the way to a server, nor in its log.
      await beginAccount(location.hash.slice(1), password);
      location.replace('/');
    } catch (error) {
      problem.value = sentenceFor(error);
    }
    busy.value = false;
  };
  return (
    <main class="login">
      <form onSubmit={(event) => void submit(event)}>
        <h1>Hải Đăng</h1>
        <h2>{t('first.title')}</h2>
        {isDemo.value && (
          <p class="demo-strip">
            <strong>DEMO</strong> {t('demo.explanation')}
          </p>
        )}
        <p>{t('first.what', { least: SHORTEST })}</p>
        <input type="hidden" name="username" autocomplete="username" value="admin" />
        {(['password', 'again'] as const).map((name) => (
          <label key={name}>
            {t(name === 'password' ? 'login.password' : 'first.again')}
            <input name={name} type="password" autocomplete="new-password" minLength={SHORTEST} required />
          </label>
        ))}
        {(differs.value || problem.value) && (
          <p class="problem" role="alert">
            {problem.value ? said(problem.value) : t('first.differs')}
          </p>
        )}
        <button type="submit" class="primary" disabled={busy.value}>
          {t('first.submit')}
        </button>
        <LanguageSwitch />
      </form>
    </main>
  );
}
