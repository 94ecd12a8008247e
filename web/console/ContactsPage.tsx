/** Who can be told of alerts, by which channels, what is wrong with it, and a test message for each. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Channel } from '../../server/models/channel.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { type CheckedContact, readContacts, testContact } from '../api/resources.ts';
import { said, t } from '../i18n/t.ts';
import { CHANNELS } from './OutboxPage.tsx';

export function ContactsPage(): JSX.Element {
  const contacts = useSignal<CheckedContact[] | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  const tested = useSignal(false);
  useEffect(() => {
    readContacts().then(
      (list) => {
        contacts.value = list;
      },
      (error: unknown) => {
        problem.value = sentenceFor(error);
      },
    );
  }, [contacts, problem]);
  const test = async (id: string, channel: Channel): Promise<void> => {
    try {
      problem.value = undefined;
      await testContact(id, channel);
      tested.value = true;
    } catch (error) {
      tested.value = false;
      problem.value = sentenceFor(error);
    }
  };
  return (
    <main class="page">
      <h1>{t('contacts.title')}</h1>
      <p>{t('contacts.explanation')}</p>
      {tested.value && <p role="status">{t('contacts.tested')}</p>}
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {!contacts.value && !problem.value && <p>{t('page.loading')}</p>}
      {contacts.value?.length === 0 && <p class="empty">{t('contacts.empty')}</p>}
      <ul class="deliveries">
        {contacts.value?.map((contact) => (
          <Row key={contact.id} contact={contact} onTest={(channel) => void test(contact.id, channel)} />
        ))}
      </ul>
    </main>
  );
}

interface RowProps {
  contact: CheckedContact;
  onTest: (channel: Channel) => void;
}

function Row({ contact, onTest }: RowProps): JSX.Element {
  const { name, verifiedOn, channels, faults } = contact;
  return (
    <li class={`delivery ${faults.length > 0 ? 'failed' : ''}`}>
      <header>
        <b>{name}</b>
        {verifiedOn && <span>{t('contacts.verified', { date: verifiedOn })}</span>}
      </header>
      {faults.map((fault) => (
        <p class="problem" key={fault.en}>
          {said(fault)}
        </p>
      ))}
      <footer>
        {channels.map((channel) => (
          <button type="button" key={channel} onClick={() => onTest(channel)}>
            {t('contacts.test', { channel: t(CHANNELS[channel]) })}
          </button>
        ))}
      </footer>
    </li>
  );
}
