/**
 * What an SMS answers: `VT 15 30.5N 109 12.3E REF` (vị trí, a position), `TN REF` (tiếp nhận, acknowledge), `DA NHAN`. Whose
 * answer it is follows from the number that the message went to; a number can be forged, so what counts is the reference,
 * which only the message has. Without one an answer is taken only where the number was told of one vessel.
 */
import type { Delivery } from '../models/delivery.ts';
import { addressKey } from '../models/delivery.ts';
import type { HeardSms } from '../notify/channels/hearing.ts';
import type { NotifyEntry } from '../notify/entries.ts';
import { shortPlace, shortTime } from '../notify/templates/format.ts';
import { fitSms, unaccent } from '../notify/templates/gsm7.ts';
import { caseReference } from '../notify/templates/reference.ts';
import type { Store } from '../store/store.ts';
import { readPlace } from './position-notation.ts';

type SmsIn = Extract<NotifyEntry, { type: 'sms-in' }>;

/** Messages to a number that an answer may be about. */
const hoursBack = 72;
const mostBack = 200;
const hourMs = 3_600_000;
const longestText = 1000;

/** @param now epoch ms: a position without a time is where the vessel is now */
export async function readSms(store: Pick<Store, 'laneDeliveries'>, heard: HeardSms, now: number): Promise<SmsIn> {
  const from = heard.from.slice(0, 40);
  const text = heard.text.slice(0, longestText);
  const entry: SmsIn = { type: 'sms-in', from, text, gatewayId: heard.gatewayId, understood: 'nothing' };
  const lane = { channel: 'sms' as const, lane: addressKey(from) };
  const told = (await store.laneDeliveries(lane, now - hoursBack * hourMs, mostBack)).filter(
    ({ change }) => change === 'raised' || change === 'cleared' || change === 'retracted',
  );
  const about = aboutWhich(text, told);
  if (!about) return { ...entry, ...replyTo(told[0], 'Khong ro tin ve tau nao, xin ghi kem ma trong tin nhan') };
  const isOwner = about.role === 'owner';
  const say = (words: string) => fitSms([`Hai Dang: ${words}. Ma ${caseReference(about.caseId)}`]);
  const base = { ...entry, deliveryId: about.id };
  const place = readPlace(withoutReference(text, about));
  if (isOwner && place === 'out-of-range') return { ...base, reply: say('Toa do khong dung, xin gui lai') };
  if (isOwner && typeof place === 'object') {
    const words = `Da nhan vi tri ${shortPlace(place.lon, place.lat)} luc ${shortTime(now)}`;
    return { ...base, understood: 'position', place: { ...place, fixTime: now }, reply: say(words) };
  }
  const word = unaccent(text).toUpperCase();
  if (!isOwner && /\b(TN|TIEP NHAN|ACK)\b/.test(word))
    return { ...base, understood: 'acknowledge', acknowledges: about.alertId, reply: say('Da ghi nhan tiep nhan') };
  if (/\b(DA NHAN|OK|ROI|RECEIVED)\b/.test(word)) return { ...base, understood: 'seen' };
  if (!isOwner) return base;
  return { ...base, reply: say('Khong doc duoc vi tri. Vi du: VT 15 30.5N 109 12.3E') };
}

/** The message with that reference; else the newest, when all that the number was told are about one vessel. */
function aboutWhich(text: string, told: readonly Delivery[]): Delivery | undefined {
  const words = new Set(
    unaccent(text)
      .toUpperCase()
      .split(/[^\dA-Z]+/),
  );
  const named = told.find(({ caseId }) => caseId !== '' && words.has(caseReference(caseId)));
  if (named) return named;
  const vessels = new Set(told.map(({ vesselId }) => vesselId));
  return vessels.size === 1 && told[0]?.role === 'owner' ? told[0] : undefined;
}

function withoutReference(text: string, { caseId }: Delivery): string {
  return text.replace(new RegExp(caseReference(caseId), 'gi'), ' ');
}

/** Only numbers that we have written to get an answer: nobody else can make us send SMS. */
function replyTo(last: Delivery | undefined, words: string): Pick<SmsIn, 'reply' | 'replyTo'> {
  return last ? { replyTo: last.id, reply: fitSms([`Hai Dang: ${words}.`]) } : {};
}
