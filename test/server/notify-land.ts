/** A vessel, a boundary, a crossing, people, and an outbox whose journal is a list: what the tests of alerts and messages share. */

import type { Fix } from '../../geofences/fix.ts';
import type { Occurrence, OccurrenceChange, Rule, Zone } from '../../geofences/types.ts';
import { defaultRegulation } from '../../server/alerts/default-regulation.ts';
import { createAlertDesk } from '../../server/alerts/desk.ts';
import type { DeskOptions } from '../../server/alerts/desk-port.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Channel } from '../../server/models/channel.ts';
import { type Delivery, laneOf } from '../../server/models/delivery.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import type { QueueOptions } from '../../server/notify/channel-queue.ts';
import type { ChannelSender } from '../../server/notify/channels/channel.ts';
import { createVapidKeys } from '../../server/notify/channels/web-push.ts';
import type { SenderRoom } from '../../server/notify/config.ts';
import { applyDeliveryEvent, type DeliveryEvent, refusalOf } from '../../server/notify/delivery-event.ts';
import { Outbox } from '../../server/notify/outbox.ts';
import { defaultRouting, demoContacts } from '../../server/notify/routing-defaults.ts';
import type { DueLane } from '../../server/store/store.ts';
import { occurrenceText } from './notify-sentence.ts';

/** 07:05 on 24 November 2026 in Vietnam. */
export const now = Date.UTC(2026, 10, 24, 0, 5);
export const hour = 3_600_000;

export const vessel: Vessel = {
  id: 'v1',
  kind: 'vessel',
  label: 'QNa-91234-TS',
  registration: 'QNa-91234-TS',
  name: 'Hải Âu 09',
  mmsi: 574123456,
  lengthM: 17.5,
  owner: 'Nguyễn Văn Đức',
  ownerPhone: '0900 100 001',
  captain: 'Trần Thị Ánh',
  captainPhone: '+84 900 100 002',
  flag: 'VNM',
  registered: true,
  firstHeardAt: 0,
};

export const zone: Zone = {
  id: 'boundary',
  geometry: {
    type: 'LineString',
    coordinates: [
      [110, 15],
      [110, 16],
    ],
  },
  properties: { name: 'Ranh giới phía đông', nameEn: 'Eastern boundary', kind: 'boundary', version: 1, source: 'test' },
};

export const rules: Rule[] = [
  { id: 'boundary-cross', kind: 'boundary-cross', name: 'Vượt ranh giới', nameEn: 'Crossed boundary' },
  { id: 'silence-loss', kind: 'silence', name: 'Mất kết nối', nameEn: 'Loss of signal' },
];

function fix(fixTime: number, lon: number, lat: number): Fix {
  return { fixTime, receivedAt: fixTime + 60_000, lon, lat, speedKn: 6.4, courseDeg: 92, source: 'vms', flags: 0 };
}

export function crossing(over: Partial<Occurrence> = {}): Occurrence {
  const before = fix(now - 3 * hour, 109.9, 15.47);
  const after = fix(now - hour, 110.1, 15.48);
  return {
    id: 'occ-1',
    ruleId: 'boundary-cross',
    ruleVersion: 3,
    kind: 'boundary-cross',
    priority: 1,
    vesselId: 'v1',
    zoneId: 'boundary',
    zoneVersion: 1,
    state: 'raised',
    raisedAt: now - 2 * hour,
    lon: 110,
    lat: 15.475,
    evidence: [before.fixTime, after.fixTime],
    crossing: { before, after, time: now - 2 * hour, lon: 110, lat: 15.475, fraction: 0.5 },
    details: { beyondNm: 5.8 },
    ...over,
  };
}

export function change(name: OccurrenceChange['change'], over: Partial<Occurrence> = {}): OccurrenceChange {
  const state = name === 'updated' ? 'raised' : name;
  return { change: name, occurrence: crossing({ state, ...over }) };
}

