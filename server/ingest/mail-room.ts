/** What becomes of messages: their events, receipts and answers, applied in journal order. Knows no gateway. */
import { createHash } from 'node:crypto';
import type { AlertDesk } from '../alerts/desk-port.ts';
import { noEffects } from '../alerts/effects.ts';
import { deliveryLine } from '../alerts/lines.ts';
import { type Delivery, laneOf } from '../models/delivery.ts';
import { type Receipt, type ReceiptState, receiptIdOf } from '../models/receipt.ts';
import { applyDeliveryEvent, type DeliveryEvent, type DeliveryEventName } from '../notify/delivery-event.ts';
import type { NotifyEntry } from '../notify/entries.ts';
import { canBeGrouped } from '../notify/lane-policy.ts';
import { broughtBack } from '../notify/set-back.ts';
import { composeGroup } from '../notify/templates/group.ts';
import type { Store } from '../store/store.ts';
import type { Pending } from './pending.ts';

type Of<Type extends NotifyEntry['type']> = Extract<NotifyEntry, { type: Type }>;

interface MailRoomSettings {
  store: Pick<
    Store,
    'deliveries' | 'delivery' | 'deliveryOfGateway' | 'dueDeliveries' | 'receipt' | 'receipts' | 'unconfirmedDeliveries'
  >;
  publicUrl?: string;
  demo: boolean;
}

interface MailRoomNeighbours {
  desk: AlertDesk;
  /** Of the commit under way. */
  pending: () => Pending;
  /** Makes sure that the desk has the alert in hand if there is one. */
  bringAlert: (alertId: string) => Promise<void>;
}

/** Messages that wait in numbers are told in one long before they are so many; the newest ones are those that wait longest. */
const MAX_SET_BACK = 50_000;
/** More than people make about one case. */
const MAX_CALLS = 10_000;

const endOf: Record<Exclude<ReceiptState, 'accepted'>, DeliveryEventName> = {
  delivered: 'arrived',
  failed: 'lost',
  expired: 'timed-out',
};
/** After these the contact is told by another channel. */
const unheard: ReadonlySet<DeliveryEventName> = new Set(['failed', 'lost', 'timed-out', 'expired', 'unconfirmed']);

export class MailRoom {
  readonly #options: MailRoomSettings & MailRoomNeighbours;

  constructor({ store, publicUrl, demo }: MailRoomSettings, neighbours: MailRoomNeighbours) {
    this.#options = { store, publicUrl, demo, ...neighbours };
  }

  async find(id: string): Promise<Delivery | undefined> {
    return this.#options.pending().deliveries.get(id) ?? (await this.#options.store.delivery(id));
  }

  /** Something became of a message. */
  async progress(event: DeliveryEvent): Promise<void> {
    const { desk, pending, bringAlert } = this.#options;
    const delivery = await this.find(event.id);
    if (!delivery) return;
    await bringAlert(delivery.alertId);
    const effects = desk.progress(delivery, event);
    pending().effects(effects);
    const after = effects.deliveries[0];
    if (!after) return;
    if (after.state !== delivery.state) {
      const { channel, state, createdAt } = after;
      pending().messageSteps.push({ channel, state, afterMs: Math.max(0, event.at - createdAt) });
    }
    for (const call of effects.withdrawals) await this.progress(call);
    if (after.members && isTold(after, event)) this.#tellMembers(after, event, await this.#all(after.members));
    if (unheard.has(event.event)) await this.#anotherWay(after, event.at);
    if (event.event === 'sent' && event.gatewayId !== undefined) await this.#claim(after, event.gatewayId);
  }

  /** The clock was set back to `now` (epoch ms): nothing waits for a time that has been already. */
  async setBack(now: number): Promise<void> {
    const { pending, store } = this.#options;
    const changed = pending().deliveries;
    const queued = await store.deliveries({ state: 'queued', limit: MAX_SET_BACK });
    const sending = await store.deliveries({ state: 'sending', limit: MAX_SET_BACK });
    const unconfirmed = await store.unconfirmedDeliveries(Number.MAX_SAFE_INTEGER, MAX_SET_BACK);
    const stored = [...queued, ...sending, ...unconfirmed].filter(({ id }) => !changed.has(id));
    for (const one of [...stored, ...changed.values()]) {
      const after = broughtBack(one, now);
      if (after) changed.set(after.id, after);
    }
  }

