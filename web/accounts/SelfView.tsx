/** One's own account: another password, and a code beside it. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { encode } from 'uqr';
import { beginFactor, changePassword, endFactor, offerFactor } from '../api/accounts.ts';
import { said, t } from '../i18n/t.ts';
import { askSession, sessionState } from '../ui/session.ts';
import { useActing } from './acting.ts';
import { OwnSessions } from './OwnSessions.tsx';
import { Secret } from './Secret.tsx';
import './accounts.css';
import '../i18n/access-texts.ts';

interface Offer {
  secret: string;
  uri: string;
  password: string;
}

/** @param isEnrolling nothing but the second factor is possible now */
export function SelfView({ isEnrolling = false }: { isEnrolling?: boolean } = {}): JSX.Element {
  const { problem, run } = useActing();
  const offer = useSignal<Offer | undefined>(undefined);
  const codes = useSignal<string[] | undefined>(undefined);
  const state = sessionState.value;
  const isOn = state.kind === 'in' && state.session.hasSecondFactor === true;
  const submitted =
    (then: (form: FormData) => Promise<void>) =>
    (event: SubmitEvent): void => {
      event.preventDefault();
      const form = new FormData(event.currentTarget as HTMLFormElement);
      void run(() => then(form));
    };
  const change = submitted(async (form) => {
    await changePassword(String(form.get('password')), String(form.get('next')));
    await askSession();
  });
  const begin = submitted(async (form) => {
    const password = String(form.get('password'));
    offer.value = { ...(await offerFactor(password)), password };
  });
  const confirm = submitted(async (form) => {
    if (!offer.value) return;
    const { password, secret } = offer.value;
    codes.value = (await beginFactor(password, secret, String(form.get('code')))).recoveryCodes;
    offer.value = undefined;
  });
  const end = submitted(async (form) => {
    await endFactor(String(form.get('password')));
    await askSession();
  });
  return (
    <>
      <h1>{t('self.title')}</h1>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {!isEnrolling && <PasswordForm onSubmit={change} />}
      <h2 id="self-factor">{t('self.factor')}</h2>
      <p>{t('self.factorAbout')}</p>
      {codes.value && (
        <Secret
          title={t('self.recovery')}
          lines={codes.value}
          onClose={() => {
            codes.value = undefined;
            void askSession();
          }}
        />
      )}
      {isOn && <p>{t('self.factorOn')}</p>}
      {offer.value && (
        <form class="account-form" aria-labelledby="self-factor" onSubmit={confirm}>
          <p>{t('self.scan')}</p>
          <Picture text={offer.value.uri} />
          <code class="secret-text">{offer.value.secret}</code>
          <label>
            {t('self.code')}
            <input name="code" required inputMode="numeric" autocomplete="one-time-code" />
          </label>
          <footer>
            <button type="submit" class="primary">
              {t('self.confirm')}
            </button>
          </footer>
        </form>
      )}
      {!offer.value && !codes.value && (
        <form
          class="account-form"
          data-form="second-factor"
          aria-labelledby="self-factor"
          onSubmit={isOn ? end : begin}
        >
          <PasswordField />
          <footer>
            <button type="submit">{t(isOn ? 'self.factorEnd' : 'self.factorBegin')}</button>
          </footer>
        </form>
      )}
      {!isEnrolling && <OwnSessions />}
    </>
  );
}

function PasswordForm({ onSubmit }: { onSubmit: (event: SubmitEvent) => void }): JSX.Element {
  return (
    <>
      <h2 id="self-password">{t('self.password')}</h2>
      <form class="account-form" aria-labelledby="self-password" onSubmit={onSubmit}>
        <PasswordField />
        <label>
          {t('self.next')}
          <input name="next" type="password" required minLength={10} autocomplete="new-password" />
        </label>
        <footer>
          <button type="submit">{t('self.change')}</button>
        </footer>
      </form>
    </>
  );
}

function PasswordField(): JSX.Element {
  return (
    <label>
      {t('self.current')}
      <input name="password" type="password" required autocomplete="current-password" />
    </label>
  );
}

function Picture({ text }: { text: string }): JSX.Element {
  const { data, size } = encode(text, { border: 2 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('self.picture')}>
      <path d={path} />
    </svg>
  );
}
