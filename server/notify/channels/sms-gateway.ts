/** How an HTTP SMS gateway wants to be asked: data, so that any provider can be connected without code. */
import { z } from 'zod';
import { gatewayReceipts, gatewayReplies } from './gateway-receipts.ts';

/** What a template may mention: receiver's number, message, delivery id (for the gateway's own duplicate check). */
const placeholders = ['to', 'text', 'id'] as const;

const scalar = z.union([z.string(), z.number(), z.boolean()]);

function unknownPlaceholder(template: unknown): string | undefined {
  const found = JSON.stringify(template ?? '').matchAll(/\{(\w+)\}/g);
  return [...found].map((match) => match[1] ?? '').find((name) => !(placeholders as readonly string[]).includes(name));
}

/** The request of a gateway. Example: eSMS-like JSON `{"Phone":"{to}","Content":"{text}","RequestId":"{id}"}`. */
export const smsGateway = z
  .object({
    url: z.url({ protocol: /^https?$/, error: 'it has to be an address like https://host/path' }),
    method: z.enum(['POST', 'PUT', 'GET']).default('POST'),
    /** API keys belong here and not in the URL, which ends up in logs. */
    headers: z.record(z.string().regex(/^[\w-]+$/), z.string().regex(/^[\t\x20-\x7e]*$/)).default({}),
    /** How `body` travels: as JSON, as a form, or as parameters of the URL. */
    encoding: z.enum(['json', 'form', 'query']).default('json'),
    /** `{to}`, `{text}`, `{id}` inside its strings are filled in; flat for form and query. */
    body: z.record(z.string(), z.json()).default({ to: '{to}', text: '{text}', id: '{id}' }),
    /** How numbers are written: as on the contact list, 09…, 849…, +849…. */
    numbers: z.enum(['as-is', '0', '84', '+84']).default('as-is'),
    /** When the message counts as taken: any 2xx, unless said otherwise here. */
    success: z
      .object({
        status: z.array(z.number().int().min(100).max(599)).optional(),
        /** Path into the JSON answer: `CodeResult`, `messages.0.status`. */
        field: z.string().max(100).optional(),
        equals: scalar.optional(),
        /** Values of the field that mean "try again" (throttled, no credit); any other is final. */
        temporary: z.array(scalar).default([]),
      })
      .default({ temporary: [] }),
    /** Path into the JSON answer where the gateway says what it calls the message. */
    gatewayId: z.string().max(100).optional(),
    /** What it tells us later. */
    receipts: gatewayReceipts.optional(),
    replies: gatewayReplies.optional(),
    timeoutSeconds: z.number().positive().max(300).default(15),
  })
  .superRefine((gateway, context) => {
    const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    // What is no address at all has been found out already; this runs all the same.
    const url = URL.canParse(gateway.url) ? new URL(gateway.url) : undefined;
    if (url?.username || url?.password) fault('url', 'put credentials into headers, not into the address');
    const unknown = unknownPlaceholder(gateway.body);
    if (unknown !== undefined) fault('body', `{${unknown}} is not known; use {to}, {text}, {id}`);
    const filled = JSON.stringify(gateway.body);
    for (const name of ['to', 'text'])
      if (!filled.includes(`{${name}}`)) fault('body', `{${name}} is missing: the message could not be sent`);
    const flat = Object.values(gateway.body).every((value) => typeof value !== 'object');
    if (gateway.encoding !== 'json' && !flat) fault('body', `must be flat for ${gateway.encoding}`);
    if (gateway.method === 'GET' && gateway.encoding !== 'query') fault('encoding', 'GET carries no body: use query');
    if (gateway.success.field !== undefined && gateway.success.equals === undefined)
      fault('success', 'equals is missing: no answer would count as taken');
    if (gateway.receipts?.idIs === 'gateway' && gateway.gatewayId === undefined)
      fault('gatewayId', 'it is missing: receipts name messages by it');
  });

export type SmsGateway = z.infer<typeof smsGateway>;
/** As written in settings, before defaults. */
export type SmsGatewayInput = z.input<typeof smsGateway>;
