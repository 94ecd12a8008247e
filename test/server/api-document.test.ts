/** The document of the interface: whole, valid, and what answers are held against. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect } from 'chai';
import { apiRoutes } from '../../server/api/app.ts';
import { isMedia } from '../../server/api/contract.ts';
import type { OpenApiDocument } from '../../server/api/openapi/document.ts';
import type { JsonSchema } from '../../server/api/openapi/schemas.ts';
import { documentNames } from '../../server/models/entry.ts';
import { AnswerCheck } from './api-document.ts';
import { type ApiProduct, startApi } from './api-product.ts';

const STRANGER = 'not-asked-for';
const stranger = { [STRANGER]: 1 };
/** Settings have a shape by their name; gateways say what they like. */
const isOpen = (path: string): boolean => path === '/settings/:name' || path.startsWith('/gateways/');

/** By where the stranger stands. */
const documentsWithStranger: Record<string, Record<string, unknown>> = {
  contacts: { '[1]': [{}, stranger], '[0].quietHours': [{ quietHours: stranger }] },
  routing: { '[0]': [stranger] },
  units: { '[0]': [stranger] },
  rosters: { '[0]': [stranger], '[0].shifts[0]': [{ shifts: [stranger] }] },
  templates: { '[0]': [stranger] },
  subscriptions: { '[0]': [stranger] },
  regulation: { '.': stranger, 'moves[0].tell': { moves: [{ tell: stranger }] } },
  suppressions: { '[0]': [stranger] },
  ladders: { '[0]': [stranger], '[0].steps[0]': [{ steps: [stranger] }] },
  // Names of documents, without members.
  approvals: {},
  'sign-in': { '.': stranger },
  feeds: { '[0]': [stranger] },
  formats: { '[0]': [stranger] },
  rules: { '[0]': [stranger] },
  zones: {
    'features[0].properties.season': { features: [{ properties: { season: stranger } }] },
    'features[0].properties.neighbour[0]': {
      features: [{ properties: { neighbour: [{ vi: 'Nước A', en: 'State A', from: 0, to: 1, ...stranger }] } }],
    },
  },
};

/** Values that are nothing but the way to one closed part of a schema, and a stranger in it. */
function* withStranger(schema: JsonSchema): Iterable<unknown> {
  if (schema.additionalProperties === false) yield stranger;
  for (const [name, part] of Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>)) {
    for (const value of withStranger(part)) yield { [name]: value };
  }
  for (const value of schema.items ? withStranger(schema.items as JsonSchema) : []) yield [value];
  for (const choice of (schema.anyOf ?? schema.oneOf ?? []) as JsonSchema[]) yield* withStranger(choice);
}

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

  it('refuses in every body, and in each part of it, a member that nobody has asked for, and says where it stands', async () => {
    const cookie = await api.signIn('admin');
    const bodies = apiRoutes(api.context).filter(({ contract: { body } }) => body && !isMedia(body));
    const closed = bodies.filter(({ path }) => !isOpen(path));
    expect(closed.length).to.be.greaterThan(40);
    for (const { method, path } of closed) {
      const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method];
      const schema = operation?.requestBody?.content['application/json']?.schema as JsonSchema;
      const parts = [...withStranger(schema)];
      expect(parts.length, `${method} ${path}`).to.be.greaterThan(0);
      for (const body of parts) await refused(cookie, method, path.replace(/:\w+/g, 'x'), body);
    }
  });

  it('refuses it in every settings document too, and keeps what others have written into a zone', async () => {
    const cookie = await api.signIn('admin');
    expect(Object.keys(documentsWithStranger).sort()).to.deep.equal([...documentNames].sort());
    for (const [name, bodies] of Object.entries(documentsWithStranger)) {
      for (const [place, body] of Object.entries(bodies)) {
        const { vi, en } = await refused(cookie, 'put', `/settings/${name}`, body);
        expect(en, name).to.contain(`“${place}”`);
        expect(vi, name).to.contain(`“${place}”: không có mục nào tên “${STRANGER}” ở đây`);
      }
    }
    const geometry = { type: 'Point', coordinates: [109, 15], bbox: [109, 15, 109, 15] };
    const properties = { name: 'Vùng', kind: 'monitored', version: 1, source: 'test', radiusNm: 1, their: { own: 1 } };
    const zones = {
      ...{ type: 'FeatureCollection', crs: 'theirs' },
      features: [{ type: 'Feature', id: 'z', geometry, properties, bbox: [1, 2, 3, 4] }],
    };
    const headers = { cookie, 'content-type': 'application/json' };
    const url = '/api/v1/settings/zones';
    expect((await api.fetch(url, { method: 'PUT', headers, body: JSON.stringify(zones) })).status).to.equal(200);
    expect(((await (await api.fetch(url, { headers })).json()) as { body: unknown }).body).to.deep.equal(zones);
  });

  async function refused(cookie: string, method: string, path: string, body: unknown) {
    const headers = { cookie, 'content-type': 'application/json' };
    const sent = { method: method.toUpperCase(), headers, body: JSON.stringify(body) };
    const answer = await api.fetch(`/api/v1${path}`, sent);
    const { error } = (await answer.json()) as { error?: { code: string; vi: string; en: string } };
    const what = `${method} ${path} ${sent.body}: ${answer.status} ${error?.en}`;
    expect(answer.status, what).to.equal(400);
    expect(error?.en, what).to.contain(`there is no member called “${STRANGER}” here`);
    return error!;
  }

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