  /** What the message that told them came to stands in the case of each. */
  #tellMembers(group: Delivery, event: DeliveryEvent, members: Delivery[]): void {
    const lines = members.flatMap(({ caseId, alertId }) => deliveryLine({ ...group, caseId, alertId }, event) ?? []);
    this.#options.pending().effects({ ...noEffects(), lines });
  }

  async #anotherWay(delivery: Delivery, at: number): Promise<void> {
    const { desk, pending, bringAlert } = this.#options;
    for (const one of delivery.members ? await this.#all(delivery.members) : [delivery]) {
      await bringAlert(one.alertId);
      pending().effects(desk.anotherWay(one, at));
    }
  }

  /**
   * Calls that wait to be made to the same number: who speaks with somebody speaks of all of it, in a case, or in all of them where
   * an officer is called.
   */
  async callsToMake({ caseId, address }: Delivery, inAllCases = false): Promise<Delivery[]> {
    const { pending, store } = this.#options;
    const changed = pending().deliveries;
    const lane = laneOf({ address });
    const stored = inAllCases
      ? await store.dueDeliveries({ channel: 'call', lane }, Number.MAX_SAFE_INTEGER, MAX_CALLS)
      : await store.deliveries({ caseId, state: 'queued', limit: MAX_CALLS });
    const all = [...stored.filter(({ id }) => !changed.has(id)), ...changed.values()];
    return all
      .filter((one) => one.channel === 'call' && one.state === 'queued' && laneOf(one) === lane)
      .filter((one) => (inAllCases ? one.role !== 'owner' : one.caseId === caseId))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async #all(ids: readonly string[]): Promise<Delivery[]> {
    const found: Delivery[] = [];
    for (const id of ids) {
      const one = await this.find(id);
      if (one) found.push(one);
    }
    return found;
  }

  /** Receipts that came before anybody knew whose they are. */
  async #claim(delivery: Delivery, gatewayId: string): Promise<void> {
    const { store, pending } = this.#options;
    const waiting = [...pending().receipts.values(), ...(await store.receipts({ gatewayId, limit: 100 }))];
    const mine = waiting.filter((one) => one.gatewayId === gatewayId && one.channel === delivery.channel);
    for (const receipt of mine.filter((one) => one.deliveryId === undefined)) {
      pending().receipts.set(receipt.id, { ...receipt, deliveryId: delivery.id });
      await this.#apply({ ...receipt, deliveryId: delivery.id });
    }
  }

  async receipt(entry: Of<'receipt'>, at: number): Promise<void> {
    const { store, pending } = this.#options;
    const { type: _, ...said } = entry;
    const id = receiptIdOf(said);
    const known = pending().receipts.get(id) ?? (await store.receipt(id));
    const delivery = await this.#named(entry);
    const deliveryId = delivery?.id ?? known?.deliveryId;
    const { deliveryId: __, ...rest } = said;
    const receipt: Receipt = known ? { ...known, times: known.times + 1 } : { id, ...rest, at, times: 1 };
    if (deliveryId !== undefined) receipt.deliveryId = deliveryId;
    pending().receipts.set(id, receipt);
    await this.#apply({ ...receipt, at });
  }

  async #named({ deliveryId, gatewayId, channel }: Of<'receipt'>): Promise<Delivery | undefined> {
    if (deliveryId !== undefined) {
      const found = await this.find(deliveryId);
      if (found) return found;
    }
    if (gatewayId === undefined) return undefined;
    const waiting = [...this.#options.pending().deliveries.values()].find((one) => one.gatewayId === gatewayId);
    const found = waiting ?? (await this.#options.store.deliveryOfGateway(gatewayId));
    return found?.channel === channel ? found : undefined;
  }

  async #apply({ deliveryId, state, answer, at }: Receipt): Promise<void> {
    if (deliveryId === undefined || state === 'accepted') return;
    await this.progress({ type: 'delivery', id: deliveryId, event: endOf[state], at, answer });
  }

  /** Makes one message of several that wait for the same reader. */
  async group({ ids }: Of<'group-deliveries'>, at: number): Promise<void> {
    const { pending, publicUrl, demo } = this.#options;
    const members = (await this.#all(ids)).filter(canBeGrouped);
    const [first] = members;
    // Withdrawn meanwhile, or told already.
    if (!first || members.length < 2) return;
    if (members.some((one) => one.channel !== first.channel || laneOf(one) !== laneOf(first))) return;
    const digest = createHash('sha256').update(members.map(({ id }) => id).join('\u0000'));
    const shared = <Key extends 'alertId' | 'caseId' | 'vesselId'>(key: Key): string =>
      members.every((one) => one[key] === first[key]) ? first[key] : '';
    const { contactId, contactName, role, channel, address, language } = first;
    const group: Delivery = {
      id: `dlv-${digest.digest('hex').slice(0, 20)}`,
      alertId: shared('alertId'),
      caseId: shared('caseId'),
      vesselId: shared('vesselId'),
      change: 'group',
      contactId,
      contactName,
      role,
      channel,
      address,
      language,
      ...composeGroup(members, { publicUrl, demo }),
      members: members.map(({ id }) => id),
      state: 'queued',
      attempts: 0,
      createdAt: at,
      // Before what still waits in its lane.
      nextAttemptAt: Math.min(...members.map(({ nextAttemptAt }) => nextAttemptAt)) - 1,
      ...(members.some(({ urgent }) => urgent) && { urgent: true }),
    };
    for (const { id } of members)
      await this.progress({ type: 'delivery', id, event: 'grouped', at, groupId: group.id });
    pending().deliveries.set(group.id, group);
  }

  /** A message about no alert: a test, or an answer to an SMS. */
  make(
    about: { id: string; change: 'test' | 'reply'; at: number },
    to: Pick<Delivery, 'contactId' | 'contactName' | 'channel' | 'address' | 'language' | 'body'> & {
      subject?: string;
    },
  ): void {
    const { id, change, at } = about;
    const delivery: Delivery = {
      ...noDelivery,
      id,
      change,
      ...to,
      createdAt: at,
      nextAttemptAt: at,
    };
    this.#options.pending().deliveries.set(id, delivery);
  }

  /** A reader says that it has arrived; their word is a receipt. */
  async answered(deliveryId: string, at: number, answer: string): Promise<void> {
    const delivery = await this.find(deliveryId);
    if (!delivery) return;
    const event: DeliveryEvent = { type: 'delivery', id: deliveryId, event: 'arrived', at, answer };
    if (applyDeliveryEvent(delivery, event) !== delivery) await this.progress(event);
  }
}

/** Is it a step that stands in a case? */
function isTold(delivery: Delivery, event: DeliveryEvent): boolean {
  return deliveryLine({ ...delivery, caseId: 'any' }, event) !== undefined;
}

const noDelivery = {
  alertId: '',
  caseId: '',
  vesselId: '',
  state: 'queued',
  attempts: 0,
} as const satisfies Partial<Delivery>;
