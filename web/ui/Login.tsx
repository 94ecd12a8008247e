/** Sign-in. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { RequestError, type Sentence, sentenceFor } from '../api/http.ts';
import { readWaysIn, signIn } from '../api/resources.ts';
import { type Key, said, t } from '../i18n/t.ts';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { askSession, isDemo } from './session.ts';

/** Why the province's sign-in has sent somebody back here. */
const OUTCOMES: Readonly<Record<string, Key>> = {
  refused: 'login.signOnRefused',
  failed: 'login.signOnFailed',
  away: 'login.signOnAway',
};

export function Login(): JSX.Element {
  const problem = useSignal<Sentence | undefined>(undefined);
  const busy = useSignal(false);
  const asksCode = useSignal(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    busy.value = true;
    problem.value = undefined;
    try {
      const code = form.get('code');
      await signIn(String(form.get('user')), String(form.get('password')), code === null ? undefined : String(code));
      await askSession();
    } catch (error) {
      const isCodeNeeded = error instanceof RequestError && error.code === 'code-needed';
      if (isCodeNeeded) asksCode.value = true;
      problem.value = sentenceFor(error);
    }
    busy.value = false;
  };
  return (
    <main class="login">
      <form onSubmit={(event) => void submit(event)}>
        <h1>Hải Đăng</h1>
        <p>{t('login.what')}</p>
        {isDemo() && (
          <p class="demo-strip">
            <strong>DEMO</strong> {t('demo.explanation')}
          </p>
        )}
        <label>
          {t('login.user')}
          <input name="user" autocomplete="username" required />
        </label>
        <label>
          {t('login.password')}
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        {asksCode.value && (
          <label>
            {t('login.code')}
            <input name="code" autocomplete="one-time-code" required />
          </label>
        )}
        {problem.value && (
          <p class="problem" role="alert">
            {said(problem.value)}
          </p>
        )}
        <button type="submit" class="primary" disabled={busy.value}>
          {t('login.submit')}
        </button>
        <SingleSignOn />
        <LanguageSwitch />
      </form>
    </main>
  );
}

/** The province's own accounts, where the server has them as a way in. */
function SingleSignOn(): JSX.Element | null {
  const label = useSignal<string | undefined>(undefined);
  useEffect(() => {
    readWaysIn().then(
      ({ singleSignOn }) => (label.value = singleSignOn?.label),
      () => undefined,
    );
  }, [label]);
  const outcome = OUTCOMES[new URLSearchParams(location.search).get('sign-on') ?? ''];
  return (
    <>
      {outcome && (
        <p class="problem" role="alert">
          {t(outcome)}
        </p>
      )}
      {label.value !== undefined && (
        <a class="button" href="/api/v1/session/oidc" target="_self">
          {t('login.signOn', { label: label.value })}
        </a>
      )}
    </>
  );
}
