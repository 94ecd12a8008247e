/** Walls: typing the code that a screen shows, screens that wait, those that are paired and when they were seen. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatTime } from '../../geofences/position-text.ts';
import type { WaitingScreen, Wall } from '../../server/auth/walls.ts';
import { deleteJson, getJson, postJson, type Sentence, sentenceFor } from '../api/http.ts';
import { said, t } from '../i18n/t.ts';
import { now } from '../ui/clock.ts';
import { ageWords } from '../ui/format.ts';
import { mayDo } from '../ui/session.ts';
import '../i18n/wall-texts.ts';

interface Known {
  walls: Wall[];
  waiting: WaitingScreen[];
}

const EVERY_MS = 5000;

export function WallsView(): JSX.Element {
  const known = useSignal<Known | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  const done = useSignal('');
  const read = (): void => {
    getJson<Known>('/walls').then(
      (one) => (known.value = one),
      (error: unknown) => (problem.value = sentenceFor(error)),
    );
  };
  useEffect(() => {
    read();
    const timer = setInterval(read, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const act = (doing: Promise<unknown>, words = ''): void => {
    problem.value = undefined;
    done.value = '';
    doing.then(
      () => {
        done.value = words;
        read();
      },
      (error: unknown) => (problem.value = sentenceFor(error)),
    );
  };
  const shown = known.value;
  return (
    <>
      <h1>{t('nav.walls')}</h1>
      <p>{t('walls.about')}</p>
      {mayDo('settings:write') && (
        <form
          class="wall-approval"
          onSubmit={(event) => {
            event.preventDefault();
            const said = new FormData(event.currentTarget);
            const name = String(said.get('name'));
            act(postJson('/walls', { code: said.get('code'), name }), t('walls.approved', { name }));
            event.currentTarget.reset();
          }}
        >
          <label>
            {t('walls.code')} <input name="code" required maxLength={20} size={12} autocomplete="off" />
          </label>{' '}
          <label>
            {t('walls.name')} <input name="name" required maxLength={60} />
          </label>{' '}
          <button type="submit" class="primary">
            {t('walls.approve')}
          </button>
        </form>
      )}
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {done.value && <p role="status">{done.value}</p>}
      {shown && shown.waiting.length > 0 && (
        <>
          <h2>{t('walls.waiting')}</h2>
          <ul>
            {shown.waiting.map(({ id, remote, createdAt }) => (
              <li key={id}>
                {t('walls.waitingFrom', { address: remote, age: ageWords(now.value - createdAt) })}{' '}
                <button type="button" onClick={() => act(postJson(`/walls/${id}/refuse`, {}))}>
                  {t('walls.refuse')}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {shown?.walls.length === 0 && <p class="empty">{t('walls.none')}</p>}
      {shown && shown.walls.length > 0 && (
        <div class="table-scroll">
          <table class="stacked">
            <thead>
              <tr>
                <th scope="col">{t('walls.name')}</th>
                <th scope="col">{t('walls.approvedBy')}</th>
                <th scope="col">{t('walls.seen')}</th>
                <th scope="col">{t('table.acts')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.walls.map((wall) => (
                <WallRow key={wall.id} wall={wall} onRevoke={() => act(deleteJson(`/walls/${wall.id}`))} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function WallRow({ wall, onRevoke }: { wall: Wall; onRevoke: () => void }): JSX.Element {
  const asked = useSignal(false);
  return (
    <tr>
      <th scope="row">{wall.name}</th>
      <td data-label={t('walls.approvedBy')}>
        {wall.approvedBy} <small>{formatTime(wall.approvedAt)}</small>
      </td>
      <td data-label={t('walls.seen')}>
        {wall.lastSeenAt === undefined ? t('walls.never') : ageWords(now.value - wall.lastSeenAt)}
      </td>
      <td>
        {wall.revokedAt === undefined ? (
          <button
            type="button"
            onClick={() => {
              if (asked.value) onRevoke();
              asked.value = !asked.value;
            }}
          >
            {t(asked.value ? 'walls.revokeSure' : 'walls.revoke')}
          </button>
        ) : (
          t('walls.revoked', { time: formatTime(wall.revokedAt) })
        )}
      </td>
    </tr>
  );
}
