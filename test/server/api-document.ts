/** Holds answers against the document of the interface, closed: what it does not name must not come. */

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type OpenApiDocument, openApiDocument } from '../../server/api/openapi/document.ts';
import type { Route } from '../../server/api/route.ts';

interface Known {
  route: Route;
  pattern: RegExp;
}

export class AnswerCheck {
  readonly #document: OpenApiDocument;
  readonly #routes: Known[];
  readonly #ajv = new Ajv2020({ strict: false, allErrors: false });
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(routes: readonly Route[]) {
    this.#document = openApiDocument(routes, { version: 'test', isClosed: true });
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(this.#document, 'api');
    this.#routes = routes.map((route) => ({ route, pattern: new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}$`) }));
  }

  /** @throws Error that says what is answered and not told of */
  async check(method: string, url: URL, answer: Response): Promise<void> {
    const path = /^\/api\/v1(\/.*)$/.exec(url.pathname)?.[1];
    const known = this.#routes.find(
      ({ route, pattern }) => route.method === method.toLowerCase() && pattern.test(path ?? ''),
    );
    if (!known) return;
    const template = known.route.path.replace(/:(\w+)/g, '{$1}');
    const where = `${method} ${template} → ${answer.status}`;
    const told = this.#document.paths[template]?.[known.route.method]?.responses[answer.status];
    if (!told) throw new Error(`${where}: its contract tells of no such answer`);
    const type = answer.headers.get('content-type')?.split(';')[0];
    if (!told.content) {
      if ((await answer.text()) !== '') throw new Error(`${where}: its contract tells of no body`);
      return;
    }
    const media = Object.keys(told.content);
    if (!media.includes(type ?? '') && !media.includes('*/*'))
      throw new Error(`${where}: ${type} is not among ${media.join(', ')}`);
    if (type !== 'application/json' || media.includes('*/*')) return;
    const pointer = [
      'paths',
      template,
      known.route.method,
      'responses',
      String(answer.status),
      'content',
      type,
      'schema',
    ];
    const validate = this.#validator(pointer);
    if (!validate(await answer.json())) throw new Error(`${where}: ${this.#ajv.errorsText(validate.errors)}`);
  }

  #validator(pointer: readonly string[]): ValidateFunction {
    const escaped = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')));
    const reference = `api#/${escaped.join('/')}`;
    const made = this.#validators.get(reference) ?? this.#ajv.compile({ $ref: reference });
    this.#validators.set(reference, made);
    return made;
  }
}
