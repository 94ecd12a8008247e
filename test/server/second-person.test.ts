/** Changes of settings that need a second person: kept, approved by somebody else, refused, overtaken; told from what to what. */
import { expect } from 'chai';
import type { Rule } from '../../geofences/types.ts';
import type { Act, DocumentName, SettingsDocument } from '../../server/models/entry.ts';
import { withoutSetters } from '../../server/models/own-thresholds.ts';
import type { Proposal, ProposalHead } from '../../server/models/proposal.ts';
import { type ApiProduct, startApi } from './api-product.ts';

const PASSWORD = 'một mật khẩu rất dài';
const rule = (hours: number, version = 1) => ({
  ...{ id: 'mkn', kind: 'silence', priority: 2, params: { hours } },
  version,
});

/** As they were sent: the server notes who set a threshold and when. */
const bare = (body: unknown) => withoutSetters(body as Rule[]);

describe('a second person for changes of settings', () => {
  let api: ApiProduct;
  let proposer: string;
  let manager: string;

  const call = (method: string, path: string, cookie: string, body?: unknown): Promise<Response> =>
    api.fetch(`/api/v1${path}`, {
      method,
      headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const errorOf = async (answer: Response): Promise<string> =>
    ((await answer.json()) as { error: { code: string } }).error.code;
  const held = async (name: DocumentName): Promise<SettingsDocument> =>
    (await (await call('GET', `/settings/${name}`, proposer)).json()) as SettingsDocument;
  const propose = async (
    name: DocumentName,
    body: unknown,
    cookie = proposer,
    why = 'vì sao',
  ): Promise<ProposalHead> => {
    const answer = await call('PUT', `/settings/${name}?why=${encodeURIComponent(why)}`, cookie, body);
    expect(answer.status).to.equal(202);
    return ((await answer.json()) as { proposal: ProposalHead }).proposal;
  };
  const decide = (id: string, cookie: string, body: object): Promise<Response> =>
    call('POST', `/proposals/${id}/decision`, cookie, body);
  const waiting = async (): Promise<(ProposalHead & { overtaken: boolean })[]> => {
    const answer = (await (await call('GET', '/proposals', proposer)).json()) as { proposals: never[] };
    return answer.proposals;
  };
  const acts = async (kind: Act['kind']): Promise<Act[]> => {
    const answer = await call('GET', `/acts?kind=${kind}`, proposer);
    return ((await answer.json()) as { acts: Act[] }).acts;
  };

  before(async () => {
    api = await startApi();
    const { accounts } = api.context;
    await accounts.addUser('thu', PASSWORD, ['manager']);
    proposer = await api.signIn('admin');
    manager = `haidang_session=${(await accounts.signIn('thu', PASSWORD, '::1')).token}`;
    expect((await call('PUT', '/settings/rules', proposer, [rule(6)])).status).to.equal(200);
    expect((await call('PUT', '/settings/approvals', proposer, ['rules', 'units'])).status).to.equal(200);
  });
  after(() => api.close());

  it('keeps a change of such a document and applies it when somebody else approves, with both on record', async () => {
    const before = await held('rules');
    const { id, changes, base, state } = await propose('rules', [rule(5)]);
    expect({ base, state }).to.deep.equal({ base: before.revision, state: 'waiting' });
    expect(changes).to.deep.equal([
      { place: '[mkn].version', from: '1', to: '2' },
      { place: '[mkn].params.hours', from: '6', to: '5' },
    ]);
    expect(await held('rules')).to.deep.equal(before);
    expect((await waiting()).map((one) => one.id)).to.deep.equal([id]);
    const read = (await (await call('GET', `/proposals/${id}`, manager)).json()) as {
      proposal: Proposal;
      before: unknown;
    };
    expect([bare(read.before), bare(read.proposal.body)]).to.deep.equal([[rule(6)], [rule(5, 2)]]);

    expect((await decide(id, manager, { verdict: 'approved', why: 'đúng quy chế' })).status).to.equal(200);
    const after = await held('rules');
    expect(bare(after.body)).to.deep.equal([rule(5, 2)]);
    expect([after.changedBy, after.approvedBy, after.why, after.previous]).to.deep.equal([
      ...['admin', 'thu', 'vì sao', before.revision],
    ]);
    expect(await waiting()).to.deep.equal([]);
    const [proposed] = await acts('document');
    expect(proposed).to.deep.include({ by: 'admin', subject: 'rules' });
    expect(proposed!.details).to.deep.equal({ waits: id, why: 'vì sao', changes });
    const [decided] = await acts('decide-change');
    expect(decided).to.deep.include({ by: 'thu', subject: 'rules' });
    expect(decided!.details).to.deep.equal({
      ...{ proposal: id, verdict: 'approved', why: 'đúng quy chế', proposedBy: 'admin', proposedWhy: 'vì sao' },
      ...{ from: before.revision, to: after.revision, changes },
    });
    expect(await errorOf(await decide(id, manager, { verdict: 'approved' }))).to.equal('illegal-move');
  });

  it('is never approved by who proposed it, whatever their role, by a key, or by who only looks', async () => {
    const { id } = await propose('rules', [rule(4)]);
    const own = await decide(id, proposer, { verdict: 'approved' });
    expect([own.status, await errorOf(own)]).to.deep.equal([403, 'own-proposal']);
    const key = `Bearer ${api.context.accounts.createKey('k', ['settings:write', 'settings:approve'])}`;
    const byKey = await api.fetch(`/api/v1/proposals/${id}/decision`, {
      method: 'POST',
      headers: { authorization: key, 'content-type': 'application/json' },
      body: '{"verdict":"approved"}',
    });
    expect([byKey.status, await errorOf(byKey)]).to.deep.equal([403, 'needs-person']);
    const put = await api.fetch('/api/v1/settings/rules', {
      method: 'PUT',
      headers: { authorization: key, 'content-type': 'application/json' },
      body: JSON.stringify([rule(3)]),
    });
    expect([put.status, await errorOf(put)]).to.deep.equal([403, 'needs-person']);
    const officer = await decide(id, await api.signIn('officer'), { verdict: 'approved' });
    expect(await errorOf(officer)).to.equal('not-allowed');
    // Past the interface, too: the engine room itself refuses.
    const slipped = await api.context.room
      .act({ type: 'decide-change', proposalId: id, verdict: 'approved', by: 'admin' })
      .catch((error: { code: string }) => error.code);
    expect(slipped).to.equal('own-proposal');
    expect(bare((await held('rules')).body)).to.deep.equal([rule(5, 2)]);

    const foreign = await call('POST', `/proposals/${id}/withdrawal`, manager, {});
    expect(await errorOf(foreign)).to.equal('not-allowed');
    expect((await call('POST', `/proposals/${id}/withdrawal`, proposer, { why: 'nhầm' })).status).to.equal(200);
    expect(await errorOf(await decide(id, manager, { verdict: 'approved' }))).to.equal('illegal-move');
  });

  it('is refused with a reason only, and changes nothing then', async () => {
    const { id } = await propose('rules', [rule(2)]);
    expect((await decide(id, manager, { verdict: 'refused' })).status).to.equal(400);
    expect((await decide(id, manager, { verdict: 'refused', why: 'quá ngắn' })).status).to.equal(200);
    expect(bare((await held('rules')).body)).to.deep.equal([rule(5, 2)]);
    const { proposal } = (await (await call('GET', `/proposals/${id}`, proposer)).json()) as { proposal: Proposal };
    expect([proposal.state, proposal.decidedBy, proposal.verdictWhy]).to.deep.equal(['refused', 'thu', 'quá ngắn']);
    expect((await acts('decide-change'))[0]!.details).to.include({ verdict: 'refused', why: 'quá ngắn' });
  });

  it('is not applied upon another version than the one that was changed', async () => {
    const first = await propose('rules', [rule(7)]);
    const second = await propose('rules', [rule(8)]);
    expect((await decide(first.id, manager, { verdict: 'approved' })).status).to.equal(200);
    expect((await waiting()).map(({ id, overtaken }) => [id, overtaken])).to.deep.equal([[second.id, true]]);
    const late = await decide(second.id, manager, { verdict: 'approved' });
    expect([late.status, await errorOf(late)]).to.deep.equal([409, 'settings-changed']);
    expect(bare((await held('rules')).body)).to.deep.equal([rule(7, 3)]);
    expect((await decide(second.id, manager, { verdict: 'refused', why: 'đã cũ' })).status).to.equal(200);
  });

  it('is looked at again when it is approved: what it stands beside may have changed', async () => {
    const unit = { id: 'don-a', name: 'Đồn A' };
    const made = await propose('units', [unit]);
    expect((await decide(made.id, manager, { verdict: 'approved' })).status).to.equal(200);
    const { id } = await propose('units', []);
    await api.context.accounts.addUser('cua-don-a', PASSWORD, ['border-guard'], 'don-a');
    const answer = await decide(id, manager, { verdict: 'approved' });
    expect([answer.status, await errorOf(answer)]).to.deep.equal([400, 'body-invalid']);
    expect((await decide(id, manager, { verdict: 'refused', why: 'còn tài khoản' })).status).to.equal(200);
  });

  it('holds the list itself: one person alone cannot end the rule', async () => {
    const { id } = await propose('approvals', []);
    expect((await held('approvals')).body).to.deep.equal(['rules', 'units']);
    expect((await decide(id, manager, { verdict: 'refused', why: 'không' })).status).to.equal(200);
    expect((await call('PUT', '/settings/approvals', proposer, ['subscriptions'])).status).to.equal(400);
  });

  it('leaves other documents as they were: at once, and told from what to what', async () => {
    const put = (body: unknown): Promise<Response> => call('PUT', '/settings/suppressions', proposer, body);
    const until = Math.floor(Date.now() / 1000) * 1000 + 86_400_000;
    expect((await put([])).status).to.equal(200);
    expect((await put([{ id: 's', rules: ['mkn'], reason: 'bão', until }])).status).to.equal(200);
    expect((await put([{ id: 's', rules: ['mkn'], reason: '=HYPERLINK("x")', until }])).status).to.equal(200);
    const [act] = await acts('document');
    expect(act!.details!.changes).to.deep.equal([{ place: '[s].reason', from: '"bão"', to: '"=HYPERLINK(\\"x\\")"' }]);
    const found = await (await call('GET', `/acts?about=${encodeURIComponent('bão')}`, proposer)).json();
    expect((found as { acts: Act[] }).acts.map(({ subject }) => subject)).to.deep.equal([
      ...['suppressions', 'suppressions'],
    ]);
    const table = await (await call('GET', '/acts.csv?kind=document', proposer)).text();
    expect(table).to.contain('[s].reason');
  });

  it('takes no more than so many that wait', async () => {
    for (let n = 0; n < 30; n += 1) await propose('rules', [rule(10 + n)]);
    const answer = await call('PUT', '/settings/rules', proposer, [rule(50)]);
    expect([answer.status, await errorOf(answer)]).to.deep.equal([409, 'illegal-move']);
    expect((await call('PUT', '/settings/suppressions', proposer, [])).status).to.equal(200);
  });
});
