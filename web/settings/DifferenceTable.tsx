/** Place by place: what was, what would be. */
import type { JSX } from 'preact';
import { t } from '../i18n/t.ts';
import type { Difference } from './fields.ts';
import '../i18n/settings-texts.ts';
import '../i18n/rules-texts.ts';

/** More rows than anybody reads. */
const MOST_ROWS = 200;

export function DifferenceTable({ found }: { found: readonly Difference[] }): JSX.Element {
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
        <tbody>
          {found.slice(0, MOST_ROWS).map(({ place, before, after }, n) => (
            <tr key={n}>
              <th scope="row">{place}</th>
              <td>{before ?? '–'}</td>
              <td>
                <b>{after ?? t('settings.removed')}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.length > MOST_ROWS && <p>{t('settings.more', { n: found.length - MOST_ROWS })}</p>}
    </div>
  );
}
