/** The ways to reach people: how each does, and a test message by it. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatLocalTime } from '../../geofences/position-text.ts';
import type { ChannelMoment, ChannelView } from '../../server/api/channels.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { type CheckedContact, readContacts, testContact } from '../api/resources.ts';
import { readChannels } from '../api/settings.ts';
import { CHANNELS } from '../console/channel-words.ts';
import { said, t } from '../i18n/t.ts';
import { mayDo } from '../ui/session.ts';
import '../i18n/settings-texts.ts';

const REFRESH_MS = 3000;

export function ChannelsView(): JSX.Element {
  const channels = useSignal<ChannelView[] | undefined>(undefined);
  const contacts = useSignal<CheckedContact[]>([]);
  const problem = useSignal<Sentence | undefined>(undefined);
  useEffect(() => {
    const fail = (error: unknown): void => {
      problem.value = sentenceFor(error);
    };
    const read = (): void => {
      readChannels().then((all) => {
        channels.value = all;
        problem.value = undefined;
      }, fail);
    };
    read();
    readContacts().then((all) => (contacts.value = all), fail);
    // A test message is under way for a moment.
    const timer = setInterval(read, REFRESH_MS);
    return () => clearInterval(timer);
  }, [channels, contacts, problem]);
  return (
    <>
      <h1>{t('channels.title')}</h1>
      <p>{t('channels.about')}</p>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {!channels.value && !problem.value && <p>{t('page.loading')}</p>}
      <ul class="matrix channels">
        {channels.value?.map((view) => (
          <li key={view.channel} data-channel={view.channel}>
            <h3>{t(CHANNELS[view.channel])}</h3>
            <p>
              <StateWords view={view} />
            </p>
            <dl>
              <Moment label={t('channels.lastSuccess')} moment={view.lastSuccess} />
              <Moment label={t('channels.lastFailure')} moment={view.lastFailure} />
            </dl>
            {view.channel !== 'call' && mayDo('alerts:respond') && (
              <TestSend view={view} contacts={contacts.value.filter((one) => one.channels.includes(view.channel))} />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function StateWords({ view: { channel, isSet, failingSince, why } }: { view: ChannelView }): JSX.Element {
  if (channel === 'call') return <>{t('channels.byHand')}</>;
  if (!isSet) return <b>○ {t('channels.unset')}</b>;
  if (failingSince === undefined) return <span class="good">● {t('channels.works')}</span>;
  return <b class="bad">✕ {t('channels.failing', { time: formatLocalTime(failingSince), why: why ?? '' })}</b>;
}

function Moment({ label, moment }: { label: string; moment: ChannelMoment | undefined }): JSX.Element {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {moment ? `${formatLocalTime(moment.at)}, ${moment.contactName}` : t('channels.none')}
        {moment?.answer && (
          <>
            {' '}
            <q>{moment.answer}</q>
          </>
        )}
      </dd>
    </div>
  );
}

function TestSend({ view, contacts }: { view: ChannelView; contacts: CheckedContact[] }): JSX.Element {
  const chosen = useSignal('');
  const outcome = useSignal<Sentence | 'queued' | undefined>(undefined);
  const to = chosen.value || contacts[0]?.id;
  if (to === undefined) return <p>{t('channels.nobody')}</p>;
  const send = async (): Promise<void> => {
    try {
      await testContact(to, view.channel);
      outcome.value = 'queued';
    } catch (error) {
      outcome.value = sentenceFor(error);
    }
  };
  return (
    <>
      <p class="filters">
        <select
          aria-label={t('channels.to')}
          value={to}
          onChange={(event) => (chosen.value = event.currentTarget.value)}
        >
          {contacts.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <button type="button" onClick={() => void send()}>
          {t('channels.test')}
        </button>
      </p>
      {outcome.value && (
        <p role="status" class={outcome.value === 'queued' ? undefined : 'problem'}>
          {outcome.value === 'queued' ? t('contacts.tested') : said(outcome.value)}
        </p>
      )}
    </>
  );
}
