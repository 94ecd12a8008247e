/** What people answer to messages, by link, SMS and phone, through the journal: the same after any restart. */
import { expect } from 'chai';
import { RecordType } from '../../server/journal/record.ts';
import { readSms } from '../../server/links/sms-reply.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import { caseReference } from '../../server/notify/templates/reference.ts';
import { nafRecord } from './api-product.ts';
import { boats, hour, MailLand } from './mail-land.ts';

describe('answers in the journal', () => {
  let land: MailLand;

  beforeEach(async () => {
    land = new MailLand();
    await land.begin();
  });
  afterEach(() => land.close());

  it('an owner’s declared position stops the ladder, is a fix by hand, and is on record', async () => {
    await land.silence(13, [0]);
    const missed = (await land.store.alerts({ state: 'open', limit: 100 })).find(
      (one) => one.occurrence.kind === 'declaration-missed',
    )!;
    expect(missed.occurrence.state).to.equal('raised');
    const sms = (await land.made({ alertId: missed.id, role: 'owner' }))[0]!;
    expect(sms.body).to.match(/https:\/\/giamsat\.example\/l\/\*{30}/);
    const { vesselId } = sms;
    await land.enter({
      type: 'declare-position',
      vesselId,
      lon: 109.2,
      lat: 15.5,
      fixTime: land.now,
      via: 'link',
      deliveryId: sms.id,
      by: 'link:owner',
    });
    await land.record(RecordType.tick);
    const after = (await land.store.alert(missed.id)) as Alert;
    expect(after.occurrence.state).to.equal('cleared');
    expect((await land.store.latest([vesselId])).get(vesselId)).to.include({
      source: 'manual',
      lon: 109.2,
      lat: 15.5,
      fixTime: land.now,
    });
    expect((await land.store.track(vesselId, land.now, land.now)).map(({ source }) => source)).to.deep.equal([
      'manual',
    ]);
    const { lines } = (await land.store.case(sms.caseId))!;
    expect(lines.some(({ kind, text }) => kind === 'answer' && text.vi.includes('15-30.0N 109-12.0E'))).to.equal(true);
    const [act] = (await land.store.acts({ limit: 1000 })).filter(({ kind }) => kind === 'declare-position');
    expect(act).to.include({ subject: vesselId, by: 'link:owner' });
    // The message had not even been handed over as far as we know: then nothing is claimed of it.
    expect((await land.find(sms.id)).state).to.equal('queued');
    await land.rebuiltIsTheSame();
  });

  it('an answer by SMS is a position, an acknowledgement or words, by its number and reference', async () => {
    await land.silence(13, [0, 1]);
    const mine = await land.toOwner();
    await land.sent(mine.id, 'smpp:9');
    const boat = boats.find(({ ownerPhone }) => ownerPhone === mine.address)!;
    const reference = caseReference(mine.caseId);
    const hear = async (from: string, text: string) => {
      const entry = await readSms(land.store, { from, text }, land.now);
      await land.enter(entry);
      return entry;
    };
    const international = `84${boat.ownerPhone.slice(1)}`;
    expect(await hear(international, `VT 15 30.5N 109 12.3E ${reference.toLowerCase()}`)).to.include({
      understood: 'position',
    });
    expect((await land.store.latest([mine.vesselId])).get(mine.vesselId)).to.include({
      source: 'manual',
      lat: 15.5083333,
    });
    expect(await land.find(mine.id)).to.include({ state: 'delivered' });
    expect(await hear(international, 'VT 95 30.5N 109 12.3E')).to.include({ understood: 'nothing' });
    const replies = await land.made({ change: 'reply' });
    expect(replies.map(({ body }) => body).sort()).to.deep.equal(
      [
        `Hai Dang: Da nhan vi tri 15-30.5N 109-12.3E luc ${new Date(land.now + 7 * hour).toISOString().slice(11, 16)} 01/03. Ma ${reference}`,
        `Hai Dang: Toa do khong dung, xin gui lai. Ma ${reference}`,
      ].sort(),
    );
    // Somebody who was told nothing can make us say nothing.
    expect(await hear('0911111111', `VT 15 30.5N 109 12.3E ${reference}`)).not.to.have.any.keys('reply', 'place');
    // An officer takes up what the reference names, and nothing without it: two boats are silent.
    expect(await hear('0900000001', 'TN')).to.include({ understood: 'nothing' });
    const [officers] = (await land.made({ contactId: 'truc', vesselId: mine.vesselId })) as [Delivery];
    expect(await hear('0900000001', `TN ${reference}`)).to.include({ understood: 'acknowledge' });
    expect((await land.store.alert(officers.alertId))!.response).to.include({
      state: 'acknowledged',
      acknowledgedBy: 'sms:0900000001',
    });
    await land.rebuiltIsTheSame();
  });

  const linesOf = async (caseId: string, kind: string) =>
    (await land.store.case(caseId))!.lines.filter((line) => line.kind === kind).map(({ text }) => text.vi);
  const acknowledged = (alertId: string) => land.enter({ type: 'acknowledge', alertId, by: 'an' });

  it('an SMS takes up what the table of states allows, and whoever sent it hears why not', async () => {
    await land.silence(13, [0]);
    const [told] = (await land.made({ contactId: 'truc' })) as [Delivery];
    const by = 'an';
    await land.enter({ type: 'shelve', alertId: told.alertId, reason: 'đang sửa', until: land.now + 5 * hour, by });
    await land.enter(
      await readSms(land.store, { from: '0900000001', text: `TN ${caseReference(told.caseId)}` }, land.now),
    );
    expect((await land.store.alert(told.alertId))!.response.state).to.equal('shelved');
    const [reply] = (await land.made({ change: 'reply' })) as [Delivery];
    expect(reply.body).to.contain('gac lai').and.not.contain('Da ghi nhan');
    expect((await linesOf(told.caseId, 'answer')).at(-1)).to.contain('hãy bỏ gác trước');
    const acts = (await land.store.acts({ limit: 1000 })).filter(({ kind }) => kind === 'acknowledge');
    expect(acts).to.have.length(0);
    await land.rebuiltIsTheSame();
  });

  it('a call to the owner is an attempt to reach the boat, in the words of the regulation', async () => {
    await land.route([{ rules: ['*'], changes: ['raised'], roles: ['owner'], channels: ['call'] }]);
    await land.silence(13, [0]);
    const calls = await land.made({ channel: 'call' });
    expect(calls.length).to.be.greaterThan(1);
    const [first, second] = calls as [Delivery, Delivery];
    const { caseId } = first;
    // Nobody has taken it up yet: the call has been made all the same.
    await land.enter({
      type: 'called',
      deliveryId: first.id,
      outcome: 'not-reached',
      note: 'không đổ chuông',
      by: 'an',
    });
    expect(await linesOf(caseId, 'contact')).to.deep.equal([]);
    const told = `☎ → Chủ 0 (${boats[0]!.ownerPhone}): KHÔNG gọi được (an: không đổ chuông)`;
    expect(await linesOf(caseId, 'delivery')).to.include(told);
    // One call is about all that waits to be said to the same number.
    expect((await land.made({ channel: 'call' })).map(({ state }) => state)).to.deep.equal(calls.map(() => 'failed'));
    await acknowledged(first.alertId);
    await land.enter({ type: 'retry-delivery', deliveryId: second.id, by: 'an' });
    const call = { type: 'called', deliveryId: second.id, outcome: 'reached', note: 'mất nguồn', by: 'an' } as const;
    await land.enter({ ...call, result: 'will-turn-back' });
    await land.enter(call);
    expect(await linesOf(caseId, 'contact')).to.deep.equal([
      `Gọi điện Chủ 0 ${boats[0]!.ownerPhone}: Liên lạc được, sẽ quay về; mất nguồn`,
    ]);
    expect(await land.store.caseHead(caseId)).to.include({ state: 'contacted', attempts: 1 });
    await land.rebuiltIsTheSame();
  });

  it('one call to an officer is about all that waits for them in a storm; one in a case is about that case', async () => {
    await land.route([{ rules: ['*'], changes: ['raised'], roles: ['duty', 'owner'], channels: ['call'] }]);
    await land.silence(13, [0, 1, 2]);
    const waiting = async (of: 'duty' | 'owner') =>
      (await land.made({ channel: 'call' })).filter(({ role, state }) => role === of && state === 'queued');
    const [first] = await waiting('duty');
    const all = (await waiting('duty')).length;
    const owners = (await waiting('owner')).length;
    const inCase = (await waiting('duty')).filter(({ caseId }) => caseId === first!.caseId).length;
    expect(all).to.be.greaterThan(inCase);
    const called = { type: 'called', outcome: 'reached', by: 'an' } as const;
    await land.enter({ ...called, deliveryId: first!.id });
    expect(await waiting('duty')).to.have.length(all - inCase);
    await land.enter({ ...called, deliveryId: (await waiting('duty'))[0]!.id, inAllCases: true });
    expect(await waiting('duty')).to.deep.equal([]);
    expect(await waiting('owner'), 'each boat is still to be reached').to.have.length(owners);
    await land.rebuiltIsTheSame();
  });

  it('nobody is to call in place of a message that has come after all', async () => {
    await land.silence(7, [0]);
    const sms = await land.toOwner();
    await land.sent(sms.id, 'smpp:1');
    await land.receipt({ gatewayId: 'smpp:1' }, 'expired');
    const text = (await land.made({ insteadOf: sms.id }))[0]!;
    expect(text.channel).to.equal('device');
    await land.happen({ id: text.id, event: 'attempt', attempt: 1 });
    await land.happen({ id: text.id, event: 'failed', attempt: 1 });
    const call = (await land.made({ insteadOf: text.id }))[0]!;
    expect(call).to.include({ channel: 'call', state: 'queued' });
    await land.receipt({ gatewayId: 'smpp:1' }, 'delivered');
    expect(await land.find(call.id)).to.include({ state: 'kept', answer: 'Not called: told by another channel.' });
    await land.rebuiltIsTheSame();
  });

  it('nobody is to make calls about a case that has ended', async () => {
    await land.route([{ rules: ['*'], changes: ['raised'], roles: ['owner'], channels: ['call'] }]);
    await land.silence(13, [0]);
    const [call] = (await land.made({ channel: 'call' })) as [Delivery];
    for (const { id } of await land.store.alerts({ state: 'open', caseId: call.caseId, limit: 10 }))
      await acknowledged(id);
    // She is heard again: nothing of it is open any more, and nobody remembers it.
    await land.record(RecordType.bytes, nafRecord(boats[0]!.registration, 16.9, 108.9, land.now), 1);
    expect(await land.store.alerts({ state: 'open', caseId: call.caseId, limit: 10 })).to.deep.equal([]);
    await land.restart();
    const move = { move: 'close', reason: 'resolved' };
    await land.enter({ type: 'case-move', caseId: call.caseId, move, mayDecide: false, by: 'an' });
    expect(await land.store.caseHead(call.caseId)).to.include({ state: 'closed' });
    const calls = await land.made({ channel: 'call' });
    expect(calls.map(({ state }) => state)).to.deep.equal(calls.map(() => 'kept'));
    await land.rebuiltIsTheSame();
  });

  it('the photograph of a declared position is a file of the case', async () => {
    await land.silence(13, [0]);
    const sms = await land.toOwner();
    const photo = { sha256: 'a'.repeat(64), bytes: 2000, type: 'image/jpeg' };
    const place = { lon: 109.2, lat: 15.5, fixTime: land.now, via: 'link', by: 'link:owner' } as const;
    await land.enter({ type: 'declare-position', vesselId: sms.vesselId, deliveryId: sms.id, ...place, photo });
    expect((await land.store.caseHead(sms.caseId))!.files).to.deep.equal({ photo: 1 });
    const { lines } = (await land.store.case(sms.caseId))!;
    expect(lines.find(({ kind }) => kind === 'file')!.data).to.include({ ...photo, purpose: 'photo' });
    await land.rebuiltIsTheSame();
  });
});
