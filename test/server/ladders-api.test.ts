/** Ladders over HTTP and the real engine room: what a document may say, escalating by hand, and whose word counts by their account. */
import { expect } from 'chai';
import { defaultLadders } from '../../server/alerts/default-ladders.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Case } from '../../server/models/case.ts';
import { type ApiProduct, nafRecord, type passwords, startApi, until } from './api-product.ts';

type Who = keyof typeof passwords;

const step = { id: 'watch', minutes: 5, roles: ['duty'], channels: ['email'] };
const ladder = { id: 'all', name: { vi: 'chung', en: 'all' }, on: 'unacknowledged', steps: [step] };
const square = [
  [108, 15],
  [109, 15],
  [109, 16],
  [108, 16],
  [108, 15],
];

describe('ladders over HTTP', () => {
  let api: ApiProduct;
  const cookies = new Map<Who, string>();
  let alertId = '';

  const call = async (method: string, path: string, body?: unknown, who: Who = 'officer') => {
    const answer = await api.fetch(`/api/v1${path}`, {
      method,
      headers: { cookie: cookies.get(who)!, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, never> };
  };
  const put = (name: string, body: unknown) => call('PUT', `/settings/${name}`, body, 'admin');
  const alert = async (): Promise<Alert> => (await call('GET', `/alerts/${alertId}`)).body as unknown as Alert;

  before(async () => {
    api = await startApi();
    for (const who of ['admin', 'officer', 'viewer'] as const) cookies.set(who, await api.signIn(who));
    const properties = { name: 'Vùng cấm', kind: 'closed', version: 1, source: 'test' };
    const feature = {
      type: 'Feature',
      id: 'closed-1',
      geometry: { type: 'Polygon', coordinates: [square] },
      properties,
    };
    await put('zones', { type: 'FeatureCollection', features: [feature] });
    await put('rules', [
      { id: 'no-entry', kind: 'zone-enter', zones: ['closed-1'], params: { confirm: 1 }, priority: 2 },
    ]);
    await put('units', [
      { id: 'tinh', name: 'Tỉnh' },
      { id: 'don-1', name: 'Đồn 1', parent: 'tinh' },
      { id: 'don-2', name: 'Đồn 2', parent: 'tinh' },
    ]);
    await put('contacts', [{ id: 'truc', name: 'Trực', role: 'duty', unit: 'don-1', email: 'truc@bp.example' }]);
    await put('routing', [{ rules: ['*'], roles: ['duty'], channels: ['email'] }]);
    const start = Date.now() - 5 * 3_600_000;
    const key = `Bearer ${api.context.accounts.createKey('p', ['positions:write'])}`;
    const at = (minute: number, lon: number) => nafRecord('QNa-91234-TS', 15.5, lon, start + minute * 60_000);
    const body = [at(0, 107.8), at(30, 107.9), at(60, 108.2)].join('\n');
    await api.fetch('/api/v1/positions/naf', { method: 'POST', headers: { authorization: key }, body });
    await until(async () => {
      const { alerts } = (await call('GET', '/alerts')).body as unknown as { alerts: Alert[] };
      alertId = alerts[0]?.id ?? '';
      return alertId !== '';
    });
  });
  after(() => api.close());

  it('refuses by place and reason what would tell nobody, come in no order, or be there twice', async () => {
    const refused: [unknown, RegExp][] = [
      [[{ ...ladder, steps: [{ ...step, roles: [] }] }], /“\[0\]\.steps\[0\]\.roles”.*tells nobody/],
      [[{ ...ladder, steps: [step, { ...step, id: 'b' }] }], /\[0\]\.steps\[1\]\.minutes”.*later than the step before/],
      [[{ ...ladder, steps: [step, { ...step, minutes: 9 }] }], /\[0\]\.steps\[1\]\.id”.*“watch” is used twice/],
      [[ladder, ladder], /\[1\]\.id”.*“all” is used twice/],
      [[{ ...ladder, steps: [] }], /\[0\]\.steps/],
      [[{ ...ladder, on: 'sometimes' }], /\[0\]\.on/],
      [[{ ...ladder, steps: [{ ...step, channels: ['pigeon'] }] }], /\[0\]\.steps\[0\]\.channels/],
    ];
    for (const [body, words] of refused) {
      const { status, body: answer } = await put('ladders', body);
      expect(status).to.equal(400);
      expect((answer as unknown as { error: { en: string } }).error.en).to.match(words);
    }
    expect((await put('ladders', defaultLadders())).status).to.equal(200);
  });

  it('begins for what waits, and says what is next', async () => {
    const { ladder: state } = await alert();
    expect(state).to.include({ id: 'second-priority', of: 2 });
    expect(state?.next?.words.vi).to.equal('thông báo đẩy, SMS: Trực ban Chi cục Thủy sản (đang trực)');
  });

  it('an officer escalates with a reason; a viewer does not', async () => {
    const path = `/alerts/${alertId}/escalate`;
    expect((await call('POST', path, { reason: 'x' }, 'viewer')).status).to.equal(403);
    expect((await call('POST', path, {})).status).to.equal(400);
    expect((await call('POST', '/alerts/none/escalate', { reason: 'x' })).status).to.equal(404);
    const done = (await call('POST', path, { reason: 'tàu lạ' })).body as unknown as { alert: Alert };
    expect(done.alert.ladder?.done).to.deep.equal(['watch']);
    const whole = (await call('GET', `/cases/${done.alert.caseId}`)).body as unknown as Case;
    const line = whole.lines.findLast(({ kind, data }) => kind === 'escalated' && data?.step);
    expect(line).to.deep.include({ by: 'officer' });
    expect(line?.data).to.deep.include({ reason: 'tàu lạ', step: 'watch' });
  });

  it('an acknowledgement says for which unit, and one of a unit that was not told leaves the ladder standing', async () => {
    api.context.accounts.setUnit('officer', 'don-2');
    await call('POST', `/alerts/${alertId}/acknowledge`, {});
    const first = await alert();
    expect(first.response).to.deep.include({
      state: 'acknowledged',
      acknowledgedBy: 'officer',
      acknowledgedUnit: 'don-2',
    });
    expect(first.ladder?.ended).to.equal(undefined);
    expect(first.ladder?.next?.step).to.equal('supervisor');
    api.context.accounts.setUnit('officer', 'tinh');
    await call('POST', `/alerts/${alertId}/acknowledge`, {});
    const second = await alert();
    expect(second.ladder?.ended).to.deep.include({ why: 'acknowledged', by: 'officer' });
    expect(second.response.acknowledgedUnit, 'the first word stands').to.equal('don-2');
  });

  it('a wording without its place, with a variable that is none, a unit above itself and a watch of nobody are refused', async () => {
    const tried = async (name: string, body: unknown) => {
      const answer = await put(name, body);
      return answer.status === 200 ? 'taken' : (answer.body as unknown as { error: { en: string } }).error.en;
    };
    const wording = (text: string) => [{ rules: ['*'], change: 'raised', text }];
    expect(await tried('templates', wording('{vessel}: {what} luc {when}, ma {ref}'))).to.contain('{where} is missing');
    expect(await tried('templates', wording('{vessel} {what} {where} {when} {ref} {place}'))).to.contain(
      '{place} is not known',
    );
    expect(await tried('templates', wording('{vessel} {what} {where} {when} {ref} {task'))).to.contain('brace');
    expect(await tried('templates', wording('{vessel}: {what} tai {where} luc {when}. {link} Ma {ref}'))).to.equal(
      'taken',
    );
    expect(
      await tried('units', [
        { id: 'a', name: 'A', parent: 'b' },
        { id: 'b', name: 'B', parent: 'a' },
      ]),
    ).to.contain('above itself');
    expect(await tried('units', [{ id: 'a', name: 'A', parent: 'c' }])).to.contain('no unit “c”');
    expect(
      await tried('rosters', [{ id: 'r', shifts: [{ contacts: ['ai'], from: '07:00', to: '19:00' }] }]),
    ).to.contain('no contact “ai”');
    expect(
      await tried('contacts', [{ id: 'x', name: 'X', role: 'duty', quietHours: { from: '25:00', to: '5' } }]),
    ).to.contain('HH:MM');
  });
});
