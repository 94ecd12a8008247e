/** Changing a settings document: the form, what would be other, the reason, and the server's word on it. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { RequestError, type Sentence, sentenceFor } from '../api/http.ts';
import { isWaiting, type ReadDocument, writeDocument } from '../api/settings.ts';
import { said, t } from '../i18n/t.ts';
import { DifferenceTable } from './DifferenceTable.tsx';
import type { EditedDocument } from './documents.ts';
import { type Fault, FieldView } from './FieldView.tsx';
import { differences, type Field, type Land, same } from './fields.ts';
import { RoutingDifferences } from './RoutingDifferences.tsx';
import { TemplatePreview } from './TemplatePreview.tsx';
import '../i18n/settings-texts.ts';

export interface EditorProps {
  name: EditedDocument;
  field: Field;
  document: ReadDocument;
  start: unknown;
  land: Land;
  /** `waits`: for a second person. */
  onSaved(waits: boolean): void;
  onCancel(): void;
}

const ROUTED: readonly EditedDocument[] = ['routing', 'units', 'rosters', 'contacts'];

export function Editor({ name, field, document, start, land, onSaved, onCancel }: EditorProps): JSX.Element {
  const draft = useSignal(start);
  const why = useSignal('');
  const fault = useSignal<Fault | undefined>(undefined);
  const busy = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  const isOther = !same(draft.value, document.body);
  const drafted = { ...land, draft: draft.value };
  useEffect(() => form.current?.querySelector<HTMLElement>('input, select, textarea, button')?.focus(), []);
  useEffect(() => {
    if (!fault.value) return;
    const faulty = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    // The button of the form was pressed: whoever works by keyboard goes on where something is to be put right.
    (faulty ?? form.current?.querySelector<HTMLElement>('button[type="submit"]'))?.focus({ preventScroll: true });
    (faulty ?? form.current?.querySelector('.problem'))?.scrollIntoView({ block: 'center' });
  }, [fault.value]);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    busy.value = true;
    try {
      onSaved(isWaiting(await writeDocument(name, draft.value, document.revision, why.value.trim())));
    } catch (error) {
      const { where = '', why: reason } = error instanceof RequestError ? error : {};
      fault.value = { where, sentence: reason ? wholeSentence(reason) : sentenceFor(error) };
    }
    busy.value = false;
  };
  return (
    <form class="settings-form" ref={form} onSubmit={(event) => void save(event)}>
      {fault.value && (
        <p class="problem" role="alert">
          {said(fault.value.sentence)}
        </p>
      )}
      <FieldView
        field={field}
        value={draft.value}
        land={drafted}
        path=""
        fault={fault.value}
        onChange={(next) => {
          draft.value = next;
          fault.value = undefined;
        }}
      />
      <section class="settings-preview" aria-labelledby="preview-title">
        <h2 id="preview-title">{t('settings.whatChanges')}</h2>
        {isOther ? (
          <DifferenceTable found={differences(field, document.body, draft.value, drafted)} />
        ) : (
          <p>{t('settings.nothingChanged')}</p>
        )}
        {isOther && ROUTED.includes(name) && <RoutingDifferences name={name} draft={draft.value} land={drafted} />}
        {name === 'templates' && <TemplatePreview body={draft.value} land={drafted} />}
        <label class="field">
          {t('settings.why')}
          <input
            name="why"
            required
            maxLength={500}
            value={why.value}
            onInput={(event) => (why.value = event.currentTarget.value)}
          />
        </label>
        <p class="dialog-buttons">
          <button type="submit" class="primary" disabled={busy.value || !isOther}>
            {t('settings.save')}
          </button>
          <button type="button" onClick={onCancel}>
            {t('action.cancel')}
          </button>
        </p>
      </section>
    </form>
  );
}

/** The server's reason as it stands at its field, where the place need not be named. */
function wholeSentence({ vi, en }: Sentence): Sentence {
  const whole = (part: string): string =>
    `${part.charAt(0).toUpperCase()}${part.slice(1)}${/[.!?]$/.test(part) ? '' : '.'}`;
  return { vi: whole(vi), en: whole(en) };
}
