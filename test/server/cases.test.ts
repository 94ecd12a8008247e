/** What people do with alerts and cases, over HTTP and the real engine room: on record, refused with reasons, the same after a rebuild. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Alert } from '../../server/models/alert.ts';
import type { Case, Task } from '../../server/models/case.ts';
import { type Handover, type HandoverContent, handoverContent } from '../../server/models/handover.ts';
import { closedZones, noEntry, png } from './api-fixtures.ts';
import { type ApiProduct, nafRecord, type passwords, startApi, until } from './api-product.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Whole = Case & {
  cited?: { name: string; version: number; since: number };
  alerts: Alert[];
  tasks: Task[];
  moves: { id: string; missing: string[] }[];
  people: { who: string; phone?: string }[];
};
type Who = keyof typeof passwords;

describe('cases', () => {
  let api: ApiProduct;
  const cookies = new Map<Who, string>();
  const start = Math.floor(Date.now() / MINUTE) * MINUTE - 5 * HOUR;
  let caseId = '';
  let alertId = '';

  const call = async (method: string, path: string, body?: unknown, who: Who = 'officer') => {
    const headers: Record<string, string> = { cookie: cookies.get(who)! };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const answer = await api.fetch(`/api/v1${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as never };
  };
  const ok = async <T>(method: string, path: string, body?: unknown, who?: Who): Promise<T> => {
    const answer = await call(method, path, body, who);
    expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).to.be.oneOf([200, 201]);
    return answer.body;
  };
  const refusal = async (
    method: string,
    path: string,
    body?: unknown,
    who?: Who,
  ): Promise<{ code: string; vi: string; en: string }> => {
    const answer = await call(method, path, body, who);
    expect(answer.status, JSON.stringify(answer.body)).to.be.within(400, 499);
    return (answer.body as { error: { code: string; vi: string; en: string } }).error;
  };
  const positions = async (...fixes: [minute: number, lon: number][]): Promise<void> => {
    const records = fixes.map(([minute, lon]) => nafRecord('QNa-91234-TS', 15.5, lon, start + minute * MINUTE));
    const key = `Bearer ${api.context.accounts.createKey('p', ['positions:write'])}`;
    await api.fetch('/api/v1/positions/naf', {
      method: 'POST',
      headers: { authorization: key },
      body: records.join('\n'),
    });
  };
  const theCase = (): Promise<Whole> => ok('GET', `/cases/${caseId}`);
  const openAlert = async (): Promise<Alert> => {
    let found: Alert | undefined;
    await until(async () => {
      found = (await ok<{ alerts: Alert[] }>('GET', '/alerts')).alerts.find(
        ({ occurrence }) => occurrence.state === 'raised',
      );
      return found !== undefined;
    });
    return found!;
  };

  before(async () => {
    api = await startApi();
    for (const who of ['admin', 'officer', 'viewer'] as const) cookies.set(who, await api.signIn(who));
    await ok('PUT', '/settings/zones', closedZones, 'admin');
    await ok('PUT', '/settings/rules', [noEntry], 'admin');
    const boat = { registration: 'QNa-91234-TS', owner: 'Nguyễn Văn Đức', ownerPhone: '0900100001', lengthM: 17.5 };
    await ok('POST', '/vessels', [boat], 'admin');
    await positions([0, 107.8], [30, 107.9], [60, 108.2]);
    const alert = await openAlert();
    alertId = alert.id;
    caseId = alert.caseId;
  });
  after(() => api.close());

  it('shows a new case with whom to call and until when somebody has to have taken it up', async () => {
    const found = await theCase();
    expect(found).to.include({
      state: 'new',
      label: 'QNa-91234-TS',
      leadAlertId: alertId,
      priority: 2,
      kind: 'zone-enter',
    });
    expect(found.people).to.deep.equal([{ who: 'owner', name: 'Nguyễn Văn Đức', phone: '0900100001' }]);
    expect(found.dueAt! - found.openedAt).to.equal(30 * MINUTE);
    const due = await ok<{ cases: Case[] }>('GET', `/cases?open=true&dueBy=${found.dueAt}`);
    expect(due.cases.map(({ id }) => id)).to.deep.equal([caseId]);
    expect((await ok<{ cases: Case[] }>('GET', `/cases?open=true&dueBy=${found.dueAt! - 1}`)).cases).to.deep.equal([]);
    const alerts = await ok<{ alerts: Alert[] }>('GET', `/alerts?dueBy=${found.dueAt}`);
    expect(alerts.alerts.map(({ id }) => id)).to.deep.equal([alertId]);
  });

  it('silences and shelves for a reason and a time, which are no acknowledgement', async () => {
    const { alert } = await ok<{ alert: Alert }>('POST', `/alerts/${alertId}/silence`);
    expect(alert.response).to.include({ state: 'unacknowledged', silencedBy: 'officer' });
    expect((await refusal('POST', `/alerts/${alertId}/shelve`, { minutes: 60 })).code).to.equal('body-invalid');
    const long = await refusal('POST', `/alerts/${alertId}/shelve`, { minutes: 3 * 24 * 60, reason: 'trú bão' });
    expect(long.vi).to.contain('chỉ cho gác lại đến 1440 phút');
    const shelved = await ok<{ alert: Alert }>('POST', `/alerts/${alertId}/shelve`, { minutes: 60, reason: 'trú bão' });
    expect(shelved.alert.response).to.include({ state: 'shelved', shelvedBy: 'officer', reason: 'trú bão' });
    expect(shelved.alert).not.to.have.property('dueAt');
    const draft = await ok<HandoverContent>('GET', '/handovers/draft');
    expect(draft.shelved.map(({ text }) => text)).to.deep.equal([shelved.alert.text]);
    // As earlier versions kept it.
    const inOneLanguage = { ...draft, shelved: draft.shelved.map((one) => ({ ...one, text: 'vào vùng cấm' })) };
    expect(handoverContent.parse(inOneLanguage)).to.deep.equal(inOneLanguage);
    expect((await ok<{ alerts: Alert[] }>('GET', '/alerts?state=shelved')).alerts).to.have.length(1);
    const refused = await refusal('POST', `/alerts/${alertId}/acknowledge`, {});
    expect(refused).to.include({ code: 'illegal-move' });
    expect(refused.vi).to.equal('Không thể tiếp nhận: cảnh báo đang gác lại; hãy bỏ gác trước.');
    const back = await ok<{ alert: Alert }>('POST', `/alerts/${alertId}/unshelve`, {});
    expect(back.alert.response).to.deep.equal({ state: 'unacknowledged' });
    expect((await refusal('POST', `/alerts/${alertId}/unshelve`, {})).en).to.contain('it is not shelved');
    expect((await call('POST', `/alerts/${alertId}/shelve`, { minutes: 60, reason: 'x' }, 'viewer')).status).to.equal(
      403,
    );
  });

  it('logs no call before somebody has taken it up, and says so', async () => {
    const early = await refusal('POST', `/cases/${caseId}/contacts`, { channel: 'phone', outcome: 'reached' });
    expect(early.vi).to.equal('Không thể ghi liên lạc: chưa ai tiếp nhận cảnh báo.');
    await ok('POST', `/alerts/${alertId}/acknowledge`, { comment: 'đang gọi' });
    expect(await theCase()).to.include({ state: 'acknowledged', acknowledgedBy: 'officer' });
  });

  it('a step that the regulation lacks here is refused with those that it has', async () => {
    const refused = await refusal('POST', `/cases/${caseId}/moves`, { move: 'verify' });
    expect(refused.code).to.equal('illegal-move');
    expect(refused.vi).to.contain('vụ việc đang ở “Đã tiếp nhận”, từ đó chỉ có: Bắt đầu liên lạc');
    expect((await refusal('POST', `/cases/${caseId}/moves`, { move: 'fly' })).en).to.contain('has no such step');
    expect((await refusal('POST', `/cases/${caseId}/moves`, { move: 'turned-back' })).en).to.contain(
      'a note is needed',
    );
    expect((await refusal('POST', `/cases/${caseId}/moves`, { move: 'contacted' })).en).to.contain(
      'no attempt to reach the boat',
    );
  });

  it('an attempt leads on: trying, then reached', async () => {
    const attempt = { channel: 'phone', who: 'owner', address: '0900100001' };
    expect((await refusal('POST', `/cases/${caseId}/contacts`, { ...attempt, outcome: 'gone' })).en).to.contain(
      'no outcome',
    );
    const first = await ok<Whole>('POST', `/cases/${caseId}/contacts`, { ...attempt, outcome: 'no-answer' });
    expect(first).to.include({ state: 'contacting', attempts: 1 });
    const second = await ok<Whole>('POST', `/cases/${caseId}/contacts`, {
      ...attempt,
      outcome: 'will-turn-back',
      note: 'chủ tàu',
    });
    expect(second).to.include({ state: 'contacted', attempts: 2 });
    expect(second.lines.at(-1)).to.deep.include({ kind: 'contact', by: 'officer' });
    expect(second.lines.at(-1)!.text.vi).to.equal('Gọi điện owner 0900100001: Liên lạc được, sẽ quay về; chủ tàu');
    expect(second.lines.at(-1)!.data).to.include({ outcome: 'will-turn-back', from: 'contacting', to: 'contacted' });
  });

  it('gives tasks with a due time, and takes their answers', async () => {
    const late = { what: 'Kiểm tra bến', assignee: 'Đồn Cửa Đại', dueAt: Date.now() - 1 };
    expect((await refusal('POST', `/cases/${caseId}/tasks`, late)).vi).to.contain('hạn đã qua');
    const { tasks } = await ok<Whole>('POST', `/cases/${caseId}/tasks`, { ...late, dueAt: Date.now() + HOUR });
    expect(tasks).to.have.length(1);
    expect((await ok<{ tasks: Task[] }>('GET', '/tasks?state=open')).tasks.map(({ id }) => id)).to.deep.equal([
      tasks[0]!.id,
    ]);
    const close = await refusal('POST', `/cases/${caseId}/moves`, { move: 'close', reason: 'resolved' });
    expect(close.vi).to.contain('còn việc giao chưa xong');
    const path = `/tasks/${tasks[0]!.id}/answer`;
    const { task } = await ok<{ task: Task }>('POST', path, { state: 'done', answer: 'tàu đã về' });
    expect(task).to.include({ state: 'done', answeredBy: 'officer' });
    expect((await refusal('POST', path, { state: 'done', answer: 'again' })).en).to.contain('it has been answered');
    expect(await theCase()).to.include({ openTasks: 0 });
  });

  it('keeps files by what they are, under their hash, and gives them out safely', async () => {
    const post = (bytes: Buffer, name: string, purpose = 'record') =>
      api.fetch(`/api/v1/cases/${caseId}/files?name=${encodeURIComponent(name)}&purpose=${purpose}`, {
        method: 'POST',
        headers: { cookie: cookies.get('officer')!, 'content-type': 'image/png' },
        body: new Uint8Array(bytes),
      });
    expect((await post(Buffer.from('<script>alert(1)</script>'), 'ảnh.png')).status).to.equal(415);
    expect((await post(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'a.svg')).status).to.equal(415);
    expect((await post(Buffer.alloc(20 * 1024 * 1024 + 1), 'a.png')).status).to.equal(413);
    expect((await post(Buffer.alloc(0), 'a.png')).status).to.equal(400);
    const answer = await post(png, '../../biên bản\u202e.png');
    expect(answer.status).to.equal(201);
    const { file } = (await answer.json()) as { file: { sha256: string; name: string } };
    const sha256 = createHash('sha256').update(png).digest('hex');
    expect(file).to.deep.equal({
      sha256,
      bytes: png.length,
      type: 'image/png',
      name: '.._.._biên bản.png',
      purpose: 'record',
    });
    const got = await api.fetch(`/api/v1/cases/${caseId}/files/${sha256}`, {
      headers: { cookie: cookies.get('viewer')! },
    });
    expect(Buffer.from(await got.arrayBuffer())).to.deep.equal(png);
    expect(got.headers.get('content-security-policy')).to.equal("default-src 'none'; sandbox");
    expect(got.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(got.headers.get('content-disposition')).to.match(
      /^(attachment|inline); filename\*=UTF-8''\.\._\.\._bi%C3%AAn%20b%E1%BA%A3n\.png$/,
    );
    expect((await api.fetch(`/api/v1/cases/${caseId}/files/${sha256}`)).status).to.equal(401);
    expect((await call('GET', `/cases/${caseId}/files/${'0'.repeat(64)}`)).status).to.equal(404);
    expect((await call('GET', `/cases/${caseId}/files/..%2f..%2fstore.db`)).status).to.equal(404);
    expect((await theCase()).files).to.deep.equal({ record: 1 });
    const onDisk = join(api.context.dataFolder, 'files', sha256.slice(0, 2), sha256);
    writeFileSync(onDisk, 'altered');
    const damaged = await call('GET', `/cases/${caseId}/files/${sha256}`);
    expect(damaged.status).to.equal(500);
    expect((damaged.body as { error: { vi: string } }).error.vi).to.contain('không còn đúng như khi đính kèm');
    expect((await post(png, 'again.png', 'photo')).status, 'attaching it again mends it').to.equal(201);
    expect(readFileSync(onDisk)).to.deep.equal(png);
  });

  it('leaves it to those who may decide to open a sanction file', async () => {
    await ok('POST', `/cases/${caseId}/moves`, { move: 'verify', note: 'về bến Cửa Đại' });
    const sanction = { move: 'sanction', recordNo: '12/BB', fileNo: '7/XP', note: 'vào vùng cấm' };
    expect((await theCase()).moves.map(({ id }) => id)).to.deep.equal(['close']);
    expect((await refusal('POST', `/cases/${caseId}/moves`, sanction)).en).to.contain('for those who may decide');
    const done = await ok<Whole>('POST', `/cases/${caseId}/moves`, sanction, 'admin');
    expect(done).to.include({ state: 'sanction-file', closedBy: 'admin' });
    expect(done.alerts.map(({ response }) => response.state)).to.deep.equal(['closed']);
    expect((await ok<{ alerts: Alert[] }>('GET', '/alerts')).alerts).to.deep.equal([]);
    const refused = await refusal('POST', `/cases/${caseId}/contacts`, { channel: 'phone', outcome: 'reached' });
    expect(refused.vi).to.contain('vụ việc đã kết thúc');
  });

  it('re-opens with a reason, and what still holds is on the list again', async () => {
    expect((await refusal('POST', `/cases/${caseId}/moves`, { move: 'reopen' })).en).to.contain('a note is needed');
    const again = await ok<Whole>('POST', `/cases/${caseId}/moves`, { move: 'reopen', note: 'đơn của chủ tàu' });
    expect(again).to.include({ state: 'acknowledged' }).and.not.have.property('closedAt');
    expect(again.alerts[0]!.response).to.deep.equal({ state: 'unacknowledged' });
    const close = await refusal('POST', `/cases/${caseId}/moves`, { move: 'close', reason: 'resolved' });
    expect(close.vi).to.equal('Không thể đóng vụ việc: còn cảnh báo chưa tiếp nhận.');
    expect(again.moves.find(({ id }) => id === 'close')!.missing).to.deep.equal(['alerts-acknowledged']);
    await ok('POST', `/alerts/${alertId}/acknowledge`, {});
  });

  it('a raise after the end is another occurrence that knows the last', async () => {
    await positions([90, 107.8], [120, 108.3]);
    let alert: Alert & { previous?: { id: string } } = await openAlert();
    await until(async () => {
      alert = await openAlert();
      return alert.id !== alertId;
    });
    expect(alert.caseId).to.equal(caseId);
    const whole = await ok<typeof alert>('GET', `/alerts/${alert.id}`);
    expect(whole.previous).to.include({ id: alertId, caseId, state: 'cleared', response: 'closed' });
    expect(await ok('GET', `/alerts/${alertId}`)).not.to.have.property('previous');
  });

  it('passes a case on to those whom the regulation names, as messages like any other', async () => {
    await ok(
      'PUT',
      '/settings/contacts',
      [{ id: 'bch', name: 'Bộ chỉ huy BĐBP', role: 'border-command', email: 'bch@bp.example', phone: '0900000009' }],
      'admin',
    );
    await ok('POST', `/cases/${caseId}/moves`, { move: 'escalate', note: 'không quay về' });
    const { deliveries } = await ok<{
      deliveries: { contactId: string; channel: string; subject?: string; body: string }[];
    }>('GET', '/deliveries');
    const [mail, sms] = ['email', 'sms'].map(
      (channel) => deliveries.find((one) => one.contactId === 'bch' && one.channel === channel)!,
    );
    expect(mail!.subject).to.match(/^CHUYỂN CẤP: /);
    expect(mail!.body).to.contain('Chuyển cấp – officer: không quay về');
    expect(sms!.body.length).to.be.at.most(160);
    expect((await theCase()).lines.some(({ text }) => text.vi.includes('Không báo được cho'))).to.equal(true);
  });

  it('goes as a changed regulation says from then on, and cites it', async () => {
    const { body, revision } = await ok<{
      body: { limits: object[]; moves: { id: string; requires: string[] }[]; name: string };
      revision: number;
    }>('GET', '/settings/regulation');
    expect(revision).to.equal(0);
    const broken = { ...body, moves: body.moves.filter(({ id }) => id !== 'close' && id !== 'sanction') };
    expect((await refusal('PUT', '/settings/regulation', broken, 'admin')).code).to.equal('body-invalid');
    const stricter = {
      ...body,
      name: 'Quy chế Đà Nẵng',
      limits: [{ state: 'verifying', minutes: 60 }, ...body.limits],
      moves: body.moves.map((move) =>
        move.id === 'close' ? { ...move, requires: ['reason', 'note', 'file:explanation'] } : move,
      ),
    };
    expect((await call('PUT', '/settings/regulation', stricter)).status).to.equal(403);
    const set = await ok<{ revision: number; changedAt: number }>('PUT', '/settings/regulation', stricter, 'admin');
    const moved = await ok<Whole & { dueAt: number; stateSince: number }>('POST', `/cases/${caseId}/moves`, {
      move: 'verify',
    });
    expect(moved.regulation).to.equal(set.revision);
    // A person hears of a version and a date; where the journal has it, is for whoever asks the journal.
    expect(moved.cited).to.deep.include({ name: 'Quy chế Đà Nẵng', version: 1, since: set.changedAt });
    expect(moved.dueAt - moved.stateSince).to.equal(HOUR);
    expect(moved.moves.find(({ id }) => id === 'close')!.missing).to.deep.equal([
      'alerts-acknowledged',
      'file:explanation',
    ]);
    for (const { id, response } of moved.alerts)
      if (response.state === 'unacknowledged' || response.state === 'returned')
        await ok('POST', `/alerts/${id}/acknowledge`, {});
    const refused = await refusal('POST', `/cases/${caseId}/moves`, { move: 'close', reason: 'resolved', note: 'x' });
    expect(refused.vi).to.contain('chưa đính kèm giải trình');
    await ok('PUT', '/settings/regulation', { ...stricter, name: 'Quy chế sau' }, 'admin');
    expect((await ok<Whole>('GET', `/cases/${caseId}`)).cited, 'it moved under the one before').to.deep.equal(
      moved.cited,
    );
    const old = await ok<{ body: { name: string } }>('GET', `/settings/regulation/versions/${set.revision}`);
    expect(old.body.name).to.equal('Quy chế Đà Nẵng');
    expect((await call('GET', '/settings/regulation/versions/1')).status).to.equal(404);
  });

  it('prints as a PDF with its content attached, whose hash it carries', async function () {
    this.timeout(120_000);
    const answer = await api.fetch(`/api/v1/cases/${caseId}/evidence.pdf`, {
      headers: { cookie: cookies.get('viewer')! },
    });
    expect(answer.status, answer.status === 200 ? '' : await answer.clone().text()).to.equal(200);
    const pdf = Buffer.from(await answer.arrayBuffer());
    expect(pdf.subarray(0, 5).toString()).to.equal('%PDF-');
    const json = await api.fetch(`/api/v1/cases/${caseId}/evidence.json?lang=en`, {
      headers: { cookie: cookies.get('viewer')! },
    });
    const text = await json.text();
    expect(json.headers.get('x-content-sha256')).to.equal(createHash('sha256').update(text).digest('hex'));
    const content = JSON.parse(text) as {
      proven: { fix: { receivedAt: number }; records: { text: string; sha256: string }[] }[];
      regulation: { revision: number; version: number };
    };
    expect(content.proven.length).to.be.greaterThan(0);
    for (const { records } of content.proven) expect(records[0]!.text).to.contain('//XR/QNa-91234-TS//');
    expect(content.regulation).to.include({ version: 1 });
    expect(content.regulation.revision).to.be.greaterThan(1);
    expect((await api.fetch(`/api/v1/cases/${caseId}/evidence.pdf`)).status).to.equal(401);
    expect((await call('GET', '/cases/none/evidence.json')).status).to.equal(404);
  });

  it('hands a shift over with what is open and what happened, signed by two', async () => {
    const draft = await ok<HandoverContent>('GET', '/handovers/draft');
    expect(draft.openCases.map(({ id }) => id)).to.deep.equal([caseId]);
    expect(draft.happened).to.deep.include({
      alerts: 2,
      calls: 2,
      closed: 1,
      settings: ['contacts', 'regulation', 'rules', 'zones'],
    });
    const { handover } = await ok<{ handover: Handover }>('POST', '/handovers', { notes: 'biển động' });
    expect(handover).to.include({ state: 'given', givenBy: 'officer', notes: 'biển động' });
    expect((await refusal('POST', `/handovers/${handover.id}/take`, {})).vi).to.contain('phải là hai người');
    const taken = await ok<{ handover: Handover }>(
      'POST',
      `/handovers/${handover.id}/take`,
      { remarks: 'đã nhận' },
      'admin',
    );
    expect(taken.handover).to.include({ state: 'taken', takenBy: 'admin', remarks: 'đã nhận', hash: handover.hash });
    expect((await refusal('POST', `/handovers/${handover.id}/take`, {}, 'admin')).code).to.equal('illegal-move');
  });

  it('has every act on record with who, when and what', async () => {
    const acts = await api.context.store.acts({ limit: 1000 });
    const kinds = new Set(acts.filter(({ by }) => by === 'officer').map(({ kind }) => kind));
    for (const kind of [
      'acknowledge',
      'silence',
      'shelve',
      'unshelve',
      'case-move',
      'case-contact',
      'case-task',
      'task-answer',
      'case-file',
      'handover',
    ] as const)
      expect(kinds.has(kind), kind).to.equal(true);
    expect(api.errors).to.deep.equal([]);
  });
});
