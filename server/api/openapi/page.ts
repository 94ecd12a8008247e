/** The document of the interface as a page for people: one list, no script, nothing from elsewhere. Pure but for the hash of its style. */
import { createHash } from 'node:crypto';
import type { Content, OpenApiDocument, Operation } from './document.ts';
import type { JsonSchema } from './schemas.ts';

type Language = 'vi' | 'en';

const words = {
  vi: {
    title: 'Giao diện HTTP của Hải Đăng',
    about:
      'Làm ra từ chính các đường dẫn của máy chủ này. Mọi đường dẫn nằm dưới /api/v1; đăng nhập bằng phiên (cookie) hoặc Authorization: Bearer KHÓA. Thời gian là mili giây UTC, tọa độ là độ WGS84, vận tốc là hải lý/giờ.',
    machine: 'Bản cho máy (OpenAPI 3.1)',
    other: 'English',
    access: 'Quyền',
    reach: 'phạm vi hẹp nhất',
    open: 'không cần đăng nhập',
    session: 'ai đã đăng nhập',
    name: 'Tham số',
    where: 'Ở đâu',
    kind: 'Là gì',
    needed: 'bắt buộc',
    body: 'Nội dung gửi',
    answers: 'Trả lời',
    schemas: 'Các kiểu dữ liệu',
    contents: 'Mục lục',
    all: 'toàn tỉnh',
    unit: 'tàu của đơn vị',
    own: 'tàu của mình',
  },
  en: {
    title: 'The HTTP interface of Hải Đăng',
    about:
      'Made of the routes of this very server. All paths are below /api/v1; sign in by session (cookie) or Authorization: Bearer KEY. Times are epoch milliseconds UTC, positions degrees WGS84, speeds knots.',
    machine: 'For programs (OpenAPI 3.1)',
    other: 'Tiếng Việt',
    access: 'Permission',
    reach: 'narrowest reach',
    open: 'nobody has to be known',
    session: 'anybody signed in',
    name: 'Parameter',
    where: 'In',
    kind: 'What',
    needed: 'required',
    body: 'Body',
    answers: 'Answers',
    schemas: 'Schemas',
    contents: 'Contents',
    all: 'the province',
    unit: 'vessels of the unit',
    own: 'own vessels',
  },
} as const;

const style = `
body{font:15px/1.5 system-ui,sans-serif;margin:0;color:#10202f;background:#f3f6f9}
main{max-width:64rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem}h2{margin:2rem 0 .5rem;border-bottom:2px solid #0a4d8c}
nav ul{columns:12rem;padding-left:1rem}
article{background:#fff;border:1px solid #c3ced9;border-radius:.4rem;padding:.6rem 1rem;margin:0 0 .8rem;overflow-wrap:anywhere}
h3{font-size:1rem;margin:.2rem 0}h3 b{color:#0a4d8c;text-transform:uppercase}
table{border-collapse:collapse;width:100%;margin:.4rem 0}th,td{text-align:left;vertical-align:top;border-top:1px solid #dde6ef;padding:.2rem .6rem .2rem 0}
code,pre{font:13px/1.4 ui-monospace,monospace}pre{white-space:pre-wrap;background:#f3f6f9;padding:.5rem;margin:.3rem 0}
small,.quiet{color:#4a5b6b}summary{cursor:pointer}
`;

/** Nothing is loaded and nothing runs. */
export const documentPagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function documentPage(document: OpenApiDocument, language: Language): string {
  const say = words[language];
  const other = language === 'vi' ? 'en' : 'vi';
  const sections = document.tags.map(({ name }) => {
    const found = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, operation]) => operation.tags.includes(name))
        .map(([method, operation]) => operationHtml(path, method, operation, language)),
    );
    return `<section id="${escaped(name)}"><h2>${escaped(name)}</h2>${found.join('')}</section>`;
  });
  const links = document.tags.map(({ name }) => `<li><a href="#${escaped(name)}">${escaped(name)}</a></li>`);
  const { version } = document.info;
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(say.title)}</title><style>${style}</style></head><body><main><h1>${escaped(say.title)} <small>${escaped(String(version))}</small></h1>
<p>${escaped(say.about)}</p><p><a href="/api/v1/openapi.json">${escaped(say.machine)}</a> · <a href="?lang=${other}" hreflang="${other}" lang="${other}">${escaped(say.other)}</a></p>
<nav aria-label="${escaped(say.contents)}"><ul>${links.join('')}<li><a href="#schemas">${escaped(say.schemas)}</a></li></ul></nav>
${sections.join('\n')}<section id="schemas"><h2>${escaped(say.schemas)}</h2>${schemasHtml(document)}</section></main></body></html>`;
}

function operationHtml(path: string, method: string, operation: Operation, language: Language): string {
  const say = words[language];
  const id = `${method}-${operation.operationId}`;
  return `<article id="${escaped(id)}"><h3><b>${escaped(method)}</b> <code>${escaped(path)}</code></h3>
