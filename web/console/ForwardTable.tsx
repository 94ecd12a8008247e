/** To whom positions go on, and how that does. For administrators. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ShownReceiver } from '../../server/api/answers/forwarding.ts';
import { getJson } from '../api/http.ts';
import { formatCount, type Key, t } from '../i18n/t.ts';
import { localStamp, utcStamp } from '../ui/format.ts';
import '../i18n/wall-texts.ts';
import '../i18n/page-texts.ts';

const AGAIN_MS = 10_000;
const STATES: Record<ShownReceiver['state'], Key> = {
  'not-yet': 'forward.notYet',
  good: 'forward.good',
  failing: 'forward.failing',
};
const SYMBOLS: Record<ShownReceiver['state'], string> = { 'not-yet': '○', good: '●', failing: '✕' };

export function ForwardTable(): JSX.Element | null {
  const receivers = useSignal<ShownReceiver[]>([]);
  useEffect(() => {
    const read = (): void => {
      getJson<{ receivers: ShownReceiver[] }>('/forwarding').then(
        (answer) => (receivers.value = answer.receivers),
        () => undefined,
      );
    };
    read();
    const timer = setInterval(read, AGAIN_MS);
    return () => clearInterval(timer);
  }, [receivers]);
  if (receivers.value.length === 0) return null;
  return (
    <section aria-labelledby="forward-title">
      <h2 id="forward-title">{t('forward.title')}</h2>
      <div class="table-scroll">
        <table class="stacked">
          <thead>
            <tr>
              <th scope="col">{t('forward.receiver')}</th>
              <th scope="col">{t('jobs.state')}</th>
              <th scope="col">{t('forward.waiting')}</th>
              <th scope="col">{t('forward.sent')}</th>
              <th scope="col">{t('forward.refused')}</th>
              <th scope="col">{t('forward.missed')}</th>
              <th scope="col">{t('forward.last')}</th>
            </tr>
          </thead>
          <tbody>
            {receivers.value.map((one) => (
              <ReceiverRow key={one.id} one={one} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function ReceiverRow({ one }: { one: ShownReceiver }): JSX.Element {
  const { id, format, host, state, waiting, sent, refused, missed, lastMissedAt, lastSuccessAt, oldestWaitingAt, why } =
    one;
  return (
    <tr>
      <th scope="row">
        {id}
        <small>
          {format.toUpperCase()} · {host}
        </small>
      </th>
      <td>
        <span class={`feed-state ${state === 'good' ? 'open' : ''}`}>
          <span aria-hidden="true">{SYMBOLS[state]}</span> {t(STATES[state])}
        </span>
        {state === 'failing' && why && <p class="problem">{why}</p>}
      </td>
      <td data-label={t('forward.waiting')} class="number">
        {formatCount(waiting)}
        {oldestWaitingAt !== undefined && <small> {t('forward.since', { time: localStamp(oldestWaitingAt) })}</small>}
      </td>
      <td data-label={t('forward.sent')} class="number">
        {formatCount(sent)}
      </td>
      <td data-label={t('forward.refused')} class="number">
        {formatCount(refused)}
      </td>
      <td data-label={t('forward.missed')} class="number">
        {missed > 0 && <span aria-hidden="true">⚠ </span>}
        {formatCount(missed)}
        {lastMissedAt !== undefined && <small> {t('forward.missedAt', { time: localStamp(lastMissedAt) })}</small>}
      </td>
      <td data-label={t('forward.last')}>
        {lastSuccessAt === undefined ? (
          t('jobs.never')
        ) : (
          <time dateTime={new Date(lastSuccessAt).toISOString()}>
            {localStamp(lastSuccessAt)} <small>{utcStamp(lastSuccessAt)}</small>
          </time>
        )}
      </td>
    </tr>
  );
}
