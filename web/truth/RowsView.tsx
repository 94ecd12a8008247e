/** What stands behind a number of the truth board: a page of vessels, messages or hours. */
import type { JSX } from 'preact';
import { formatTime } from '../../geofences/position-text.ts';
import type { FindingRow, TruthRows } from '../../server/api/truth.ts';
import { rejectionWords } from '../console/rejection-words.ts';
import { formatCount, t } from '../i18n/t.ts';
import { now } from '../ui/clock.ts';
import { ageWords } from '../ui/format.ts';
import { vesselPath } from '../ui/router.ts';
import { FINDINGS, faultWords } from './words.ts';
import '../i18n/wall-texts.ts';
import '../ui/stacked.css';

export interface RowsViewProps {
  rows: TruthRows;
  /** The page that begins at this row is asked for. */
  onTurn(offset: number): void;
}

export function RowsView({ rows, onTurn }: RowsViewProps): JSX.Element {
  const { vessels, findings, hours, feed, total, offset } = rows;
  const shown = (vessels ?? findings ?? hours ?? []).length;
  const isListed = vessels !== undefined || findings !== undefined || hours !== undefined;
  return (
    <>
      {feed && <FeedFacts feed={feed} intervalMs={rows.intervalMs} />}
      {isListed && total === 0 && <p class="empty">{t('truth.allGood')}</p>}
      {vessels && shown > 0 && <VesselRows rows={vessels} />}
      {findings && shown > 0 && <Findings rows={findings} />}
      {hours && shown > 0 && (
        <ul>
          {hours.map((hour) => (
            <li key={hour}>{t('truth.hourMissed', { time: formatTime(hour) })}</li>
          ))}
        </ul>
      )}
      {total > 0 && <Pager shown={shown} total={total} offset={offset} onTurn={onTurn} />}
    </>
  );
}

function FeedFacts({ feed, intervalMs = 0 }: Required<Pick<TruthRows, 'feed'>> & { intervalMs?: number }): JSX.Element {
  return (
    <>
      <p>
        {t('truth.counters', {
          n: feed.messages,
          rejected: Object.values(feed.rejected).reduce((sum, count) => sum + count, 0),
          duplicates: feed.duplicates,
          late: feed.late,
          age: feed.lastByteAt === undefined ? t('feeds.nothingYet') : ageWords(now.value - feed.lastByteAt),
        })}
      </p>
      <p>
        {t('truth.interval', { minutes: Math.round(intervalMs / 60_000) })}{' '}
        {feed.lastByteAt !== undefined && t('truth.lastByte', { time: formatTime(feed.lastByteAt) })}
      </p>
    </>
  );
}

function VesselRows({ rows }: { rows: NonNullable<TruthRows['vessels']> }): JSX.Element {
  return (
    <div class="table-scroll">
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">{t('truth.vessel')}</th>
            <th scope="col">{t('truth.why')}</th>
            <th scope="col">{t('truth.heard')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ vesselId, label, faults, fixTime }) => (
            <tr key={vesselId}>
              <th scope="row">
                <a href={vesselPath(vesselId)}>{label}</a>
              </th>
              <td data-label={t('truth.why')}>{faults.map(faultWords).join('; ')}</td>
              <td data-label={t('truth.heard')}>
                {fixTime === undefined ? t('truth.neverHeard') : ageWords(now.value - fixTime)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Findings({ rows }: { rows: readonly FindingRow[] }): JSX.Element {
  return (
    <div class="table-scroll">
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">{t('truth.received')}</th>
            <th scope="col">{t('truth.why')}</th>
            <th scope="col">{t('truth.whose')}</th>
            <th scope="col">{t('truth.fixTime')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={`${at} ${row.receivedAt}`}>
              <td data-label={t('truth.received')}>{formatTime(row.receivedAt)}</td>
              <td data-label={t('truth.why')}>{findingWords(row)}</td>
              <td data-label={t('truth.whose')}>
                {row.vesselId !== undefined && <a href={vesselPath(row.vesselId)}>{row.label}</a>}
                {row.text !== undefined && <code>{row.text}</code>}
                {row.vesselId === undefined && row.text === undefined && t('truth.notKnown')}
              </td>
              <td data-label={t('truth.fixTime')}>{row.fixTime === undefined ? '—' : formatTime(row.fixTime)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function findingWords({ what, reason, faults = [] }: FindingRow): string {
  const why = [...(reason === undefined ? [] : [rejectionWords(reason)]), ...faults.map(faultWords)].join('; ');
  return why ? `${t(FINDINGS[what])}: ${why}` : t(FINDINGS[what]);
}

function Pager({ shown, total, offset, onTurn }: PagerProps): JSX.Element {
  const size = 100;
  return (
    <p class="truth-pager">
      {t('truth.page', { from: formatCount(offset + 1), to: formatCount(offset + shown), n: formatCount(total) })}{' '}
      {offset > 0 && (
        <button type="button" onClick={() => onTurn(Math.max(0, offset - size))}>
          {t('truth.before')}
        </button>
      )}{' '}
      {offset + shown < total && (
        <button type="button" onClick={() => onTurn(offset + shown)}>
          {t('truth.more')}
        </button>
      )}
    </p>
  );
}

interface PagerProps {
  shown: number;
  total: number;
  offset: number;
  onTurn(offset: number): void;
}