<p>${escaped(language === 'vi' ? operation['x-vi'] : operation.summary)}</p><p class="quiet">${escaped(accessWords(operation, say))}</p>${parametersHtml(operation, say)}${bodyHtml(operation, say)}${answersHtml(operation, say)}</article>`;
}

type Say = (typeof words)[Language];

function accessWords({ 'x-access': access, 'x-reach': reach }: Operation, say: Say): string {
  if (access === 'open') return say.open;
  if (access === 'session') return say.session;
  const far = reach === 'province' ? say.all : reach === 'unit' ? say.unit : say.own;
  return `${say.access}: ${access} · ${say.reach}: ${far}`;
}

function parametersHtml({ parameters }: Operation, say: Say): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(
    ({ name, in: where, required, schema }) =>
      `<tr><td><code>${escaped(name)}</code>${required ? ` <small>${escaped(say.needed)}</small>` : ''}</td><td>${where}</td><td><code>${escaped(kindOf(schema))}</code></td></tr>`,
  );
  return `<table><thead><tr><th>${escaped(say.name)}</th><th>${escaped(say.where)}</th><th>${escaped(say.kind)}</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function bodyHtml({ requestBody }: Operation, say: Say): string {
  if (!requestBody) return '';
  return `<details><summary>${escaped(say.body)}: ${escaped(Object.keys(requestBody.content).join(', '))}</summary>${contentHtml(requestBody.content)}</details>`;
}

function answersHtml({ responses }: Operation, say: Say): string {
  const each = Object.entries(responses)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(
      ([status, { description, content = {} }]) =>
        `<p><code>${escaped(status)}</code> ${escaped(description)} <span class="quiet">${escaped(Object.keys(content).join(', '))}</span></p>${Number(status) < 300 ? contentHtml(content) : ''}`,
    );
  const good = Object.keys(responses).filter((status) => Number(status) < 300);
  return `<details><summary>${escaped(say.answers)}: ${escaped(good.join(', '))}</summary>${each.join('')}</details>`;
}

function contentHtml(content: Content): string {
  const example = Object.values(content).find((one) => one.example !== undefined)?.example;
  if (example !== undefined) return `<pre>${escaped(example)}</pre>`;
  const schema = content['application/json']?.schema;
  return schema && Object.keys(schema).length > 0 ? `<pre>${escaped(JSON.stringify(schema, null, 1))}</pre>` : '';
}

function schemasHtml({ components }: OpenApiDocument): string {
  const schemas = (components.schemas ?? {}) as Record<string, JsonSchema>;
  return Object.entries(schemas)
    .map(
      ([name, schema]) =>
        `<article id="schema-${escaped(name)}"><details><summary>${escaped(name)}</summary><pre>${escaped(JSON.stringify(schema, null, 1))}</pre></details></article>`,
    )
    .join('');
}

/** One line: its values, or its type with bounds. */
function kindOf(schema: JsonSchema): string {
  const { type, enum: choices, anyOf, minimum, maximum, default: usual } = schema;
  const alternatives = Array.isArray(anyOf) ? (anyOf as JsonSchema[]).map(kindOf).join(' | ') : undefined;
  const base = Array.isArray(choices)
    ? choices.map(String).join(' | ')
    : (alternatives ?? [type ?? 'any'].flat().join('/'));
  const most = typeof maximum === 'number' && maximum < Number.MAX_SAFE_INTEGER ? String(maximum) : '';
  const least = typeof minimum === 'number' && minimum > Number.MIN_SAFE_INTEGER ? String(minimum) : '';
  const range = least || most ? ` ${least}…${most}` : '';
  return `${base}${range}${usual === undefined ? '' : ` = ${JSON.stringify(usual)}`}`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter]!);
}
