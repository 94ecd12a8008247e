/** Receipts, groups, other ways and answers through the journal: the same after any restart. The clock is the test's. */
import { expect } from 'chai';
import { Pipeline } from '../../server/ingest/pipeline.ts';
import { RecordType } from '../../server/journal/record.ts';
import { readSms } from '../../server/links/sms-reply.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Channel } from '../../server/models/channel.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import type { Entry } from '../../server/models/entry.ts';
import type { DeliveryEvent } from '../../server/notify/delivery-event.ts';
import { caseReference } from '../../server/notify/templates/reference.ts';
import { SqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { removeFolder, temporaryFolder } from '../product.ts';
import { nafRecord } from './api-product.ts';

const minute = 60_000;
const hour = 60 * minute;
const start = Date.UTC(2026, 2, 1);
const publicUrl = 'https://giamsat.example';

const boats = Array.from({ length: 6 }, (_, i) => ({
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

describe('messages in the journal', () => {
  const folders: string[] = [];
  let store: SqliteStore;
  let pipeline: Pipeline;
  let position = 0;
  let now = start;
  let entered: [at: number, type: number, text: string, feed: number][];

  beforeEach(async () => {
    position = 0;
    now = start;
    entered = [];
    store = newStore();
    await restart();
    await enter({ type: 'feed', feed: 1, name: 'Vệ tinh', url: 'tcp://a', format: 'naf' });
    await enter({
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
    await enter({ type: 'document', name: 'contacts', body: contacts, by: 'test' });
    await route([
      { rules: ['*'], changes: ['raised', 'retracted'], roles: ['owner'], channels: ['sms'] },
      { rules: ['silence-loss'], changes: ['raised'], roles: ['duty'], channels: ['sms'] },
    ]);
    await enter({ type: 'registry', entries: boats, by: 'test' });
  });
  afterEach(async () => {
    await store.close();
    for (const folder of folders.splice(0)) removeFolder(folder);
  });

  function newStore(): SqliteStore {
    const folder = temporaryFolder();
    folders.push(folder);
    return new SqliteStore(`${folder}/store.db`, 'write');
  }

  const route = (body: object[]) => enter({ type: 'document', name: 'routing', body, by: 'test' });

  async function open(into: SqliteStore): Promise<Pipeline> {
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
  async function restart(): Promise<void> {
    pipeline = await open(store);
  }

  async function put(to: Pipeline, [at, type, text, feed]: (typeof entered)[number], from: number): Promise<void> {
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

  async function record(type: number, text = '', feed = 0): Promise<void> {
    const one: (typeof entered)[number] = [now, type, text, feed];
    entered.push(one);
    await put(pipeline, one, position);
    position += 100;
    await pipeline.commit();
  }

  const enter = (entry: Entry) => record(RecordType.entry, JSON.stringify(entry));
  const happen = (event: Omit<DeliveryEvent, 'type' | 'at'>) => enter({ type: 'delivery', at: now, ...event });
  const receipt = (of: { gatewayId?: string; deliveryId?: string }, state: 'delivered' | 'failed' | 'expired') =>
    enter({ type: 'receipt', channel: 'sms', ...of, state, answer: `stat:${state}` });

  /** Fixes for all boats at sea, then hours without. Boat 0 to `heard` go on, so that the provider is not to blame. */
  async function silence(hours: number, silent: number[]): Promise<void> {
    const said = (boat: number) => nafRecord(boats[boat]!.registration, 16.9 + boat * 0.1, 108.9, now);
    await record(RecordType.bytes, boats.map((_, i) => said(i)).join(''), 1);
    for (let step = 0; step < hours * 2; step++) {
      now += 30 * minute;
      const others = boats.flatMap((_, i) => (silent.includes(i) ? [] : [said(i)]));
      await record(RecordType.bytes, others.join(''), 1);
      await record(RecordType.tick);
    }
  }

  const made = async (filter: Partial<Delivery> = {}): Promise<Delivery[]> =>
    (await store.deliveries({ limit: 1000 })).filter((one) =>
      Object.entries(filter).every(([key, value]) => one[key as keyof Delivery] === value),
    );
  const find = async (id: string) => (await store.delivery(id))!;
  const toOwner = async (channel: Channel = 'sms') => (await made({ role: 'owner', channel }))[0]!;

  async function sent(id: string, gatewayId: string, more: Partial<DeliveryEvent> = {}): Promise<void> {
    await happen({ id, event: 'attempt', attempt: 1 });
    await happen({ id, event: 'sent', attempt: 1, gatewayId, answer: 'ok', ...more });
  }

  it('end right with a receipt that comes in time, twice, late, too early, after a restart, or about nothing', async () => {
    await silence(7, [0]);
    const [{ id }] = (await made({ contactId: 'truc' })) as [Delivery];
    const other = (await toOwner()).id;

    // Too early: the gateway's answer is not recorded yet when the receipt is here, and the process is killed in between.
    await happen({ id, event: 'attempt', attempt: 1 });
    await receipt({ gatewayId: 'smpp:1' }, 'delivered');
    expect((await store.receipts({ unclaimed: true, limit: 10 })).map(({ gatewayId }) => gatewayId)).to.deep.equal([
      'smpp:1',
    ]);
    await restart();
    await happen({ id, event: 'sent', attempt: 1, gatewayId: 'smpp:1', answer: 'message_id 1' });
    expect(await find(id)).to.include({ state: 'delivered', gatewayId: 'smpp:1', answer: 'stat:delivered' });
    expect(await store.receipts({ unclaimed: true, limit: 10 })).to.have.length(0);

    // Twice, and a contradiction afterwards.
    await receipt({ gatewayId: 'smpp:1' }, 'delivered');
    await receipt({ gatewayId: 'smpp:1' }, 'failed');
    expect((await find(id)).state).to.equal('delivered');
    const kept = await store.receipts({ gatewayId: 'smpp:1', limit: 10 });
    expect(kept.map(({ state, times }) => `${state} ${times}`).sort()).to.deep.equal(['delivered 2', 'failed 1']);

    // Late: it had been given up.
    await happen({ id: other, event: 'attempt', attempt: 1 });
    await happen({ id: other, event: 'failed', attempt: 1, answer: 'no' });
    await receipt({ deliveryId: other }, 'delivered');
    expect((await find(other)).state).to.equal('delivered');

    // About nothing that we know: kept.
    await receipt({ gatewayId: 'smpp:404' }, 'failed');
    await receipt({ deliveryId: 'dlv-00000000000000000000' }, 'delivered');
    expect(await store.receipts({ unclaimed: true, limit: 10 })).to.have.length(2);
    await rebuiltIsTheSame();
  });

  it('go another way when they fail or nobody confirms them, until somebody has them', async () => {
    await silence(7, [0]);
    const sms = await toOwner();
    await sent(sms.id, 'smpp:1', { confirmBy: now + 10 * minute });
    expect(await store.unconfirmedDeliveries(now, 10)).to.have.length(0);
    now += 10 * minute;
    expect((await store.unconfirmedDeliveries(now, 10)).map(({ id }) => id)).to.deep.equal([sms.id]);
    await happen({ id: sms.id, event: 'unconfirmed' });
    await happen({ id: sms.id, event: 'unconfirmed' });
    expect(await store.unconfirmedDeliveries(now, 10)).to.have.length(0);
    const device = await toOwner('device');
    expect(device).to.include({ address: 'VNPT/D0', state: 'queued', alertId: sms.alertId });
    await restart();
    await happen({ id: device.id, event: 'attempt', attempt: 1 });
    await happen({ id: device.id, event: 'failed', attempt: 1, answer: 'unit is off' });
    const call = await toOwner('call');
    expect(call).to.include({ address: boats[0]!.ownerPhone, state: 'queued' });
    await enter({ type: 'called', deliveryId: call.id, outcome: 'not-reached', by: 'an' });
    expect(await find(call.id)).to.include({ state: 'failed' });
    const { length } = await made();
    // Nothing is left to be tried, and nothing is tried twice.
    await enter({ type: 'retry-delivery', deliveryId: device.id, by: 'an' });
    await happen({ id: device.id, event: 'attempt', attempt: 1 });
    await happen({ id: device.id, event: 'failed', attempt: 1, answer: 'unit is off' });
    expect(await made()).to.have.length(length);
    await rebuiltIsTheSame();
  });

  it('go no other way once the alert is acknowledged', async () => {
    await silence(7, [0]);
    const sms = await toOwner();
    await enter({ type: 'acknowledge', alertId: sms.alertId, by: 'an' });
    await happen({ id: sms.id, event: 'attempt', attempt: 1 });
    await happen({ id: sms.id, event: 'failed', attempt: 1, answer: 'no' });
    expect(await made({ channel: 'device' })).to.have.length(0);
  });

  it('are told in one, which is in the case of each and retried as one; what was taken back meanwhile is left out', async () => {
    await silence(7, [0, 1, 2, 3]);
    const waiting = await made({ contactId: 'truc', state: 'queued' });
    expect(waiting).to.have.length(4);
    const ids = waiting.map(({ id }) => id);
    await happen({ id: ids[3]!, event: 'withdrawn', answer: 'taken back' });
    await enter({ type: 'group-deliveries', ids: [...ids, (await toOwner()).id, 'dlv-unknown'] });
    expect(await made({ change: 'group' }), 'two readers are not told in one').to.have.length(0);
    await enter({ type: 'group-deliveries', ids });
    await enter({ type: 'group-deliveries', ids });
    const [group] = (await made({ change: 'group' })) as [Delivery];
    expect(group).to.include({ contactId: 'truc', state: 'queued', caseId: '' });
    expect(group.members).to.have.members(ids.slice(0, 3));
    expect(group.body).to.contain('MAT KET NOI: 3 tau');
    expect(await find(ids[0]!)).to.include({ state: 'grouped', groupId: group.id });
    await restart();
    await happen({ id: group.id, event: 'attempt', attempt: 1 });
    await happen({ id: group.id, event: 'failed', attempt: 1, answer: '550 no such number' });
    for (const id of ids.slice(0, 3)) {
      const { lines } = (await store.case((await find(id)).caseId))!;
      expect(lines.filter(({ text }) => text.vi.includes('báo chung'))).to.have.length(1);
      expect(lines.filter(({ text }) => text.vi.includes('550 no such number'))).to.have.length(1);
    }
    await rebuiltIsTheSame();
  });

  it('wait no longer than they would have when the clock is set back, over a restart too', async () => {
    await silence(7, [0]);
    const [{ id }] = (await made({ contactId: 'truc' })) as [Delivery];
    const fresh = (await toOwner()).id;
    await happen({ id, event: 'attempt', attempt: 1, nextAttemptAt: now + minute });
    await happen({ id, event: 'deferred', attempt: 1, answer: 'no', nextAttemptAt: now + 2 * minute });
    const before = await find(id);

    now -= 5 * hour;
    await restart();
    await record(RecordType.tick);
    expect(await find(id)).to.deep.equal({ ...before, nextAttemptAt: now + 2 * minute, waitsSince: now });
    expect((await find(fresh)).nextAttemptAt).to.equal(now);

    // Once only: what waits is not put off again by each tick.
    now += minute;
    await record(RecordType.tick);
    expect((await find(id)).nextAttemptAt).to.equal(now + minute);

    // A receipt is waited for as long as it would have been, and then the reader is told another way.
    await happen({ id, event: 'attempt', attempt: 2 });
    await happen({ id, event: 'sent', attempt: 2, gatewayId: 'g-1', answer: 'ok', confirmBy: now + 10 * minute });
    now -= hour;
    await record(RecordType.tick);
    expect((await find(id)).confirmBy).to.equal(now + 10 * minute);
    await rebuiltIsTheSame();
  });

  it('wait for the morning where somebody wants quiet, unless they are urgent', async () => {
    const quiet = { from: '00:00', to: '23:59' };
    const body = [{ id: 'truc', name: 'T', role: 'duty', phone: '0900000001', language: 'vi', quietHours: quiet }];
    await enter({ type: 'document', name: 'contacts', body, by: 'test' });
    await silence(7, [0]);
    const [held] = (await made({ contactId: 'truc' })) as [Delivery];
    expect((held.nextAttemptAt + 7 * hour) % (24 * hour)).to.equal(23 * hour + 59 * minute);
    expect(await store.dueLanes('sms', now, 10)).to.deep.equal([{ lane: boats[0]!.ownerPhone, due: 1 }]);
  });

  it('an owner’s declared position stops the ladder, is a fix by hand, and is on record', async () => {
    await silence(13, [0]);
    const missed = (await store.alerts({ state: 'open', limit: 100 })).find(
      (one) => one.occurrence.kind === 'declaration-missed',
    )!;
    expect(missed.occurrence.state).to.equal('raised');
    const sms = (await made({ alertId: missed.id, role: 'owner' }))[0]!;
    expect(sms.body).to.match(/https:\/\/giamsat\.example\/l\/\*{30}/);
    const { vesselId } = sms;
    await enter({
      type: 'declare-position',
      vesselId,
      lon: 109.2,
      lat: 15.5,
      fixTime: now,
      via: 'link',
      deliveryId: sms.id,
      by: 'link:owner',
    });
    await record(RecordType.tick);
    const after = (await store.alert(missed.id)) as Alert;
    expect(after.occurrence.state).to.equal('cleared');
    expect((await store.latest([vesselId])).get(vesselId)).to.include({
      source: 'manual',
      lon: 109.2,
      lat: 15.5,
      fixTime: now,
    });
    expect((await store.track(vesselId, now, now)).map(({ source }) => source)).to.deep.equal(['manual']);
    const { lines } = (await store.case(sms.caseId))!;
    expect(lines.some(({ kind, text }) => kind === 'answer' && text.vi.includes('15-30.0N 109-12.0E'))).to.equal(true);
    const [act] = (await store.acts({ limit: 1000 })).filter(({ kind }) => kind === 'declare-position');
    expect(act).to.include({ subject: vesselId, by: 'link:owner' });
    // The message had not even been handed over as far as we know: then nothing is claimed of it.
    expect((await find(sms.id)).state).to.equal('queued');
    await rebuiltIsTheSame();
  });

  it('an answer by SMS is a position, an acknowledgement or words, by its number and reference', async () => {
    await silence(13, [0, 1]);
    const mine = await toOwner();
    await sent(mine.id, 'smpp:9');
    const boat = boats.find(({ ownerPhone }) => ownerPhone === mine.address)!;
    const reference = caseReference(mine.caseId);
    const hear = async (from: string, text: string) => {
      const entry = await readSms(store, { from, text }, now);
      await enter(entry);
      return entry;
    };
    const international = `84${boat.ownerPhone.slice(1)}`;
    expect(await hear(international, `VT 15 30.5N 109 12.3E ${reference.toLowerCase()}`)).to.include({
      understood: 'position',
    });
    expect((await store.latest([mine.vesselId])).get(mine.vesselId)).to.include({ source: 'manual', lat: 15.5083333 });
    expect(await find(mine.id)).to.include({ state: 'delivered' });
    expect(await hear(international, 'VT 95 30.5N 109 12.3E')).to.include({ understood: 'nothing' });
    const replies = await made({ change: 'reply' });
    expect(replies.map(({ body }) => body).sort()).to.deep.equal(
      [
        `Hai Dang: Da nhan vi tri 15-30.5N 109-12.3E luc ${new Date(now + 7 * hour).toISOString().slice(11, 16)} 01/03. Ma ${reference}`,
        `Hai Dang: Toa do khong dung, xin gui lai. Ma ${reference}`,
      ].sort(),
    );
    // Somebody who was told nothing can make us say nothing.
    expect(await hear('0911111111', `VT 15 30.5N 109 12.3E ${reference}`)).not.to.have.any.keys('reply', 'place');
    // An officer takes up what the reference names, and nothing without it: two boats are silent.
    expect(await hear('0900000001', 'TN')).to.include({ understood: 'nothing' });
    const [officers] = (await made({ contactId: 'truc', vesselId: mine.vesselId })) as [Delivery];
    expect(await hear('0900000001', `TN ${reference}`)).to.include({ understood: 'acknowledge' });
    expect((await store.alert(officers.alertId))!.response).to.include({
      state: 'acknowledged',
      acknowledgedBy: 'sms:0900000001',
    });
    await rebuiltIsTheSame();
  });

  const linesOf = async (caseId: string, kind: string) =>
    (await store.case(caseId))!.lines.filter((line) => line.kind === kind).map(({ text }) => text.vi);
  const acknowledged = (alertId: string) => enter({ type: 'acknowledge', alertId, by: 'an' });

  it('an SMS takes up what the table of states allows, and whoever sent it hears why not', async () => {
    await silence(13, [0]);
    const [told] = (await made({ contactId: 'truc' })) as [Delivery];
    const by = 'an';
    await enter({ type: 'shelve', alertId: told.alertId, reason: 'đang sửa', until: now + 5 * hour, by });
    await enter(await readSms(store, { from: '0900000001', text: `TN ${caseReference(told.caseId)}` }, now));
    expect((await store.alert(told.alertId))!.response.state).to.equal('shelved');
    const [reply] = (await made({ change: 'reply' })) as [Delivery];
    expect(reply.body).to.contain('gac lai').and.not.contain('Da ghi nhan');
    expect((await linesOf(told.caseId, 'answer')).at(-1)).to.contain('hãy bỏ gác trước');
    const acts = (await store.acts({ limit: 1000 })).filter(({ kind }) => kind === 'acknowledge');
    expect(acts).to.have.length(0);
    await rebuiltIsTheSame();
  });

  it('a call to the owner is an attempt to reach the boat, in the words of the regulation', async () => {
    await route([{ rules: ['*'], changes: ['raised'], roles: ['owner'], channels: ['call'] }]);
    await silence(13, [0]);
    const calls = await made({ channel: 'call' });
    expect(calls.length).to.be.greaterThan(1);
    const [first, second] = calls as [Delivery, Delivery];
    const { caseId } = first;
    // Nobody has taken it up yet: the call has been made all the same.
    await enter({ type: 'called', deliveryId: first.id, outcome: 'not-reached', note: 'không đổ chuông', by: 'an' });
    expect(await linesOf(caseId, 'contact')).to.deep.equal([]);
    const told = `☎ → Chủ 0 (${boats[0]!.ownerPhone}): KHÔNG gọi được (an: không đổ chuông)`;
    expect(await linesOf(caseId, 'delivery')).to.include(told);
    // One call is about all that waits to be said to the same number.
    expect((await made({ channel: 'call' })).map(({ state }) => state)).to.deep.equal(calls.map(() => 'failed'));
    await acknowledged(first.alertId);
    await enter({ type: 'retry-delivery', deliveryId: second.id, by: 'an' });
    const call = { type: 'called', deliveryId: second.id, outcome: 'reached', note: 'mất nguồn', by: 'an' } as const;
    await enter({ ...call, result: 'will-turn-back' });
    await enter(call);
    expect(await linesOf(caseId, 'contact')).to.deep.equal([
      `Gọi điện Chủ 0 ${boats[0]!.ownerPhone}: Liên lạc được, sẽ quay về; mất nguồn`,
    ]);
    expect(await store.caseHead(caseId)).to.include({ state: 'contacted', attempts: 1 });
    await rebuiltIsTheSame();
  });

  it('one call to an officer is about all that waits for them in a storm; one in a case is about that case', async () => {
    await route([{ rules: ['*'], changes: ['raised'], roles: ['duty', 'owner'], channels: ['call'] }]);
    await silence(13, [0, 1, 2]);
    const waiting = async (of: 'duty' | 'owner') =>
      (await made({ channel: 'call' })).filter(({ role, state }) => role === of && state === 'queued');
    const [first] = await waiting('duty');
    const all = (await waiting('duty')).length;
    const owners = (await waiting('owner')).length;
    const inCase = (await waiting('duty')).filter(({ caseId }) => caseId === first!.caseId).length;
    expect(all).to.be.greaterThan(inCase);
    const called = { type: 'called', outcome: 'reached', by: 'an' } as const;
    await enter({ ...called, deliveryId: first!.id });
    expect(await waiting('duty')).to.have.length(all - inCase);
    await enter({ ...called, deliveryId: (await waiting('duty'))[0]!.id, inAllCases: true });
    expect(await waiting('duty')).to.deep.equal([]);
    expect(await waiting('owner'), 'each boat is still to be reached').to.have.length(owners);
    await rebuiltIsTheSame();
  });

  it('nobody is to call in place of a message that has come after all', async () => {
    await silence(7, [0]);
    const sms = await toOwner();
    await sent(sms.id, 'smpp:1');
    await receipt({ gatewayId: 'smpp:1' }, 'expired');
    const text = (await made({ insteadOf: sms.id }))[0]!;
    expect(text.channel).to.equal('device');
    await happen({ id: text.id, event: 'attempt', attempt: 1 });
    await happen({ id: text.id, event: 'failed', attempt: 1 });
    const call = (await made({ insteadOf: text.id }))[0]!;
    expect(call).to.include({ channel: 'call', state: 'queued' });
    await receipt({ gatewayId: 'smpp:1' }, 'delivered');
    expect(await find(call.id)).to.include({ state: 'kept', answer: 'Not called: told by another channel.' });
    await rebuiltIsTheSame();
  });

  it('nobody is to make calls about a case that has ended', async () => {
    await route([{ rules: ['*'], changes: ['raised'], roles: ['owner'], channels: ['call'] }]);
    await silence(13, [0]);
    const [call] = (await made({ channel: 'call' })) as [Delivery];
    for (const { id } of await store.alerts({ state: 'open', caseId: call.caseId, limit: 10 })) await acknowledged(id);
    // She is heard again: nothing of it is open any more, and nobody remembers it.
    await record(RecordType.bytes, nafRecord(boats[0]!.registration, 16.9, 108.9, now), 1);
    expect(await store.alerts({ state: 'open', caseId: call.caseId, limit: 10 })).to.deep.equal([]);
    await restart();
    const move = { move: 'close', reason: 'resolved' };
    await enter({ type: 'case-move', caseId: call.caseId, move, mayDecide: false, by: 'an' });
    expect(await store.caseHead(call.caseId)).to.include({ state: 'closed' });
    const calls = await made({ channel: 'call' });
    expect(calls.map(({ state }) => state)).to.deep.equal(calls.map(() => 'kept'));
    await rebuiltIsTheSame();
  });

  it('the photograph of a declared position is a file of the case', async () => {
    await silence(13, [0]);
    const sms = await toOwner();
    const photo = { sha256: 'a'.repeat(64), bytes: 2000, type: 'image/jpeg' };
    const place = { lon: 109.2, lat: 15.5, fixTime: now, via: 'link', by: 'link:owner' } as const;
    await enter({ type: 'declare-position', vesselId: sms.vesselId, deliveryId: sms.id, ...place, photo });
    expect((await store.caseHead(sms.caseId))!.files).to.deep.equal({ photo: 1 });
    const { lines } = (await store.case(sms.caseId))!;
    expect(lines.find(({ kind }) => kind === 'file')!.data).to.include({ ...photo, purpose: 'photo' });
    await rebuiltIsTheSame();
  });

  it('a test message is one like any other, about no case', async () => {
    const contact = { id: 'truc', name: 'Trực ban', language: 'vi' } as const;
    await enter({ type: 'test-message', contact, channel: 'sms', address: '0900000001', by: 'an' });
    const [test] = (await made({ change: 'test' })) as [Delivery];
    await sent(test.id, 'smpp:5');
    await receipt({ gatewayId: 'smpp:5' }, 'delivered');
    expect(await find(test.id)).to.include({ state: 'delivered', caseId: '', alertId: '' });
  });

  /** A store made again from the same journal says the same. */
  async function rebuiltIsTheSame(): Promise<void> {
    const again = newStore();
    const fresh = await open(again);
    for (const [index, one] of entered.entries()) {
      await put(fresh, one, index * 100);
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
      expect(await read(again)).to.deep.equal(await read(store));
    await again.close();
  }
});
