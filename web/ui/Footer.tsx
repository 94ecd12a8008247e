/** The line of health: feeds, vessels, outbox, journal, connection. */
import type { JSX } from 'preact';
import type { SystemStatus } from '../../server/live/protocol.ts';
import { t } from '../i18n/t.ts';
import { connection, isWhole, positionVersion, status, vessels } from '../live/picture.ts';
import { now } from './clock.ts';
import { ageWords } from './format.ts';
import { feedHealth, type Health } from './health.ts';
import { SystemAlarms } from './SystemAlarms.tsx';
import { seesSome } from './session.ts';

const LAMPS: Record<Health, string> = { good: '●', waiting: '◐', bad: '✕' };

export function Footer(): JSX.Element {
  const current = status.value;
  const live = connection.value === 'live';
  return (
    <footer class="footer">
      {current && <HealthLine current={current} />}
      <span class={live ? 'connection good' : 'connection bad'}>
        {live ? LAMPS.good : LAMPS.bad} {live ? t('connection.live') : t('connection.notLive')}
      </span>
    </footer>
  );
}

function HealthLine({ current }: { current: SystemStatus }): JSX.Element {
  void positionVersion.value;
  if (seesSome()) return <Counts current={current} />;
  const health = feedHealth(current, now.value);
  const heard = current.feeds.flatMap((feed) => feed.lastByteAt ?? []);
  const lastByte = heard.length === 0 ? t('feeds.nothingYet') : ageWords(now.value - Math.max(...heard));
  return (
    <>
      <a href="/feeds" class={health}>
        <span aria-hidden="true">{LAMPS[health]}</span>{' '}
        {health === 'good' ? t('feeds.good') : health === 'waiting' ? t('feeds.waiting') : t('feeds.bad')} ·{' '}
        {t('feeds.lastByte', { age: lastByte })}
      </a>
      <Counts current={current} />
      <a href="/outbox">
        {t('footer.outbox', { n: current.outbox.queued })}
        {current.outbox.failed > 0 && <b class="bad"> · {t('footer.failed', { n: current.outbox.failed })}</b>}
      </a>
      <SystemAlarms current={current} />
      {current.behindBytes > 1_000_000 && <span class="waiting">{t('footer.behind', { n: current.behindBytes })}</span>}
      <span class="version">{t('footer.version', { version: current.version })}</span>
    </>
  );
}

function Counts({ current }: { current: SystemStatus }): JSX.Element {
  if (!isWhole.value) return <span class="counts">{t('page.loading')}</span>;
  // The count of known vessels is a moment older than the map: while a fleet comes in it may be the smaller one.
  const unplaced = Math.max(0, current.vessels - vessels.count);
  return (
    <span class="counts">
      {t('footer.placed', { n: vessels.count })}
      {unplaced > 0 && <span title={t('footer.unplacedWhy')}> · {t('footer.unplaced', { n: unplaced })}</span>}
    </span>
  );
}
