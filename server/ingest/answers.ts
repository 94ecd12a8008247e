/** What readers of messages answer, by the link, by SMS or on the phone: applied in journal order. */
import type { Fix } from '../../geofences/fix.ts';
import { type CaseEntry, type DeskEffects, noEffects } from '../alerts/effects.ts';
import { outcomeOfCall, type RegulationInForce } from '../alerts/regulated.ts';
import { HaidangError } from '../errors.ts';
import type { ContactAttempt } from '../models/case.ts';
import type { Delivery } from '../models/delivery.ts';
import { type FeedRecord, noCounters } from '../models/feed.ts';
import type { DeclaredPosition, NotifyEntry } from '../notify/entries.ts';
import { messageIdOf } from '../notify/message-id.ts';
import { shortPlace, shortTime } from '../notify/templates/format.ts';
import { fitSms, unaccent } from '../notify/templates/gsm7.ts';
import { onGrid } from '../store/tracks/grid.ts';
import type { DeskKeeper } from './desk-keeper.ts';
import type { MailRoom } from './mail-room.ts';

/** Positions by people come by no feed; what is counted here is nobody's. */
export const declarations: FeedRecord = { feed: -1, name: '', url: '', format: 'json', counters: noCounters() };

type Of<Type extends NotifyEntry['type']> = Extract<NotifyEntry, { type: Type }>;

/** As much of the pipeline as answers need. */
interface AnswerRoom {
  readonly mailRoom: MailRoom;
  readonly keeper: Pick<DeskKeeper, 'onCase'>;
  readonly regulation: RegulationInForce;
  readonly pending: { effects(effects: DeskEffects): void };
  readonly vessels: { get(id: string): unknown };
  declare(vesselId: string, fix: Fix): void;
}

const ways = {
  link: { vi: 'liên kết trong tin', en: 'the link in the message' },
  sms: { vi: 'SMS', en: 'SMS' },
  console: { vi: 'trực ban nhập', en: 'entered by the duty officer' },
} as const;

/** Nothing comes of it when there is no such vessel. */
export async function declarePosition(room: AnswerRoom, entry: DeclaredPosition, at: number): Promise<void> {
  const { vesselId, lon, lat, fixTime, via, deliveryId } = entry;
  if (!room.vessels.get(vesselId)) return;
  room.declare(vesselId, onGrid({ fixTime, receivedAt: at, lon, lat, source: 'manual', flags: 0 }));
  if (deliveryId === undefined) return;
  const place = shortPlace(lon, lat);
  const when = shortTime(fixTime);
  const way = ways[via];
  const more = entry.note ? `: ${entry.note}` : '';
  const photo = entry.photo ? { vi: ', có ảnh', en: ', with a photograph' } : { vi: '', en: '' };
  await say(room, deliveryId, entry.by, at, {
    vi: `Báo vị trí ${place} lúc ${when} (${way.vi}${photo.vi})${more}`,
    en: `Position declared: ${place} at ${when} (${way.en}${photo.en})${more}`,
  });
  if (entry.photo) await attachPhoto(room, deliveryId, entry, at);
  await room.mailRoom.answered(deliveryId, at, 'position declared');
}

/** The photograph is a file of the case like any other. */
async function attachPhoto(room: AnswerRoom, deliveryId: string, entry: DeclaredPosition, at: number): Promise<void> {
  const { photo, by, fixTime } = entry;
  const caseId = (await room.mailRoom.find(deliveryId))?.caseId;
  if (!photo || !caseId) return;
  const name = `${new Date(fixTime).toISOString().slice(0, 16).replace(':', '')}Z.${photo.type.split('/')[1]}`;
  try {
    await room.keeper.onCase(caseId, { what: 'file', file: { ...photo, name, purpose: 'photo' } }, { by, at });
  } catch (error) {
    if (!(error instanceof HaidangError)) throw error;
    await say(room, deliveryId, by, at, { vi: error.sentence('vi'), en: error.sentence('en') });
  }
}

export async function answered(room: AnswerRoom, { deliveryId, via, by }: Of<'answered'>, at: number): Promise<void> {
  const way = ways[via];
  await say(room, deliveryId, by, at, { vi: `Đã nhận tin (${way.vi})`, en: `Has read the message (${way.en})` });
  await room.mailRoom.answered(deliveryId, at, `answered by ${via}`);
}

