/** A list in a form: each item a line that opens, can be moved, removed, and added to. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { said, t } from '../i18n/t.ts';
import { type FieldProps, GroupFields, isWithin } from './FieldView.tsx';
import type { ListField } from './fields.ts';
import '../i18n/settings-texts.ts';

export function ListView({ field, value, land, path, fault, onChange }: FieldProps<ListField>): JSX.Element {
  const items = Array.isArray(value) ? (value as unknown[]) : [];
  const open = useSignal<number | undefined>(undefined);
  const put = (at: number, next: unknown): void => onChange(items.map((one, n) => (n === at ? next : one)));
  const whole = useRef<HTMLFieldSetElement>(null);
  /** After it stands there: what was pressed may be gone, and what was added begins with its first field. */
  const focusOn = (selector: string): void => {
    setTimeout(() => whole.current?.querySelector<HTMLElement>(selector)?.focus());
  };
  const move = (at: number, by: 1 | -1): void => {
    const moved = [...items];
    const [one] = moved.splice(at, 1);
    moved.splice(at + by, 0, one);
    onChange(moved);
    open.value = undefined;
  };
  return (
    <fieldset class="field list" data-field={path} ref={whole}>
      <legend>{t(field.label)}</legend>
      {field.hint && <small>{t(field.hint)}</small>}
      {fault?.where === (path === '' ? '.' : path) && <p class="problem">{said(fault.sentence)}</p>}
      {items.length > 0 && (
        <ol>
          {items.map((item, n) => {
            const at = `${path}[${n}]`;
            const isFaulty = fault !== undefined && isWithin(fault.where, at);
            const isOpen = open.value === n || isFaulty;
            const title = field.title(item as never, land) || t('settings.unnamed');
            return (
              <li key={n} class={isFaulty ? 'faulty' : undefined}>
                <div class="item-head">
                  <button
                    type="button"
                    class="item-title"
                    aria-expanded={isOpen}
                    onClick={() => (open.value = isOpen ? undefined : n)}
                  >
                    {title}
                  </button>
                  <button
                    type="button"
                    disabled={n === 0}
                    aria-label={t('settings.up', { what: title })}
                    onClick={() => move(n, -1)}
                  >
                    ↑
                  </button>
                  <button
                    type="button"
                    disabled={n === items.length - 1}
                    aria-label={t('settings.down', { what: title })}
                    onClick={() => move(n, 1)}
                  >
                    ↓
                  </button>
                  <button
                    type="button"
                    aria-label={t('settings.remove', { what: title })}
                    onClick={() => {
                      open.value = undefined;
                      onChange(items.filter((_, other) => other !== n));
                      focusOn(':scope > button');
                    }}
                  >
                    ×
                  </button>
                </div>
                {fault?.where === at && <p class="problem">{said(fault.sentence)}</p>}
                {isOpen && (
                  <div class="item-fields">
                    <GroupFields
                      field={field.item}
                      value={item}
                      land={land}
                      path={at}
                      fault={fault}
                      onChange={(next) => put(n, next)}
                    />
                  </div>
                )}
              </li>
            );
          })}
        </ol>
      )}
      <button
        type="button"
        onClick={() => {
          onChange([...items, field.fresh()]);
          open.value = items.length;
          focusOn(':scope > ol > li:last-child > .item-fields :is(input, select, textarea, button)');
        }}
      >
        {t('settings.add', { what: t(field.label) })}
      </button>
    </fieldset>
  );
}
