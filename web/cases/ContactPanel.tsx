/** Logs an attempt to reach the boat: whom is chosen already, so that a call is one press on what came of it. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { ContactAttempt } from '../../server/models/case.ts';
import { logContact, type WholeCase } from '../api/work.ts';
import { type Key, said, t } from '../i18n/t.ts';
import type { PanelProps } from './CasePage.tsx';

const CHANNELS: Record<ContactAttempt['channel'], Key> = {
  phone: 'contact.phone',
  'device-text': 'contact.device-text',
  radio: 'contact.radio',
  'in-person': 'contact.in-person',
};
const PEOPLE: Record<WholeCase['people'][number]['who'], Key> = { owner: 'contact.owner', captain: 'contact.captain' };

export function ContactPanel({ shown, act }: PanelProps): JSX.Element | null {
  const channel = useSignal<ContactAttempt['channel']>('phone');
  const chosen = useSignal(shown.people[0]?.who ?? 'other');
  const other = useSignal('');
  const note = useSignal('');
  if (shown.closedAt !== undefined) return null;
  if (shown.state === 'new') return <p class="panel">{t('case.firstAcknowledge')}</p>;
  const person = shown.people.find(({ who }) => who === chosen.value);
  const log = async (outcome: string): Promise<void> => {
    const whom = person
      ? { who: `${t(PEOPLE[person.who])} ${person.name}`, address: person.phone }
      : { who: other.value.trim() || undefined };
    const attempt: ContactAttempt = { channel: channel.value, ...whom, outcome, note: note.value.trim() || undefined };
    if (await act(logContact(shown.id, attempt))) note.value = '';
  };
  return (
    <section class="panel contact" aria-labelledby="contact-title">
      <h2 id="contact-title">
        {t('contact.title')} <small>{t('contact.attempts', { n: shown.attempts ?? 0 })}</small>
      </h2>
      <p>{t('contact.how')}</p>
      <fieldset>
        <legend>{t('contact.whom')}</legend>
        {shown.people.map(({ who, name, phone }) => (
          <label key={who}>
            <input type="radio" name="whom" checked={chosen.value === who} onChange={() => (chosen.value = who)} />
            {t(PEOPLE[who])} <b>{name}</b>{' '}
            {phone ? <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a> : t('contact.noPhone')}
          </label>
        ))}
        <label>
          <input
            type="radio"
            name="whom"
            checked={chosen.value === 'other'}
            onChange={() => (chosen.value = 'other')}
          />
          {t('contact.other')}
          <input
            value={other.value}
            maxLength={200}
            placeholder={t('contact.otherNumber')}
            aria-label={t('contact.otherNumber')}
            onFocus={() => (chosen.value = 'other')}
            onInput={(event) => (other.value = event.currentTarget.value)}
          />
        </label>
      </fieldset>
      <div class="fields">
        <label>
          {t('contact.by')}
          <select
            value={channel.value}
            onChange={(event) => (channel.value = event.currentTarget.value as ContactAttempt['channel'])}
          >
            {Object.entries(CHANNELS).map(([id, key]) => (
              <option key={id} value={id}>
                {t(key)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('case.note')}
          <input value={note.value} maxLength={2000} onInput={(event) => (note.value = event.currentTarget.value)} />
        </label>
      </div>
      <fieldset class="outcomes">
        <legend>{t('contact.outcome')}</legend>
        {shown.inForce.outcomes.map(({ id, words }) => (
          <button type="button" key={id} data-outcome={id} onClick={() => void log(id)}>
            {said(words)}
          </button>
        ))}
      </fieldset>
    </section>
  );
}