export function desk(over: Partial<DeskOptions> = {}) {
  return createAlertDesk({
    sentence: occurrenceText,
    vessel: (id) => (id === 'v1' ? vessel : id === 'v2' ? { ...vessel, id, label: 'QNg-1-TS' } : undefined),
    zone: (id) => (id === 'boundary' ? zone : undefined),
    rule: (id) => rules.find((rule) => rule.id === id),
    routes: defaultRouting,
    contacts: demoContacts,
    regulation: () => ({ revision: 0, body: defaultRegulation() }),
    suppressions: () => [],
    ...over,
  });
}

export function alert(over: Partial<Occurrence> = {}): Alert {
  const { alerts } = desk().apply(change('raised', over), now);
  return alerts[0]!;
}

export function delivery(over: Partial<Delivery> = {}): Delivery {
  return {
    id: 'dlv-1',
    alertId: 'occ-1',
    caseId: 'case-1',
    vesselId: 'v1',
    change: 'raised',
    contactId: 'demo-duty',
    contactName: 'Trực ban',
    channel: 'email',
    address: 'trucban@haidang.example',
    language: 'vi',
    subject: 'VƯỢT RANH GIỚI: QNa-91234-TS',
    body: 'Tàu QNa-91234-TS đã vượt ranh giới.\n',
    state: 'queued',
    attempts: 0,
    createdAt: now,
    nextAttemptAt: now,
    ...over,
  };
}

/** What survives when a process dies: the deliveries and the events recorded about them. */
export class Ledger {
  readonly deliveries = new Map<string, Delivery>();
  readonly events: DeliveryEvent[] = [];
  now = now;

  add(...list: Delivery[]): void {
    for (const one of list) this.deliveries.set(one.id, one);
  }

  get(id: string): Delivery {
    return this.deliveries.get(id)!;
  }

  record(event: DeliveryEvent): boolean {
    const before = this.get(event.id);
    if (refusalOf(before, event) !== undefined) return false;
    this.events.push(event);
    this.deliveries.set(event.id, applyDeliveryEvent(before, event));
    return true;
  }

  lanes(channel: Channel, time: number, limit: number): DueLane[] {
    const lanes = new Map<string, number>();
    for (const one of this.#dueOf(channel, time)) lanes.set(laneOf(one), (lanes.get(laneOf(one)) ?? 0) + 1);
    return [...lanes].map(([lane, due]) => ({ lane, due })).slice(0, limit);
  }

  due({ channel, lane }: { channel: Channel; lane: string }, time: number, limit: number): Delivery[] {
    return this.#dueOf(channel, time)
      .filter((one) => laneOf(one) === lane)
      .slice(0, limit);
  }

  #dueOf(channel: Channel, time: number): Delivery[] {
    return [...this.deliveries.values()]
      .filter((one) => one.channel === channel && (one.state === 'queued' || one.state === 'sending'))
      .filter((one) => one.nextAttemptAt <= time)
      .sort((a, b) => a.nextAttemptAt - b.nextAttemptAt);
  }

  /** An outbox of a process of its own over this ledger. It looks often, so that tests don't wait. */
  outbox(senders: Partial<Record<Channel, ChannelSender>>, over: Partial<QueueOptions> = {}) {
    const none: ChannelSender = { send: () => Promise.reject(new Error('nothing should be sent here')) };
    return new Outbox({
      lanes: async (channel, time, limit) => this.lanes(channel, time, limit),
      due: async (of, time, limit) => this.due(of, time, limit),
      // What floods a reader is a matter of its own.
      limits: { groupFrom: Number.POSITIVE_INFINITY, perWindow: Number.POSITIVE_INFINITY },
      laneWidth: Number.POSITIVE_INFINITY,
      record: async (event) => this.record(event),
      senders: { email: none, sms: none, ...senders },
      clock: () => this.now,
      random: () => 0.5,
      pollSeconds: 0.005,
      ...over,
    });
  }
}

/** Resolves when the condition holds; the test's own timeout ends it otherwise. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** What senders need that nobody in the test uses. */
export const senderRoom: SenderRoom = {
  hearing: { receipt: async () => {}, sms: async () => {} },
  vapid: createVapidKeys,
  subscription: async () => undefined,
  onGone: () => {},
  onProblem: () => {},
};
