/** What stands beside an act: its parts, and a change of settings from what to what. */
import type { JSX } from 'preact';
import type { Act } from '../../server/models/entry.ts';
import type { PlacedChange } from '../../server/models/proposal.ts';
import { t } from '../i18n/t.ts';
import { ActFacts } from './ActFacts.tsx';
import '../i18n/access-texts.ts';

export function ActDetails({ details }: { details: NonNullable<Act['details']> }): JSX.Element {
  const { changes, more, ...rest } = details;
  if (!isChanges(changes)) return <ActFacts facts={details} />;
  return (
    <details>
      <summary>
        <small>{t('audit.changes', { n: changes.length + (typeof more === 'number' ? more : 0) })}</small>{' '}
        <ActFacts facts={rest} />
      </summary>
      <ul class="act-changes">
        {changes.map(({ place, from, to }) => (
          <li key={place} class="act-change">
            <code>{place || '–'}</code>: <del>{from ?? '–'}</del> → <ins>{to ?? '–'}</ins>
          </li>
        ))}
      </ul>
      {typeof more === 'number' && <small>{t('audit.moreChanges', { n: more })}</small>}
    </details>
  );
}

function isChanges(value: unknown): value is PlacedChange[] {
  return Array.isArray(value) && value.every((one: unknown) => typeof (one as { place?: unknown }).place === 'string');
}
