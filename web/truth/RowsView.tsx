/** What stands behind a number of the truth board. */
import type { JSX } from 'preact';
import type { TruthRows } from '../../server/api/truth.ts';
import { rejectionWords } from '../console/rejection-words.ts';
import { t } from '../i18n/t.ts';
import { now } from '../ui/clock.ts';
import { ageWords } from '../ui/format.ts';
import { vesselPath } from '../ui/router.ts';
import { faultWords } from './words.ts';
import '../i18n/wall-texts.ts';

export function RowsView({ rows }: { rows: TruthRows }): JSX.Element {
  if (rows.vessels) return <VesselRows rows={rows.vessels} isCut={rows.cut === true} />;
  const { feed, rejections = [] } = rows;
  return (
    <>
      {feed && (
        <p>
          {t('truth.counters', {
            n: feed.messages,
            rejected: Object.values(feed.rejected).reduce((sum, count) => sum + count, 0),
            duplicates: feed.duplicates,
            late: feed.late,
            age: feed.lastByteAt === undefined ? t('feeds.nothingYet') : ageWords(now.value - feed.lastByteAt),
          })}
        </p>
      )}
      {rejections.length === 0 && <p class="empty">{t('truth.allGood')}</p>}
      <ul>
        {rejections.map(({ reason, text }, i) => (
          <li key={`${i}${text}`}>
            <b>{rejectionWords(reason)}</b> <code>{text}</code>
          </li>
        ))}
      </ul>
    </>
  );
}

interface VesselRowsProps {
  rows: NonNullable<TruthRows['vessels']>;
  isCut: boolean;
}

function VesselRows({ rows, isCut }: VesselRowsProps): JSX.Element {
  if (rows.length === 0) return <p class="empty">{t('truth.allGood')}</p>;
  return (
    <div class="table-scroll">
      <table>
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
              <td>{faults.map(faultWords).join('; ')}</td>
              <td>{fixTime === undefined ? t('truth.neverHeard') : ageWords(now.value - fixTime)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {isCut && <p>{t('truth.cut')}</p>}
    </div>
  );
}
