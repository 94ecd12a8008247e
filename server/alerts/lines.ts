/** The words of a case's timeline, in both languages. */
import type { Occurrence, OccurrenceState } from '../../geofences/types.ts';
import type { Alert } from '../models/alert.ts';
import type { CaseLine } from '../models/case.ts';
import type { Channel } from '../models/channel.ts';
import type { Delivery } from '../models/delivery.ts';
import type { DeliveryEvent } from '../notify/delivery-event.ts';
import type { Unreachable } from '../notify/routing.ts';
import { localTime } from '../notify/templates/format.ts';
import { retractionReason } from '../notify/templates/retraction.ts';
import { actorWords } from './actor-words.ts';
import type { CaseEntry } from './effects.ts';
import { eventTime } from './lifecycle.ts';
import type { ResponseEvent } from './respond.ts';

type Text = CaseLine['text'];

/** The line for a change of the finding. `said` is the sentence that stood before the change. */
export function findingLine(change: OccurrenceState, alert: Alert, said: Text, at: number): CaseEntry {
  const base = { caseId: alert.caseId, at, alertId: alert.id, by: 'system' };
  if (change === 'raised') return { ...base, kind: 'alert-raised', text: alert.text };
  if (change === 'cleared') {
    const when = localTime(eventTime(change, alert.occurrence));
    return {
      ...base,
      kind: 'alert-cleared',
      text: { vi: `Đã hết lúc ${when}: ${said.vi}`, en: `Over since ${when}: ${said.en}` },
    };
  }
  const why = retractionReason(alert.occurrence);
  return {
    ...base,
    kind: 'alert-retracted',
    text: { vi: `Rút lại (${why.vi}): ${said.vi}`, en: `Taken back (${why.en}): ${said.en}` },
  };
}

/** The line for an alert that went on as another. */
export function restatedLine(before: Alert, heir: Alert, retracted: Occurrence, at: number): CaseEntry {
  const why = retractionReason(retracted);
  return {
    ...{ caseId: before.caseId, at, alertId: heir.id, by: 'system', kind: 'alert-restated' },
    text: {
      vi: `Ghi nhận lại (${why.vi}), không báo lại: ${heir.text.vi} Trước đó: ${before.text.vi}`,
      en: `Restated (${why.en}), nobody is told again: ${heir.text.en} Before: ${before.text.en}`,
    },
    data: { from: before.id, to: heir.id },
  };
}

/** The line for a word on an alert; undefined where another line says it: what ends with its case, and plain findings. */
export function responseLine(alert: Alert, before: Alert, event: ResponseEvent): CaseEntry | undefined {
  const { by, at } = event;
  const data = { from: before.response.state, to: alert.response.state };
  const base = { caseId: alert.caseId, at, alertId: alert.id, by, data };
  switch (event.what) {
    case 'acknowledge': {
      const comment = event.comment ? `: ${event.comment}` : '';
      const who = actorWords(by);
      const text = { vi: `${who.vi} đã tiếp nhận${comment}`, en: `Acknowledged by ${who.en}${comment}` };
      return { ...base, kind: 'acknowledged', text };
    }
    case 'silence':
      return {
        ...base,
        kind: 'silenced',
        text: { vi: `${by} đã tắt tiếng, chưa tiếp nhận`, en: `Silenced by ${by}, not acknowledged` },
      };
    case 'shelve': {
      const until = localTime(event.until);
      const text = {
        vi: `${by} gác lại đến ${until}: ${event.reason}`,
        en: `Shelved by ${by} until ${until}: ${event.reason}`,
      };
      return { ...base, kind: 'shelved', data: { ...data, until: event.until, reason: event.reason }, text };
    }
    case 'unshelve': {
      const why = event.reason ? `: ${event.reason}` : '';
      return { ...base, kind: 'unshelved', text: { vi: `${by} bỏ gác${why}`, en: `Brought back by ${by}${why}` } };
    }
    case 'expire':
      return {
        ...base,
        kind: 'unshelved',
        text: { vi: `Hết hạn gác: ${alert.text.vi}`, en: `Shelf ended: ${alert.text.en}` },
      };
    case 'suppress': {
      const { decision } = event;
      const text = { vi: `Tắt theo quyết định “${decision}”`, en: `Suppressed by the decision “${decision}”` };
      return { ...base, kind: 'suppressed', data: { ...data, decision }, text };
    }
    case 'release':
      return {
        ...base,
        kind: 'released',
        text: { vi: `Quyết định tắt hết hiệu lực: ${alert.text.vi}`, en: `No longer suppressed: ${alert.text.en}` },
      };
    case 'rise': {
      const [was, now] = [before.occurrence.priority, alert.occurrence.priority];
      const text = {
        vi: `Tăng từ mức ${was} lên mức ${now}, phải tiếp nhận lại: ${alert.text.vi}`,
        en: `Raised from priority ${was} to ${now}, wants a new acknowledgement: ${alert.text.en}`,
      };
      return { ...base, kind: 'alert-rose', data: { ...data, was, now }, text };
    }
    default:
      return undefined;
  }
}

