/** The document of the interface, for programs and for people. */
import { z } from 'zod';
import { checked } from '../faults.ts';
import type { Route } from '../route.ts';
import { type OpenApiDocument, openApiDocument } from './document.ts';
import { documentPage, documentPagePolicy } from './page.ts';

const document = z.looseObject({ openapi: z.string(), info: z.unknown(), paths: z.record(z.string(), z.unknown()) });
const pageQuery = z.object({ lang: z.enum(['vi', 'en']).default('vi') });

/** @param others all routes beside these */
export function withDocument(others: readonly Route[], version: string): Route[] {
  let made: OpenApiDocument | undefined;
  const text: { json?: string; vi?: string; en?: string } = {};
  const whole = (): OpenApiDocument => {
    made ??= openApiDocument(all, { version });
    return made;
  };
  const own: Route[] = [
    {
      method: 'get',
      path: '/openapi.json',
      access: 'session',
      contract: {
        vi: 'Mô tả giao diện này (OpenAPI 3.1)',
        en: 'This interface as an OpenAPI 3.1 document',
        gives: { 200: document },
      },
      handle(_request, response) {
        text.json ??= JSON.stringify(whole());
        response.type('application/json').send(text.json);
      },
    },
    {
      method: 'get',
      path: '/docs',
      access: 'session',
      contract: {
        vi: 'Trang mô tả giao diện này cho người đọc',
        en: 'This interface as a page for people',
        query: pageQuery,
        gives: { 200: { media: ['text/html'] } },
      },
      handle(request, response) {
        const { lang } = checked(pageQuery, request.query);
        text[lang] ??= documentPage(whole(), lang);
        response.setHeader('Content-Security-Policy', documentPagePolicy);
        response.type('text/html').send(text[lang]);
      },
    },
  ];
  const all = [...others, ...own];
  return all;
}
