/** The interface as an OpenAPI 3.1 document, made of the routes themselves: what they check, what they ask for, what they answer. */
import { STATUS_CODES } from 'node:http';
import type { z } from 'zod';
import { sessionCookie, wallCookie } from '../../auth/middleware.ts';
import { catalogue, type ErrorCode } from '../../errors.ts';
import { webhookMessage } from '../../notify/channels/webhook-message.ts';
import { failure } from '../answers/failure.ts';
import { isMedia, type Media, nothing } from '../contract.ts';
import type { Route } from '../route.ts';
import { type JsonSchema, Schemas } from './schemas.ts';

export interface OpenApiDocument {
  openapi: '3.1.0';
  info: Record<string, unknown>;
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  /** What we send to others. */
  webhooks: Record<string, unknown>;
  components: Record<string, unknown>;
}

export interface Operation {
  operationId: string;
  tags: string[];
  /** English; `x-vi` is the same in Vietnamese. */
  summary: string;
  'x-vi': string;
  /** `open`, `session`, or the permission that it takes. */
  'x-access': string;
  /** The narrowest reach that gets an answer. */
  'x-reach': string;
  parameters: Parameter[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, { description: string; content?: Content }>;
  security: Record<string, string[]>[];
}

interface Parameter {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  schema: JsonSchema;
}

export type Content = Record<string, { schema: JsonSchema; example?: string }>;
type Described = Pick<Route, 'method' | 'path' | 'access' | 'reach' | 'module' | 'contract' | 'isForEnrolling'>;

/** Whatever is asked: too often, too much at once, or while something is out of order. */
const always: readonly ErrorCode[] = [
  'overloaded',
  'too-many-requests',
  'too-many-attempts',
  'store-away',
  'store-unreachable',
  'not-writable',
  'internal',
];

interface DocumentOptions {
  version: string;
  /** See Schemas. */
  isClosed?: boolean;
}

export function openApiDocument(routes: readonly Described[], options: DocumentOptions): OpenApiDocument {
  const schemas = new Schemas(options.isClosed === true);
  const paths: OpenApiDocument['paths'] = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation(route, schemas) };
  }
  const tags = [...new Set(routes.map(tagOf))].map((name) => ({ name }));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hải Đăng',
      version: options.version,
      description:
        'Giám sát tàu cá và cảnh báo trên biển · Fishing-vessel monitoring and maritime alerting. Times are epoch milliseconds UTC, positions degrees WGS84, speeds knots. Answers may grow: ignore members that you do not know.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    tags,
    paths,
    webhooks: { message: { post: webhook(schemas) } },
    components: { schemas: schemas.components, securitySchemes },
  };
}

/** To contacts' own programs. */
function webhook(schemas: Schemas) {
  const signed = 'HMAC-SHA256, in hex, of `SECONDS.BODY` with the shared secret, as `t=SECONDS,v1=HEX`';
  const header = (name: string, description: string) => ({
    ...{ name, in: 'header', required: true, description, schema: { type: 'string' } },
  });
  return {
    summary: 'An alert’s step, or a case’s move where the contact has `caseMoves`',
    'x-vi': 'Một bước của cảnh báo, hoặc của vụ việc nếu người nhận chọn `caseMoves`',
    description:
      'Answer 2xx when you have it. Anything else that may pass (5xx, 401, 403, 404, 407, 408, 425, 429, no answer) is tried again, with the same `id`; any other 4xx ends it.',
    parameters: [header('X-Haidang-Signature', signed), header('X-Haidang-Delivery', 'The `id` of the message')],
    requestBody: { required: true, content: content(webhookMessage, schemas, 'given') },
    responses: { 200: { description: 'You have it' } },
  };
}

const securitySchemes = {
  session: { type: 'apiKey', in: 'cookie', name: sessionCookie },
  wall: { type: 'apiKey', in: 'cookie', name: wallCookie },
  key: { type: 'http', scheme: 'bearer' },
};

