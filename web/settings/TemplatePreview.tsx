/** Own wordings as their readers would get them, and how many SMS each is. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { TemplatePreviewRow } from '../../server/api/template-preview.ts';
import type { MessageTemplate } from '../../server/models/template.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { previewTemplates } from '../api/settings.ts';
import { said, t } from '../i18n/t.ts';
import { smsSize } from '../ui/sms.ts';
import type { Land } from './fields.ts';
import { templateTitle } from './templates.ts';
import '../i18n/settings-texts.ts';

/** Typing goes on: asked for when it rests. */
const WAIT_MS = 400;

interface Shown {
  templates: MessageTemplate[];
  rows: TemplatePreviewRow[];
}

export function TemplatePreview({ body, land }: { body: unknown; land: Land }): JSX.Element | null {
  const shown = useSignal<Shown | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  const templates = body as MessageTemplate[];
  useEffect(() => {
    const timer = setTimeout(() => {
      previewTemplates(templates).then(
        (rows) => {
          shown.value = { templates, rows };
          problem.value = undefined;
        },
        (error: unknown) => {
          shown.value = undefined;
          problem.value = sentenceFor(error);
        },
      );
    }, WAIT_MS);
    return () => clearTimeout(timer);
  }, [body]);
  if (templates.length === 0) return null;
  return (
    <section class="outline template-preview" aria-live="polite">
      <h2>{t('template.preview')}</h2>
      <p>{t('template.previewAbout')}</p>
      {problem.value && <p class="problem">{said(problem.value)}</p>}
      {shown.value && (
        <ol>
          {shown.value.rows.map((row, n) => (
            <li key={n}>
              <b>{templateTitle(shown.value!.templates[n]!, land)}</b>
              {row.givesWay && <p class="problem">{t('template.givesWay')}</p>}
              <Text text={row.sms} />
              {row.unicode !== row.sms && <Text text={row.unicode} />}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Text({ text }: { text: string }): JSX.Element {
  const { characters, segments, alphabet } = smsSize(text);
  return (
    <p>
      <q>{text}</q> <small>{t('template.size', { characters, alphabet, n: segments })}</small>
    </p>
  );
}
