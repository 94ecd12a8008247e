/** What keeps a contact from being reached, or makes it doubtful. Pure. */
import type { Contact, PushSubscription, Unit } from '../models/contact.ts';

type Text = { vi: string; en: string };

/** Phone lists age fast (domain.md §2.3): half a year. Own proposal. */
const staleAfterDays = 180;
const dayMs = 86_400_000;

interface ContactLand {
  /** Epoch ms. */
  now: number;
  units: readonly Unit[];
  subscriptions: readonly PushSubscription[];
}

export function contactFaults(contact: Contact, { now, units, subscriptions }: ContactLand): Text[] {
  const { email, phone, webhook, verifiedOn, unit, id } = contact;
  const faults: Text[] = [];
  const hasBrowser = subscriptions.some(({ contactId }) => contactId === id);
  if (!email && !phone && !webhook && !hasBrowser)
    faults.push({ vi: 'không có số điện thoại hay địa chỉ nào', en: 'has no phone number and no address' });
  if (phone !== undefined && !isPhone(phone))
    faults.push({ vi: `số “${phone}” không giống số điện thoại`, en: `“${phone}” does not look like a phone number` });
  if (unit !== undefined && !units.some((one) => one.id === unit))
    faults.push({ vi: `không có đơn vị “${unit}”`, en: `there is no unit “${unit}”` });
  const days = verifiedOn === undefined ? undefined : Math.floor((now - Date.parse(verifiedOn)) / dayMs);
  if (days === undefined) faults.push({ vi: 'chưa kiểm tra lần nào', en: 'was never verified' });
  else if (days > staleAfterDays)
    faults.push({ vi: `kiểm tra lần cuối ${days} ngày trước`, en: `was last verified ${days} days ago` });
  return faults;
}

/** Vietnamese numbers have ten digits (mobile) or eleven (fixed line); others say their country. */
function isPhone(phone: string): boolean {
  const digits = phone.replace(/[\s().-]/g, '');
  return /^(?:\+84|0084|84|0)\d{9,10}$/.test(digits) || /^(?:\+|00)[1-9]\d{6,14}$/.test(digits);
}
