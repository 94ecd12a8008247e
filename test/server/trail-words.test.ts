/** The audit trail names the parts of what was asked in words: a new question without them fails here. */
import { expect } from 'chai';
import type { OpenApiDocument } from '../../server/api/openapi/document.ts';
import { FACT_NAMES } from '../../web/accounts/fact-names.ts';
import { type ApiProduct, startApi } from './api-product.ts';

describe('the words of the trail', () => {
  let api: ApiProduct;

  before(async () => {
    api = await startApi();
  });
  after(() => api.close());

  it('are there for whatever a question may hold', async () => {
    const answer = await api.fetch('/api/v1/openapi.json', { headers: { cookie: await api.signIn('admin') } });
    const { paths } = (await answer.json()) as OpenApiDocument;
    const asked = Object.values(paths).flatMap(({ get }) => get?.parameters ?? []);
    const questions = asked.filter((one) => one.in === 'query').map(({ name }) => name);
    expect(questions).to.have.length.above(50);
    expect([...new Set(questions)].filter((name) => !FACT_NAMES[name])).to.deep.equal([]);
  });
});