/** Who should have heard and cannot: nobody may be believed informed who was not (domain.md §2.3). */
export function unreachableLine(
  { caseId, id }: { caseId: string; id?: string },
  missing: Unreachable[],
  at: number,
): CaseEntry {
  const list = (language: 'vi' | 'en') => missing.map((one) => one.why[language]).join('; ');
  return {
    caseId,
    at,
    kind: 'delivery',
    ...(id !== undefined && { alertId: id }),
    by: 'system',
    text: { vi: `Không báo được cho: ${list('vi')}`, en: `Could not be told: ${list('en')}` },
  };
}

const outcomes: Partial<Record<DeliveryEvent['event'], Text>> = {
  sent: { vi: 'cổng gửi đã nhận', en: 'taken by the gateway' },
  arrived: { vi: 'đã tới nơi', en: 'delivered' },
  kept: { vi: 'lưu lại, chưa có cổng gửi', en: 'kept here, no gateway is configured' },
  grouped: { vi: 'báo chung trong một tin', en: 'told together with others in one message' },
  lost: { vi: 'KHÔNG tới nơi', en: 'NOT delivered' },
  'timed-out': { vi: 'KHÔNG tới nơi, mạng đã hết hạn giữ tin', en: 'NOT delivered, its network gave it up' },
  expired: { vi: 'KHÔNG gửi được trong thời hạn', en: 'NOT sent in time' },
  unconfirmed: { vi: 'chưa có xác nhận đã tới, báo thêm bằng cách khác', en: 'not confirmed, told by another channel' },
  failed: { vi: 'KHÔNG gửi được', en: 'NOT delivered' },
};

const ways: Record<Channel, string> = {
  email: 'email',
  sms: 'SMS',
  push: 'web push',
  webhook: 'webhook',
  device: 'VMS',
  call: '☎',
};
/** What comes of a call is told by whoever made it. */
const callOutcomes: typeof outcomes = {
  arrived: { vi: 'đã gọi được', en: 'reached' },
  lost: { vi: 'KHÔNG gọi được', en: 'NOT reached' },
};
/** Ends whose reason is told. */
const told: ReadonlySet<DeliveryEvent['event']> = new Set(['failed', 'lost', 'timed-out', 'expired']);

/** A push endpoint is a secret of the browser's: its host says enough. */
function shownAddress({ channel, address }: Delivery): string {
  return channel === 'push' && URL.canParse(address) ? new URL(address).host : address;
}

/** The line for a delivery's end, or undefined for its steps in between. `delivery` is the state after the event. */
export function deliveryLine(delivery: Delivery, event: DeliveryEvent): CaseEntry | undefined {
  const call = delivery.channel === 'call' ? callOutcomes[event.event] : undefined;
  const outcome = call ?? outcomes[event.event];
  // A test or an answer to an SMS belongs to no case.
  if (!outcome || delivery.caseId === '') return undefined;
  // The move itself stands in the case; that a program has heard of it is worth a line only when it has not.
  if (delivery.move && !told.has(event.event)) return undefined;
  const to = `${ways[delivery.channel]} → ${delivery.contactName} (${shownAddress(delivery)})`;
  const words = (call || told.has(event.event)) && delivery.answer ? ` (${delivery.answer})` : '';
  return {
    caseId: delivery.caseId,
    at: event.at,
    kind: 'delivery',
    ...(delivery.change !== 'case' && { alertId: delivery.alertId }),
    by: 'system',
    text: { vi: `${to}: ${outcome.vi}${words}`, en: `${to}: ${outcome.en}${words}` },
  };
}
