/** Every message to a person as it was written, and what became of it. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatTime } from '../../geofences/position-text.ts';
import type { Delivery, DeliveryState } from '../../server/models/delivery.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { type ListedDelivery, readDeliveries, reportCall, retryDelivery } from '../api/resources.ts';
import { type Key, said, t } from '../i18n/t.ts';
import { now } from '../ui/clock.ts';
import { ageWords } from '../ui/format.ts';
import { casePath } from '../ui/router.ts';
import { smsSize } from '../ui/sms.ts';
import { CHANNELS } from './channel-words.ts';
import '../i18n/page-texts.ts';
import './deliveries.css';

export const DELIVERY_STATES: Record<DeliveryState, Key> = {
  queued: 'delivery.queued',
  sending: 'delivery.sending',
  sent: 'delivery.sent',
  kept: 'delivery.kept',
  failed: 'delivery.failed',
  delivered: 'delivery.delivered',
  grouped: 'delivery.grouped',
  expired: 'delivery.expired',
};
export const CHANGES: Record<Delivery['change'], Key> = {
  raised: 'alert.raised',
  cleared: 'alert.cleared',
  retracted: 'alert.retracted',
  case: 'message.case',
  group: 'message.group',
  reply: 'message.reply',
  test: 'message.test',
};
const REFRESH_MS = 5000;

export function OutboxPage(): JSX.Element {
  const filter = useSignal<DeliveryState | ''>('');
  const deliveries = useSignal<ListedDelivery[] | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  const wanted = filter.value;
  useEffect(() => {
    let ended = false;
    const read = async (): Promise<void> => {
      try {
        const list = await readDeliveries(wanted);
        if (ended) return;
        deliveries.value = list;
        problem.value = undefined;
      } catch (error) {
        if (!ended) problem.value = sentenceFor(error);
      }
    };
    void read();
    const timer = setInterval(() => void read(), REFRESH_MS);
    return () => {
      ended = true;
      clearInterval(timer);
    };
  }, [wanted, deliveries, problem]);
  const act = async (doing: Promise<void>): Promise<void> => {
    try {
      await doing;
      deliveries.value = await readDeliveries(wanted);
    } catch (error) {
      problem.value = sentenceFor(error);
    }
  };
  return (
    <main class="page">
      <h1>{t('outbox.title')}</h1>
      <p>{t('outbox.explanation')}</p>
      <label class="filter">
        {t('outbox.filter')}{' '}
        <select
          value={wanted}
          onChange={(event) => {
            filter.value = event.currentTarget.value as DeliveryState | '';
            deliveries.value = undefined;
          }}
        >
          <option value="">{t('outbox.all')}</option>
          {Object.entries(DELIVERY_STATES).map(([state, key]) => (
            <option key={state} value={state}>
              {t(key)}
            </option>
          ))}
        </select>
      </label>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {!deliveries.value && !problem.value && <p>{t('page.loading')}</p>}
      {deliveries.value?.length === 0 && <p class="empty">{t('outbox.empty')}</p>}
      <ul class="deliveries">
        {callsTogether(deliveries.value ?? []).map(([delivery, ...others]) => (
          <Message key={delivery.id} delivery={delivery} others={others} onAct={(doing) => void act(doing)} />
        ))}
      </ul>
    </main>
  );
}

type Together = [ListedDelivery, ...ListedDelivery[]];

function isCallToMake({ channel, state }: ListedDelivery): boolean {
  return channel === 'call' && state === 'queued';
}

/** An officer is called once about all that waits for them, in whatever case; every other message stands by itself. */
function callsTogether(deliveries: readonly ListedDelivery[]): Together[] {
  const byNumber = new Map<string, Together>();
  const all: Together[] = [];
  for (const one of deliveries) {
    const isOfficers = isCallToMake(one) && one.role !== undefined && one.role !== 'owner';
    const known = isOfficers ? byNumber.get(one.address) : undefined;
    if (known) {
      known.push(one);
      continue;
    }
    const fresh: Together = [one];
    if (isOfficers) byNumber.set(one.address, fresh);
    all.push(fresh);
  }
  return all;
}

interface MessageProps {
  delivery: ListedDelivery;
  /** What the same call is about, too. */
  others: ListedDelivery[];
  onAct: (doing: Promise<void>) => void;
}

function Message({ delivery, others, onAct }: MessageProps): JSX.Element {
  const isCall = isCallToMake(delivery);
  const report = (outcome: 'reached' | 'not-reached') =>
    onAct(reportCall(delivery.id, outcome, delivery.role === 'owner' ? {} : { inAllCases: true }));
  const sms = delivery.channel === 'sms' ? smsSize(delivery.body) : undefined;
  return (
    <li class={`delivery ${delivery.state}`}>
      <header>
        <b class={`delivery-state ${delivery.state}`}>
          {t(isCall ? 'delivery.toCall' : DELIVERY_STATES[delivery.state])}
        </b>
        <span>
          {t(CHANNELS[delivery.channel])} → <b>{delivery.contactName}</b> {delivery.address}
        </span>
        <span title={formatTime(delivery.createdAt)}>{ageWords(now.value - delivery.createdAt)}</span>
      </header>
      <article lang={delivery.language} class={delivery.channel}>
        {delivery.subject && <h2>{delivery.subject}</h2>}
        <pre>{delivery.body}</pre>
        {others.length > 0 && (
          <details>
            <summary>{t('outbox.sameCall', { n: others.length })}</summary>
            {others.map(({ id, body }) => (
              <pre key={id}>{body}</pre>
            ))}
          </details>
        )}
      </article>
      <footer>
        {sms && (
          <span>{t('outbox.smsSize', { n: sms.segments, characters: sms.characters, alphabet: sms.alphabet })}</span>
        )}
        <span>
          {t('outbox.about')} {t(CHANGES[delivery.change])}
        </span>
        <span>{t('outbox.attempts', { n: delivery.attempts })}</span>
        <span>{t('outbox.created', { time: formatTime(delivery.createdAt) })}</span>
        {delivery.sentAt !== undefined && <span>{t('outbox.sentAt', { time: formatTime(delivery.sentAt) })}</span>}
        {delivery.state === 'queued' && delivery.attempts > 0 && (
          <span>{t('outbox.next', { time: formatTime(delivery.nextAttemptAt) })}</span>
        )}
        {delivery.answer && delivery.state !== 'kept' && (
          <span>
            {t('outbox.answer')} <q>{delivery.answer}</q>
          </span>
        )}
        {delivery.deliveredAt !== undefined && (
          <span>{t('outbox.deliveredAt', { time: formatTime(delivery.deliveredAt) })}</span>
        )}
        {delivery.group && <span>{t('outbox.group', { state: t(DELIVERY_STATES[delivery.group.state]) })}</span>}
        {delivery.caseId && <a href={casePath(delivery.caseId)}>{t('alert.case')}</a>}
        {isCall && (
          <>
            <button type="button" onClick={() => report('reached')}>
              {t('outbox.reached')}
            </button>
            <button type="button" onClick={() => report('not-reached')}>
              {t('outbox.notReached')}
            </button>
          </>
        )}
        {(delivery.state === 'failed' || delivery.state === 'expired') && (
          <button type="button" onClick={() => onAct(retryDelivery(delivery.id))}>
            {t('outbox.retry')}
          </button>
        )}
      </footer>
    </li>
  );
}
