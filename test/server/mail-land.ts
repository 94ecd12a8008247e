import { expect } from 'chai';
import { Pipeline } from '../../server/ingest/pipeline.ts';
import { RecordType } from '../../server/journal/record.ts';
import type { Channel } from '../../server/models/channel.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import type { Entry } from '../../server/models/entry.ts';
import type { DeliveryEvent } from '../../server/notify/delivery-event.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { removeFolder, temporaryFolder } from '../product.ts';
import { nafRecord } from './api-product.ts';

export const minute = 60_000;
export const hour = 60 * minute;
const start = Date.UTC(2026, 2, 1);
const publicUrl = 'https://giamsat.example';

export const boats = Array.from({ length: 6 }, (_, i) => ({
  registration: `QNa-${91_001 + i}-TS`,
  flag: 'VNM',
  lengthM: 18,
  homePort: i < 3 ? 'KY-HA' : 'CUA-DAI',
  reportingIntervalMin: 120,
  provider: 'VNPT',
  deviceId: `D${i}`,
  owner: `Chủ ${i}`,
  ownerPhone: `09001000${i}0`,
}));

type Entered = [at: number, type: number, text: string, feed: number];

export class MailLand {
  readonly folders: string[] = [];
  store!: SqliteStore;
  pipeline!: Pipeline;
  position = 0;
  now = start;
  /** All that has been journaled. */
  readonly entered: Entered[] = [];

  /** A store with rules, two contacts, routes to owners and the watch, and the boats. */
  async begin(): Promise<void> {
    this.store = this.newStore();
    await this.restart();
    await this.enter({ type: 'feed', feed: 1, name: 'Vệ tinh', url: 'tcp://a', format: 'naf' });
    await this.enter({
      type: 'document',
      name: 'rules',
      body: [
        { id: 'silence-loss', kind: 'silence', params: { hours: 6 }, priority: 2 },
        { id: 'declaration-missed', kind: 'declaration-missed', priority: 3 },
      ],
      by: 'test',
    });
    const contacts = [
      { id: 'truc', name: 'Trực ban', role: 'duty', email: 'truc@vn.example', phone: '0900000001', language: 'vi' },
      { id: 'don', name: 'Đồn', role: 'border-station', phone: '0900000002', language: 'vi' },
    ];
    await this.enter({ type: 'document', name: 'contacts', body: contacts, by: 'test' });
    await this.route([
      { rules: ['*'], changes: ['raised', 'retracted'], roles: ['owner'], channels: ['sms'] },
      { rules: ['silence-loss'], changes: ['raised'], roles: ['duty'], channels: ['sms'] },
    ]);
    await this.enter({ type: 'registry', entries: boats, by: 'test' });
  }

  async close(): Promise<void> {
    await this.store.close();
    for (const folder of this.folders.splice(0)) removeFolder(folder);
  }

  newStore(): SqliteStore {
    const folder = temporaryFolder();
    this.folders.push(folder);
    return new SqliteStore(`${folder}/store.db`, 'write');
  }

  route = (body: object[]) => this.enter({ type: 'document', name: 'routing', body, by: 'test' });

  async open(into: SqliteStore): Promise<Pipeline> {
    return Pipeline.restore({
      store: into,
      demo: false,
      publicUrl,
      onProblem: (sentence, error) => {
        throw new Error(sentence, { cause: error });
      },
    });
  }

  /** As after a kill: only what was committed is known. */
  async restart(): Promise<void> {
    this.pipeline = await this.open(this.store);
  }

  async put(to: Pipeline, [at, type, text, feed]: Entered, from: number): Promise<void> {
    const payload = Buffer.from(text, 'utf8');
    const known = type as (typeof RecordType)[keyof typeof RecordType];
    await to.apply({
      type: known,
      whole: true,
      feed,
      source: 0,
      receivedAt: at,
      payload,
      position: from,
      next: from + 100,
    });
  }

  async record(type: number, text = '', feed = 0): Promise<void> {
    const one: Entered = [this.now, type, text, feed];
    this.entered.push(one);
    await this.put(this.pipeline, one, this.position);
    this.position += 100;
    await this.pipeline.commit();
  }

  enter = (entry: Entry) => this.record(RecordType.entry, JSON.stringify(entry));
  happen = (event: Omit<DeliveryEvent, 'type' | 'at'>) => this.enter({ type: 'delivery', at: this.now, ...event });
  receipt = (of: { gatewayId?: string; deliveryId?: string }, state: 'delivered' | 'failed' | 'expired') =>
    this.enter({ type: 'receipt', channel: 'sms', ...of, state, answer: `stat:${state}` });

  /** Fixes for all boats at sea, then hours without. Those that are not `silent` go on, so that the provider is not to blame. */
  async silence(hours: number, silent: number[]): Promise<void> {
    const said = (boat: number) => nafRecord(boats[boat]!.registration, 16.9 + boat * 0.1, 108.9, this.now);
    await this.record(RecordType.bytes, boats.map((_, i) => said(i)).join(''), 1);
    for (let step = 0; step < hours * 2; step++) {
      this.now += 30 * minute;
      const others = boats.flatMap((_, i) => (silent.includes(i) ? [] : [said(i)]));
      await this.record(RecordType.bytes, others.join(''), 1);
      await this.record(RecordType.tick);
    }
  }

  made = async (filter: Partial<Delivery> = {}): Promise<Delivery[]> =>
    (await this.store.deliveries({ limit: 1000 })).filter((one) =>
      Object.entries(filter).every(([key, value]) => one[key as keyof Delivery] === value),
    );
  find = async (id: string) => (await this.store.delivery(id))!;
  toOwner = async (channel: Channel = 'sms') => (await this.made({ role: 'owner', channel }))[0]!;

  async sent(id: string, gatewayId: string, more: Partial<DeliveryEvent> = {}): Promise<void> {
    await this.happen({ id, event: 'attempt', attempt: 1 });
    await this.happen({ id, event: 'sent', attempt: 1, gatewayId, answer: 'ok', ...more });
  }

  /** A store made again from the same journal says the same. */
  async rebuiltIsTheSame(): Promise<void> {
    const again = this.newStore();
    const fresh = await this.open(again);
    for (const [index, one] of this.entered.entries()) {
      await this.put(fresh, one, index * 100);
      await fresh.commit();
    }
    for (const read of [
      (from: SqliteStore) => from.deliveries({ limit: 10_000 }),
      (from: SqliteStore) => from.receipts({ limit: 10_000 }),
      (from: SqliteStore) => from.alerts({ state: 'all', limit: 10_000 }),
      (from: SqliteStore) => from.acts({ limit: 10_000 }),
      async (from: SqliteStore) => {
        const heads = await from.cases({ limit: 1000 });
        return Promise.all(heads.map(({ id }) => from.case(id)));
      },
    ])
      expect(await read(again)).to.deep.equal(await read(this.store));
    await again.close();
  }
}
