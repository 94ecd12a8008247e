/** Who was told of the case's alerts, what became of each message, and the calls that are to be made. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { formatLocalTime } from '../../geofences/position-text.ts';
import { type ListedDelivery, reportCall, retryDelivery } from '../api/resources.ts';
import { CHANNELS } from '../console/channel-words.ts';
import { CHANGES, DELIVERY_STATES } from '../console/OutboxPage.tsx';
import { said, t } from '../i18n/t.ts';
import type { PanelProps } from './CasePage.tsx';
import '../console/deliveries.css';

/** The newest; a case of several alerts is told to dozens, and what is done next stands below. */
const SHOWN_AT_ONCE = 6;

export function MessagePanel({ shown, act }: PanelProps): JSX.Element {
  const calls = callsByNumber(shown.deliveries.filter(isCallToMake));
  const told = shown.deliveries.filter((one) => !isCallToMake(one));
  return (
    <section class="panel" aria-labelledby="message-title">
      <h2 id="message-title">{t('case.messages', { n: shown.deliveries.length })}</h2>
      {shown.deliveries.length === 0 && <p>{t('case.noMessages')}</p>}
      <ul class="messages">
        {calls.map((about) => (
          <Call key={about[0].address} about={about} shown={shown} act={act} />
        ))}
        {told.slice(0, SHOWN_AT_ONCE).map((one) => (
          <Message key={one.id} message={one} act={act} />
        ))}
      </ul>
      {told.length > SHOWN_AT_ONCE && (
        <details>
          <summary>{t('case.messagesBefore', { n: told.length - SHOWN_AT_ONCE })}</summary>
          <ul class="messages">
            {told.slice(SHOWN_AT_ONCE).map((one) => (
              <Message key={one.id} message={one} act={act} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function isCallToMake({ channel, state }: ListedDelivery): boolean {
  return channel === 'call' && state === 'queued';
}

type Calls = [ListedDelivery, ...ListedDelivery[]];

/** One call to each number, about all that waits to be said there. */
function callsByNumber(calls: ListedDelivery[]): Calls[] {
  const byNumber = new Map<string, Calls>();
  for (const call of calls) {
    const others = byNumber.get(call.address);
    if (others) others.push(call);
    else byNumber.set(call.address, [call]);
  }
  return [...byNumber.values()];
}

function Call({ about, shown, act }: { about: Calls } & PanelProps): JSX.Element {
  const [call] = about;
  const note = useSignal('');
  const report = (outcome: 'reached' | 'not-reached', result?: string) =>
    void act(reportCall(call.id, outcome, { result, note: note.value.trim() || undefined }));
  // What came of a call to the boat is told in the words of the regulation, since it goes into the contact log.
  const results = call.role === 'owner' ? shown.inForce.outcomes : [];
  return (
    <li class="call">
      <b>{t('delivery.toCall')}</b> {call.contactName}{' '}
      <a href={`tel:${call.address.replace(/[^\d+]/g, '')}`}>{call.address}</a>
      {about.map(({ id, body }) => (
        <p class="quoted" key={id}>
          {body}
        </p>
      ))}
      <span class="answer">
        <input
          aria-label={t('case.note')}
          placeholder={t('case.note')}
          maxLength={500}
          value={note.value}
          onInput={(event) => (note.value = event.currentTarget.value)}
        />
        {results.map(({ id, to, words }) => (
          <button type="button" key={id} onClick={() => report(to === undefined ? 'not-reached' : 'reached', id)}>
            {said(words)}
          </button>
        ))}
        {results.length === 0 && (
          <>
            <button type="button" onClick={() => report('reached')}>
              {t('outbox.reached')}
            </button>
            <button type="button" onClick={() => report('not-reached')}>
              {t('outbox.notReached')}
            </button>
          </>
        )}
      </span>
    </li>
  );
}

function Message({ message, act }: { message: ListedDelivery; act: PanelProps['act'] }): JSX.Element {
  const { id, channel, state, contactName, address, change, createdAt, deliveredAt, answer, group } = message;
  const again = state === 'failed' || state === 'expired';
  return (
    <li>
      <details>
        <summary>
          <b class={`delivery-state ${state}`}>{t(DELIVERY_STATES[state])}</b> {t(CHANNELS[channel])} →{' '}
          <b>{contactName}</b> <small>{`${t(CHANGES[change])}, ${formatLocalTime(createdAt)}`}</small>
        </summary>
        <p>{channel === 'push' ? hostOf(address) : address}</p>
        <p class="quoted" lang={message.language}>
          {message.body}
        </p>
      </details>
      {deliveredAt !== undefined && <p>{t('outbox.deliveredAt', { time: formatLocalTime(deliveredAt) })}</p>}
      {group && <p>{t('outbox.group', { state: t(DELIVERY_STATES[group.state]) })}</p>}
      {again && answer && (
        <p>
          {t('outbox.answer')} <q>{answer}</q>
        </p>
      )}
      {again && (
        <button type="button" onClick={() => void act(retryDelivery(id))}>
          {t('outbox.retry')}
        </button>
      )}
    </li>
  );
}

/** A push endpoint is a secret of the browser's: its host says enough. */
function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
