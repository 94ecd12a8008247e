/** The document of the interface: whole, valid, and what answers are held against. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect } from 'chai';
import { apiRoutes } from '../../server/api/app.ts';
import type { OpenApiDocument } from '../../server/api/openapi/document.ts';
import { AnswerCheck } from './api-document.ts';
import { type ApiProduct, startApi } from './api-product.ts';

describe('api: its document', () => {
  let api: ApiProduct;
  let document: OpenApiDocument;

  before(async () => {
    api = await startApi();
    const cookie = await api.signIn('viewer');
    document = (await (await api.fetch('/api/v1/openapi.json', { headers: { cookie } })).json()) as OpenApiDocument;
  });
  after(() => api.close());

  it('is for those that are known', async () => {
    expect((await api.fetch('/api/v1/openapi.json')).status).to.equal(401);
  });

  it('is valid OpenAPI 3.1', async () => {
    const outcome = await new Validator().validate(structuredClone(document) as unknown as Record<string, unknown>);
    expect(outcome.valid, JSON.stringify(outcome.errors)).to.equal(true);
    expect(document.openapi).to.equal('3.1.0');
  });

  it('tells of every route in both languages, with what each takes and gives', () => {
    const told = Object.entries(document.paths).flatMap(([path, byMethod]) =>
      Object.entries(byMethod).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
    );
    const routes = apiRoutes(api.context).map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(told.map(({ name }) => name).sort()).to.deep.equal(routes.sort());
    for (const { name, operation } of told) {
      expect(operation.summary, name).not.to.equal('');
      expect(operation['x-vi'], name).not.to.equal('');
      expect(
        Object.keys(operation.responses).some((status) => /^[23]/.test(status)),
        name,
      ).to.equal(true);
      const named = [...name.matchAll(/\{(\w+)\}/g)].map(([, part]) => part);
      const parts = operation.parameters.filter((one) => one.in === 'path').map((one) => one.name);
      expect(parts, name).to.deep.equal(named);
    }
    const ids = told.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('finds an answer that it does not tell of', async () => {
    const check = new AnswerCheck(apiRoutes(api.context));
    const url = new URL(`${api.url}/api/v1/zones`);
    const failure = async (answer: Response): Promise<string> =>
      check.check('GET', url, answer).then(
        () => '',
        (error: Error) => error.message,
      );
    expect(await failure(Response.json({ type: 'FeatureCollection', features: [] }))).to.equal('');
    expect(await failure(Response.json({ type: 'FeatureCollection', features: [], more: 1 }))).to.contain('additional');
    expect(await failure(Response.json({ type: 'FeatureCollection' }))).to.contain('features');
    expect(await failure(Response.json({}, { status: 418 }))).to.contain('418');
    expect(await failure(new Response('x', { headers: { 'content-type': 'text/plain' } }))).to.contain('text/plain');
  });
});
