/** Zone by zone and part by part: what holds, what would. */
import type { JSX } from 'preact';
import { t } from '../i18n/t.ts';
import { zoneName } from '../rules/names.ts';
import { zonePath } from '../ui/router.ts';
import type { ZoneChange } from './changes.ts';
import { partName, partWords, shapeName, z } from './words.ts';
import '../i18n/rules-texts.ts';

/** More rows than anybody reads. */
const MOST_ZONES = 200;

interface ChangeTableProps {
  changes: readonly ZoneChange[];
  /** Absent where nothing can be put back. */
  onPutBack?(change: ZoneChange): void;
  /** Somebody goes to the zone itself. */
  onOpen?(): void;
}

export function ChangeTable({ changes, onPutBack, onOpen }: ChangeTableProps): JSX.Element {
  return (
    <div class="table-scroll">
      <table class="differences">
        <thead>
          <tr>
            <th scope="col">{t('apply.what')}</th>
            <th scope="col">{t('apply.before')}</th>
            <th scope="col">{t('apply.after')}</th>
          </tr>
        </thead>
        {changes.slice(0, MOST_ZONES).map((change) => (
          <ChangedZone key={change.id} change={change} onPutBack={onPutBack} onOpen={onOpen} />
        ))}
      </table>
      {changes.length > MOST_ZONES && <p>{z('further', { n: changes.length - MOST_ZONES })}</p>}
    </div>
  );
}

type ChangedZoneProps = Pick<ChangeTableProps, 'onPutBack' | 'onOpen'> & { change: ZoneChange };

function ChangedZone({ change, onPutBack, onOpen }: ChangedZoneProps): JSX.Element {
  const { id, before, after, parts } = change;
  const zone = (after ?? before)!;
  return (
    <tbody data-change={id}>
      <tr>
        <th scope="rowgroup" colSpan={3}>
          {after ? (
            <a href={zonePath(id)} onClick={onOpen}>
              {zoneName(zone)}
            </a>
          ) : (
            zoneName(zone)
          )}{' '}
          <em class="zone-state">{z(change.change)}</em> {!before && shapeName(zone)}{' '}
          {onPutBack && (
            <button type="button" onClick={() => onPutBack(change)}>
              {z(before ? 'changes.restore' : 'action.remove')}
            </button>
          )}
        </th>
      </tr>
      {before &&
        after &&
        parts.map((part) => (
          <tr key={part}>
            <th scope="row">{partName(part)}</th>
            <td>{partWords(before, part)}</td>
            <td>
              <b>{partWords(after, part)}</b>
            </td>
          </tr>
        ))}
    </tbody>
  );
}