function operation(route: Described, schemas: Schemas): Operation {
  const { method, path, access, reach, contract } = route;
  return {
    operationId: `${method} ${path}`
      .replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())
      .replace(/\W/g, ''),
    tags: [tagOf(route)],
    summary: contract.en,
    'x-vi': contract.vi,
    'x-access': access,
    'x-reach': reach ?? 'province',
    parameters: [...pathParameters(route, schemas), ...queryParameters(route, schemas)],
    ...(contract.body && {
      requestBody: { required: contract.isBodyOptional !== true, content: taken(contract.body, schemas) },
    }),
    responses: { ...failures(route, schemas), ...tooLong(route), ...answers(route, schemas) },
    security: securityOf(access),
  };
}

function tagOf({ path }: Pick<Route, 'path'>): string {
  return /^\/([\w-]+)/.exec(path)?.[1] ?? '';
}

function securityOf(access: Route['access']): Operation['security'] {
  if (access === 'open') return [];
  const known: Operation['security'] = [{ session: [] }, { key: [] }];
  return access === 'wall' ? [...known, { wall: [] }] : known;
}

function pathParameters({ path, contract }: Described, schemas: Schemas): Parameter[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => {
    const schema = contract.path?.[name];
    const json = schema ? schemas.taken(schema) : { type: 'string', minLength: 1 };
    return { name, in: 'path', required: true, schema: json };
  });
}

function queryParameters({ contract: { query } }: Described, schemas: Schemas): Parameter[] {
  if (!query) return [];
  const { properties = {}, required = [] } = schemas.taken(query) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function taken(body: z.ZodType | Media, schemas: Schemas): Content {
  return isMedia(body)
    ? content(body, schemas, 'taken')
    : { 'application/json': { schema: schemas.taken(body, true) } };
}

function content(what: z.ZodType | Media, schemas: Schemas, side: 'taken' | 'given'): Content {
  if (!isMedia(what)) return { 'application/json': { schema: schemas[side](what) } };
  const plain = Object.fromEntries(
    what.media.map((type) => [type, { schema: {}, ...(what.example !== undefined && { example: what.example }) }]),
  );
  return what.json ? { ...content(what.json, schemas, side), ...plain } : plain;
}

function answers({ contract }: Described, schemas: Schemas): Operation['responses'] {
  return Object.fromEntries(
    Object.entries(contract.gives).map(([status, what]) => {
      const description = STATUS_CODES[status] ?? status;
      return [status, what === nothing ? { description } : { description, content: content(what, schemas, 'given') }];
    }),
  );
}

/** Said by the HTTP server itself, before any route: an address that is too long. */
function tooLong({ path, contract }: Described): Operation['responses'] {
  return contract.query || path.includes(':') ? { 431: { description: `${STATUS_CODES[431]}` } } : {};
}

function failures(route: Described, schemas: Schemas): Operation['responses'] {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(errorsOf(route))) {
    const { status } = catalogue[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => {
      const description = codes.map((code) => `\`${code}\`: ${catalogue[code].en}`).join(' · ');
      return [status, { description, content: { 'application/json': { schema: schemas.given(failure) } } }];
    }),
  );
}

function errorsOf({ method, path, access, reach, module, contract, isForEnrolling }: Described): ErrorCode[] {
  const { query, body, fails = [] } = contract;
  const hasPath = path.includes(':');
  const errors: ErrorCode[] = [...always, ...fails];
  if (query || body || hasPath) errors.push('body-invalid');
  if (body) errors.push('body-too-large');
  if (hasPath) errors.push('not-found');
  if (module) errors.push('module-off');
  if (access !== 'open') errors.push('sign-in');
  if (access !== 'open' && !isForEnrolling) errors.push('second-factor-needed');
  if (access !== 'open' && access !== 'session') errors.push('not-allowed');
  if (access !== 'open' && reach !== 'own') errors.push('beyond-reach');
  if (method !== 'get') errors.push('cross-site', 'journal-unavailable', 'act-waits');
  return errors;
}
