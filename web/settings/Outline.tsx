/** A settings document to read: what is set, in words; a list as its lines, each of which opens. */
import type { JSX } from 'preact';
import { t } from '../i18n/t.ts';
import { type Field, type GroupField, type Land, valueWords } from './fields.ts';
import '../i18n/settings-texts.ts';

interface OutlineProps {
  field: Field;
  value: unknown;
  land: Land;
  /** The page says already what it is. */
  isWhole?: boolean;
}

export function Outline({ field, value, land, isWhole }: OutlineProps): JSX.Element {
  if (field.kind === 'list') {
    const items = Array.isArray(value) ? (value as unknown[]) : [];
    return (
      <section class="outline">
        {!isWhole && <h2>{t(field.label)}</h2>}
        {field.hint && <small>{t(field.hint)}</small>}
        {items.length === 0 && <p class="empty">{t(isWhole ? (field.empty ?? 'settings.empty') : 'settings.none')}</p>}
        {items.length > 0 && (
          <ol>
            {items.map((item, n) => (
              <li key={n}>
                <details>
                  <summary>{field.title(item as never, land)}</summary>
                  <Parts field={field.item} value={item} land={land} />
                </details>
              </li>
            ))}
          </ol>
        )}
      </section>
    );
  }
  if (field.kind === 'group')
    return (
      <section class="outline">
        {!isWhole && <h2>{t(field.label)}</h2>}
        <Parts field={field} value={value} land={land} />
      </section>
    );
  const isEmpty = Array.isArray(value) && value.length === 0;
  return <p>{isEmpty ? t('settings.empty') : valueWords(field, value, land)}</p>;
}

function Parts({ field, value, land }: { field: GroupField; value: unknown; land: Land }): JSX.Element {
  const parts = (value ?? {}) as Record<string, unknown>;
  const set = Object.entries(field.fields).filter(([name]) => parts[name] !== undefined);
  const leaves = set.flatMap(([name, part]) =>
    part.kind === 'list' || part.kind === 'group' ? [] : [{ name, part, words: valueWords(part, parts[name], land) }],
  );
  return (
    <>
      <dl>
        {leaves.map(({ name, part, words }) => (
          <div key={name}>
            <dt>{t(part.label)}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      {set.map(
        ([name, part]) =>
          (part.kind === 'list' || part.kind === 'group') && (
            <Outline key={name} field={part} value={parts[name]} land={land} />
          ),
      )}
    </>
  );
}