export async function called(room: AnswerRoom, entry: Of<'called'>, at: number): Promise<void> {
  const { deliveryId, outcome, note, by } = entry;
  const delivery = await room.mailRoom.find(deliveryId);
  // Somebody else was quicker.
  if (delivery?.state !== 'queued') return;
  const event = outcome === 'reached' ? 'arrived' : 'lost';
  const answer = [by, note].filter(Boolean).join(': ');
  const inAllCases = entry.inAllCases === true && delivery.role !== 'owner';
  const calls = delivery.caseId === '' ? [delivery] : await room.mailRoom.callsToMake(delivery, inAllCases);
  for (const { id } of calls) await room.mailRoom.progress({ type: 'delivery', id, event, at, answer });
  if (delivery.role === 'owner' && delivery.caseId !== '') await logCall(room, delivery, entry, at);
}

/** A call to owner or captain is an attempt to reach the boat. */
async function logCall(room: AnswerRoom, delivery: Delivery, entry: Of<'called'>, at: number): Promise<void> {
  const outcome = outcomeOfCall(room.regulation.body, entry.outcome === 'reached', entry.result);
  if (outcome === undefined) return;
  const { contactName, address, caseId } = delivery;
  const attempt: ContactAttempt = { channel: 'phone', who: contactName, address, outcome };
  if (entry.note !== undefined) attempt.note = entry.note;
  try {
    await room.keeper.onCase(caseId, { what: 'contact', attempt }, { by: entry.by, at });
  } catch (error) {
    // Nobody has taken the case up, or it has ended: the line of the message says what came of the call.
    if (!(error instanceof HaidangError)) throw error;
  }
}

/** @param refusal why the alert that it acknowledges could not be: the reader is told so in place of thanks */
export async function smsIn(
  room: AnswerRoom,
  entry: Of<'sms-in'>,
  position: number,
  at: number,
  refusal?: HaidangError,
): Promise<void> {
  const { from, deliveryId, understood } = entry;
  const delivery = deliveryId === undefined ? undefined : await room.mailRoom.find(deliveryId);
  const by = `sms:${from}`;
  if (delivery && understood === 'position' && entry.place) {
    const { vesselId } = delivery;
    const declared = { vesselId, ...entry.place, via: 'sms', deliveryId: delivery.id, by } as const;
    await declarePosition(room, { type: 'declare-position', ...declared }, at);
  } else if (delivery && understood !== 'nothing') {
    await answered(room, { type: 'answered', deliveryId: delivery.id, via: 'sms', by }, at);
    if (refusal) await say(room, delivery.id, by, at, { vi: refusal.sentence('vi'), en: refusal.sentence('en') });
  } else if (delivery) {
    await say(room, delivery.id, by, at, { vi: `SMS trả lời: ${entry.text}`, en: `Answer by SMS: ${entry.text}` });
  }
  const reader = entry.replyTo === undefined ? delivery : await room.mailRoom.find(entry.replyTo);
  if (!reader) return;
  const { contactId, contactName, language, address } = reader;
  const reply = refusal ? fitSms([`Hai Dang: ${unaccent(refusal.sentence(language))}`]) : entry.reply;
  if (reply === undefined) return;
  room.mailRoom.make(
    { id: messageIdOf('reply', position), change: 'reply', at },
    { contactId, contactName, channel: 'sms', address, language, body: reply },
  );
}

export function testMessage(room: AnswerRoom, entry: Of<'test-message'>, position: number, at: number): void {
  const { contact, channel, address, by } = entry;
  const when = shortTime(at);
  const body =
    contact.language === 'vi'
      ? `Hai Dang: tin thu gui luc ${when} boi ${by}. Khong can xu ly.`
      : `Hai Dang: test message sent at ${when} by ${by}. Nothing is to be done.`;
  const subject = contact.language === 'vi' ? 'Hải Đăng: tin thử' : 'Hải Đăng: test message';
  room.mailRoom.make(
    { id: messageIdOf('test', position), change: 'test', at },
    {
      contactId: contact.id,
      contactName: contact.name,
      channel,
      address,
      language: contact.language,
      body,
      ...((channel === 'email' || channel === 'push' || channel === 'webhook') && { subject }),
    },
  );
}

/** A line in the case that a message is about. */
async function say(
  room: AnswerRoom,
  deliveryId: string,
  by: string,
  at: number,
  text: CaseEntry['text'],
): Promise<void> {
  const delivery: Delivery | undefined = await room.mailRoom.find(deliveryId);
  if (!delivery?.caseId) return;
  const { caseId, alertId, contactName } = delivery;
  const words = { vi: `${contactName}: ${text.vi}`, en: `${contactName}: ${text.en}` };
  const line: CaseEntry = { caseId, alertId, at, kind: 'answer', by, text: words };
  room.pending.effects({ ...noEffects(), lines: [line] });
}
