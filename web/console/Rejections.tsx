/** What a feed sent that could not be used, word for word: to be read by whoever looks after the receiver. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Rejection } from '../../decoders/report.ts';
import { readRejections } from '../api/resources.ts';
import { t } from '../i18n/t.ts';
import { localStamp, utcStamp } from '../ui/format.ts';
import { rejectionWords } from './rejection-words.ts';
import '../i18n/page-texts.ts';
import './rejections.css';

export function Rejections({ feed }: { feed: string }): JSX.Element {
  const list = useSignal<Rejection[] | 'unread' | undefined>(undefined);
  const read = (): void => {
    readRejections(feed).then(
      (rejections) => (list.value = rejections),
      () => (list.value = 'unread'),
    );
  };
  return (
    <details class="rejections" onToggle={(event) => event.currentTarget.open && read()}>
      <summary>{t('feeds.rejections')}</summary>
      {list.value === undefined && <p>{t('page.loading')}</p>}
      {list.value === 'unread' && <p class="problem">{t('feeds.rejectionsUnread')}</p>}
      {Array.isArray(list.value) && <List rejections={list.value} />}
    </details>
  );
}

function List({ rejections }: { rejections: Rejection[] }): JSX.Element {
  if (rejections.length === 0) return <p>{t('feeds.noRejections')}</p>;
  return (
    <ol>
      {rejections.map(({ reason, text, receivedAt }, at) => (
        <li key={`${receivedAt} ${at}`}>
          <time dateTime={new Date(receivedAt).toISOString()}>
            {localStamp(receivedAt)} <small>{utcStamp(receivedAt)}</small>
          </time>{' '}
          {rejectionWords(reason)} <code>{reason}</code>
          <pre>{text}</pre>
        </li>
      ))}
    </ol>
  );
}
