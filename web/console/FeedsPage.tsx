/** What comes in, from where, and what is wrong with it. Follows the live status. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { FeedStatus } from '../../server/live/protocol.ts';
import { readStatus } from '../api/resources.ts';
import { formatCount, type Key, said, t } from '../i18n/t.ts';
import { status } from '../live/picture.ts';
import { now } from '../ui/clock.ts';
import { ageWords, sizeText } from '../ui/format.ts';
import { isDelivering } from '../ui/health.ts';
import { SystemAlarms } from '../ui/SystemAlarms.tsx';
import { mayDo, sessionState } from '../ui/session.ts';
import { ForwardTable } from './ForwardTable.tsx';
import { JobsTable } from './JobsTable.tsx';
import { Rejections } from './Rejections.tsx';
import { rejectionWords } from './rejection-words.ts';
import '../ui/stacked.css';
import '../i18n/wall-texts.ts';
import '../i18n/page-texts.ts';

/** Quiet: open, and nothing comes, such as a station that takes our call and says nothing. */
type ShownState = FeedStatus['state'] | 'quiet';

const STATES: Record<ShownState, Key> = {
  connecting: 'feed.connecting',
  open: 'feed.open',
  quiet: 'feed.quiet',
  waiting: 'feed.waiting',
  ended: 'feed.ended',
  failed: 'feed.failed',
};
const SYMBOLS: Record<ShownState, string> = {
  connecting: '◌',
  open: '●',
  quiet: '○',
  waiting: '◐',
  ended: '■',
  failed: '✕',
};

export function FeedsPage(): JSX.Element {
  // The live line may not be up yet, or refused; the page should still say what is known.
  const asked = useSignal(false);
  useEffect(() => {
    if (status.value) return;
    readStatus().then(
      (read) => (status.value ??= read),
      () => (asked.value = true),
    );
  }, [asked]);
  const current = status.value;
  const who = sessionState.value;
  const isAdmin = who.kind === 'in' && who.session.roles.includes('admin');
  return (
    <main class="page">
      <h1>{t('feeds.title')}</h1>
      <p>
        <a href="/truth">{t('nav.truth')}</a>
        {mayDo('settings:write') && (
          <>
            {' · '}
            <a href="/settings/feeds">{t('feeds.edit')}</a>
          </>
        )}
      </p>
      {!current && <p>{asked.value ? t('feeds.unknown') : t('page.loading')}</p>}
      {current?.feeds.length === 0 && <p class="empty">{t('feeds.none')}</p>}
      {current && current.feeds.length > 0 && (
        <div class="table-scroll">
          <table class="stacked">
            <thead>
              <tr>
                <th scope="col">{t('feeds.feed')}</th>
                <th scope="col">{t('feeds.state')}</th>
                <th scope="col">{t('feeds.lastByteColumn')}</th>
                <th scope="col" class="number">
                  {t('feeds.bytes')}
                </th>
                <th scope="col" class="number">
                  {t('feeds.sentences')}
                </th>
                <th scope="col" class="number">
                  {t('feeds.messages')}
                </th>
                <th scope="col">{t('feeds.rejected')}</th>
                <th scope="col" class="number">
                  {t('feeds.duplicates')}
                </th>
                <th scope="col" class="number">
                  {t('feeds.late')}
                </th>
                <th scope="col" class="number">
                  {t('feeds.reconnects')}
                </th>
              </tr>
            </thead>
            <tbody>
              {current.feeds.map((feed) => (
                <FeedRow key={feed.id} feed={feed} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {current && (
        <p>
          <SystemAlarms current={current} /> {t('feeds.journal', { size: sizeText(current.journal.bytes) })}
          {current.behindBytes > 0 && ` ${t('footer.behind', { n: current.behindBytes })}`}
        </p>
      )}
      {isAdmin && <ForwardTable />}
      {isAdmin && <JobsTable />}
    </main>
  );
}

function FeedRow({ feed }: { feed: FeedStatus }): JSX.Element {
  const rejected = Object.entries(feed.rejected).filter(([, n]) => n > 0);
  const refused = rejected.reduce((sum, [, n]) => sum + n, 0);
  const state: ShownState = feed.state === 'open' && !isDelivering(feed, now.value) ? 'quiet' : feed.state;
  const refusedPercent = Math.floor((100 * refused) / (refused + feed.messages));
  return (
    <tr>
      <th scope="row">
        {feed.label ?? feed.url}
        <small>
          {feed.label && `${feed.url} · `}
          {feed.format === 'auto' ? t('feeds.formatAuto') : feed.format.toUpperCase()}
        </small>
      </th>
      <td>
        <span class={`feed-state ${state}`}>
          <span aria-hidden="true">{SYMBOLS[state]}</span> {t(STATES[state])}
        </span>
        {feed.problem && <p class="problem">{said(feed.problem)}</p>}
        {refused > feed.messages && <p class="problem">{t('feeds.mostRefused', { n: refusedPercent })}</p>}
      </td>
      <td data-label={t('feeds.lastByteColumn')}>
        {feed.lastByteAt === undefined ? t('feeds.nothingYet') : ageWords(now.value - feed.lastByteAt)}
      </td>
      <td data-label={t('feeds.bytes')} class="number">
        {sizeText(feed.bytes)}
      </td>
      <td data-label={t('feeds.sentences')} class="number">
        {formatCount(feed.sentences)}
      </td>
      <td data-label={t('feeds.messages')} class="number">
        {formatCount(feed.messages)}
      </td>
      <td data-label={t('feeds.rejected')}>
        {rejected.length === 0
          ? '0'
          : rejected.map(([reason, n]) => (
              <div key={reason}>
                {formatCount(n)} {rejectionWords(reason)} <code>{reason}</code>
              </div>
            ))}
        {rejected.length > 0 && <Rejections feed={feed.id} />}
      </td>
      <td data-label={t('feeds.duplicates')} class="number">
        {formatCount(feed.duplicates)}
      </td>
      <td data-label={t('feeds.late')} class="number">
        {formatCount(feed.late)}
      </td>
      <td data-label={t('feeds.reconnects')} class="number">
        {formatCount(feed.reconnects)}
      </td>
    </tr>
  );
}
