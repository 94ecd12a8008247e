/** A call to the hotline, as the officer writes it down. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { ReportTopic } from '../../server/models/field-report.ts';
import { writeCall } from './api.ts';
import { ft, topicKeys } from './texts.ts';

interface HotlineFormProps {
  /** Resolves with whether it was taken. */
  act(doing: Promise<unknown>): Promise<boolean>;
}

const lines = [
  ['place', 'field.place', 200],
  ['boat', 'field.boat', 60],
  ['name', 'field.name', 80],
  ['phone', 'field.phone', 30],
] as const;

export function HotlineForm({ act }: HotlineFormProps): JSX.Element {
  const saved = useSignal(false);
  const save = async (form: HTMLFormElement): Promise<void> => {
    const typed = new FormData(form);
    const said = (name: string): string => String(typed.get(name) ?? '').trim();
    const optional = Object.fromEntries(lines.map(([name]) => [name, said(name) || undefined]));
    const place = said('lat') && said('lon') ? { lat: Number(said('lat')), lon: Number(said('lon')) } : {};
    saved.value = await act(
      writeCall({ topic: said('topic') as ReportTopic, text: said('text'), ...optional, ...place }),
    );
    if (saved.value) form.reset();
  };
  return (
    <details class="panel">
      <summary>{ft('field.call')}</summary>
      <form
        class="field-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save(event.currentTarget);
        }}
        onInput={() => (saved.value = false)}
      >
        <label>
          {ft('field.topic')}
          <select name="topic">
            {(Object.keys(topicKeys) as ReportTopic[]).map((topic) => (
              <option key={topic} value={topic}>
                {ft(topicKeys[topic])}
              </option>
            ))}
          </select>
        </label>
        <label class="wide">
          {ft('field.text')}
          <textarea name="text" rows={3} maxLength={2000} required />
        </label>
        {lines.map(([name, key, most]) => (
          <label key={name}>
            {ft(key)}
            <input name={name} maxLength={most} autocomplete="off" />
          </label>
        ))}
        <label>
          {ft('field.lat')}
          <input name="lat" type="number" step="any" min={-90} max={90} />
        </label>
        <label>
          {ft('field.lon')}
          <input name="lon" type="number" step="any" min={-180} max={180} />
        </label>
        <button type="submit" class="primary">
          {ft('field.save')}
        </button>
        {saved.value && <p role="status">{ft('field.saved')}</p>}
      </form>
    </details>
  );
}
