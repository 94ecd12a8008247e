/** Whether each feed delivers, and how old its last byte is. */
import type { JSX } from 'preact';
import type { FeedStatus } from '../../server/live/protocol.ts';
import { formatCount, t } from '../i18n/t.ts';
import { status } from '../live/picture.ts';
import { now } from '../ui/clock.ts';
import { ageWords } from '../ui/format.ts';
import '../i18n/wall-texts.ts';

const MOST_FEEDS = 8;
const QUIET_MS = 5 * 60_000;

export function FeedsScene(): JSX.Element {
  const feeds = [...(status.value?.feeds ?? [])].sort((a, b) => (b.lastByteAt ?? 0) - (a.lastByteAt ?? 0));
  return (
    <>
      <h1>{t('wall.feeds')}</h1>
      <FeedTable feeds={feeds.slice(0, MOST_FEEDS)} time={now.value} />
    </>
  );
}

/** @param time that ages are told against, epoch ms */
export function FeedTable({ feeds, time }: { feeds: readonly FeedStatus[]; time: number }): JSX.Element {
  return (
    <table class="wall-table">
      <thead>
        <tr>
          <th scope="col">{t('wall.feed')}</th>
          <th scope="col">{t('wall.lastByte')}</th>
          <th scope="col">{t('wall.messages')}</th>
          <th scope="col">{t('wall.rejected')}</th>
        </tr>
      </thead>
      <tbody>
        {feeds.map((feed) => (
          <tr key={feed.id}>
            <th scope="row">
              {isGood(feed, time) ? '●' : '✕'} {feed.url}
            </th>
            <td class={isGood(feed, time) ? '' : 'band-silent'}>
              {feed.lastByteAt === undefined ? t('feeds.nothingYet') : ageWords(time - feed.lastByteAt)}
            </td>
            <td>{formatCount(feed.messages)}</td>
            <td>{formatCount(Object.values(feed.rejected).reduce((sum, n) => sum + n, 0))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function isGood({ state, lastByteAt }: FeedStatus, time: number): boolean {
  return state === 'ended' || (state === 'open' && lastByteAt !== undefined && time - lastByteAt <= QUIET_MS);
}
