/** Where one is signed in: each session with when, from where and on what, and a way to end it. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatTime } from '../../geofences/position-text.ts';
import type { OwnSession } from '../../server/auth/sessions.ts';
import { endOtherSessions, endOwnSession, readOwnSessions } from '../api/accounts.ts';
import { said, t } from '../i18n/t.ts';
import { askSession } from '../ui/session.ts';
import { useActing } from './acting.ts';
import { deviceWords } from './device-words.ts';
import '../i18n/access-texts.ts';

export function OwnSessions(): JSX.Element {
  const { problem, run } = useActing();
  const sessions = useSignal<readonly OwnSession[]>([]);
  const read = () =>
    run(async () => {
      sessions.value = (await readOwnSessions()).sessions;
    });
  useEffect(() => void read(), []);
  const end = (one: OwnSession) =>
    run(async () => {
      await endOwnSession(one.id);
      await (one.isThis ? askSession() : read());
    });
  const endOthers = () =>
    run(async () => {
      await endOtherSessions();
      await read();
    });
  return (
    <>
      <h2 id="self-sessions">{t('self.sessions')}</h2>
      <p>{t('self.sessionsAbout')}</p>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      <ul class="own-sessions" aria-labelledby="self-sessions">
        {sessions.value.map((one) => (
          <li key={one.id}>
            <strong>{deviceWords(one.device) ?? t('self.sessionUnknown')}</strong>
            {one.isThis && <em> {t('self.sessionThis')}</em>}
            <span>
              {t('self.sessionTimes', {
                began: formatTime(one.beganAt),
                seen: formatTime(one.seenAt),
                from: one.from ?? '–',
              })}
            </span>
            <button type="button" onClick={() => void end(one)}>
              {t(one.isThis ? 'self.sessionLeave' : 'self.sessionEnd')}
            </button>
          </li>
        ))}
      </ul>
      {sessions.value.length > 1 && (
        <button type="button" onClick={() => void endOthers()}>
          {t('self.sessionsEndOthers')}
        </button>
      )}
    </>
  );
}
