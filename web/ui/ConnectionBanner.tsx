/** Says in words that what is on the screen is not the present. */
import type { JSX } from 'preact';
import { t } from '../i18n/t.ts';
import { connection, lastFrameAt, status } from '../live/picture.ts';
import { now } from './clock.ts';
import { clockText, dateText, durationWords } from './format.ts';

const HALF_DAY_MS = 12 * 3_600_000;

export function ConnectionBanner(): JSX.Element | null {
  const state = connection.value;
  if (state === 'live') {
    const store = status.value?.store;
    if (!store?.away) return null;
    const since = clockText(store.away.since, 'local');
    const asOf = clockText(store.coversTo ?? store.away.since, 'local');
    return (
      <p class="banner lost" role="alert">
        {t('store.away', { since, asOf })}
      </p>
    );
  }
  if (state === 'connecting' || lastFrameAt.value === 0) {
    return (
      <p class="banner" role="status">
        {t('connection.connecting')}
      </p>
    );
  }
  const silentMs = Math.max(0, Date.now() - lastFrameAt.value);
  const lastAt = now.value - silentMs;
  // A time of day says nothing about another day.
  const day = silentMs > HALF_DAY_MS ? ` ${dateText(lastAt, 'local')}` : '';
  const values = { since: clockText(lastAt, 'local') + day, age: durationWords(silentMs) };
  return (
    <p class="banner lost" role="alert">
      {t('connection.lost', { since: values.since })} <span aria-hidden="true">({values.age})</span>
    </p>
  );
}
