/** The document of the interface, for programs. */
import { z } from 'zod';
import type { Route } from '../route.ts';
import { openApiDocument } from './document.ts';

const document = z.looseObject({ openapi: z.string(), info: z.unknown(), paths: z.record(z.string(), z.unknown()) });

/** @param others all routes beside this one */
export function withDocument(others: readonly Route[], version: string): Route[] {
  let made: string | undefined;
  const own: Route = {
    method: 'get',
    path: '/openapi.json',
    access: 'session',
    contract: {
      vi: 'Mô tả giao diện này (OpenAPI 3.1)',
      en: 'This interface as an OpenAPI 3.1 document',
      gives: { 200: document },
    },
    handle(_request, response) {
      made ??= JSON.stringify(openApiDocument(all, { version }));
      response.type('application/json').send(made);
    },
  };
  const all = [...others, own];
  return all;
}
