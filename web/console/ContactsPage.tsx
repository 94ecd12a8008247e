/** Who can be told of alerts, by which channels, what is wrong with it, and a test message for each. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Channel } from '../../server/models/channel.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { type CheckedContact, readContacts, testContact, verifyContact } from '../api/resources.ts';
import { said, t } from '../i18n/t.ts';
import { ROLES } from '../ui/roles.ts';
import { mayDo } from '../ui/session.ts';
import { CHANNELS } from './channel-words.ts';
import '../i18n/settings-texts.ts';
import './deliveries.css';

export function ContactsPage(): JSX.Element {
  const contacts = useSignal<CheckedContact[] | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  const tested = useSignal(false);
  const run = async (doing: () => Promise<void>): Promise<void> => {
    tested.value = false;
    problem.value = undefined;
    try {
      await doing();
    } catch (error) {
      problem.value = sentenceFor(error);
    }
  };
  const read = async (): Promise<void> => {
    contacts.value = await readContacts();
  };
  useEffect(() => {
    void run(read);
  }, []);
  const test = (id: string, channel: Channel): Promise<void> =>
    run(async () => {
      await testContact(id, channel);
      tested.value = true;
    });
  const verify = (id: string): Promise<void> =>
    run(async () => {
      await verifyContact(id);
      await read();
    });
  const doubtful = contacts.value?.filter(({ faults }) => faults.length > 0).length ?? 0;
  return (
    <main class="page">
      <h1>{t('contacts.title')}</h1>
      <p>{t('contacts.explanation')}</p>
      <p class="set-by">
        {doubtful > 0 && <b>⚠ {t('contacts.doubtful', { n: doubtful })}</b>}{' '}
        {mayDo('settings:write') && (
          <a class="button" href="/settings/contacts">
            {t('contacts.edit')}
          </a>
        )}
      </p>
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
          <Row
            key={contact.id}
            contact={contact}
            onTest={(channel) => void test(contact.id, channel)}
            onVerify={() => void verify(contact.id)}
          />
        ))}
      </ul>
    </main>
  );
}

interface RowProps {
  contact: CheckedContact;
  onTest: (channel: Channel) => void;
  onVerify: () => void;
}

function Row({ contact, onTest, onVerify }: RowProps): JSX.Element {
  const { name, role, verifiedOn, channels, faults } = contact;
  return (
    <li class={`delivery ${faults.length > 0 ? 'failed' : ''}`} data-contact={contact.id}>
      <header>
        <b>{name}</b> <small>{t(ROLES[role])}</small>
        {verifiedOn && <span>{t('contacts.verified', { date: dayWords(verifiedOn) })}</span>}
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
        {mayDo('alerts:respond') && (
          <button type="button" onClick={onVerify}>
            {t('contacts.verifyNow')}
          </button>
        )}
      </footer>
    </li>
  );
}

/** As dates are written here: day first. @param date ISO 8601 */
function dayWords(date: string): string {
  return date.split('-').reverse().join('/');
}
