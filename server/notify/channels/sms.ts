/** SMS through a provider's HTTP gateway, whose request is described by data (sms-gateway.ts). */
import type { Delivery } from '../../models/delivery.ts';
import { type ChannelSender, DeliveryProblem, tidyAnswer } from './channel.ts';
import type { SmsGateway } from './sms-gateway.ts';

/** Bytes of an answer that are read; a gateway says in less whether it took a message. */
const maxAnswerBytes = 16_384;

/**
 * 4xx that are not about this message: sign-in failed, too early, too many. They pass or an administrator mends them, and no
 * alert may be lost meanwhile. Any other 4xx would be the same next time.
 */
const passing4xx = new Set([401, 403, 407, 408, 425, 429]);

export function createSmsSender(gateway: SmsGateway): ChannelSender {
  return {
    async send(delivery, signal) {
      const { status, text } = await ask(gateway, delivery, signal);
      return { outcome: 'sent', answer: judge(gateway, status, text) };
    },
  };
}

async function ask(gateway: SmsGateway, delivery: Delivery, signal?: AbortSignal) {
  const limit = AbortSignal.timeout(gateway.timeoutSeconds * 1000);
  const { url, init } = request(gateway, delivery);
  try {
    // A redirect is not followed: it would carry message and key to an address that nobody configured.
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
    });
    return { status: response.status, text: await readSome(response) };
  } catch (error) {
    if (limit.aborted)
      throw new DeliveryProblem(true, `No answer within ${gateway.timeoutSeconds} s; it may have arrived.`);
    const { message, cause } = error as { message?: string; cause?: { message?: string; code?: string } };
    throw new DeliveryProblem(true, tidyAnswer(cause?.message || cause?.code || message || String(error)));
  }
}

async function readSome(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= maxAnswerBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, maxAnswerBytes);
}

/** The HTTP request for a delivery; values are encoded for where they travel, so that no text can leave its field. */
function request(gateway: SmsGateway, { id, address, body }: Delivery): { url: URL; init: RequestInit } {
  const values: Record<string, string> = { to: writeNumber(address, gateway.numbers), text: body, id };
  const filled = fill(gateway.body, values) as Record<string, unknown>;
  const url = new URL(gateway.url);
  const init: RequestInit = { method: gateway.method, headers: { ...gateway.headers } };
  const fields = Object.entries(filled).map(([name, value]): [string, string] => [name, String(value)]);
  switch (gateway.encoding) {
    case 'query':
      for (const [name, value] of fields) url.searchParams.append(name, value);
      break;
    case 'form':
      init.body = new URLSearchParams(fields);
      break;
    case 'json':
      init.body = JSON.stringify(filled);
      init.headers = { 'content-type': 'application/json', ...gateway.headers };
  }
  return { url, init };
}

function fill(template: unknown, values: Record<string, string>): unknown {
  if (typeof template === 'string')
    return template.replace(/\{(to|text|id)\}/g, (_, name: string) => values[name] ?? '');
  if (Array.isArray(template)) return template.map((part) => fill(part, values));
  if (typeof template === 'object' && template !== null)
    return Object.fromEntries(Object.entries(template).map(([key, part]) => [key, fill(part, values)]));
  return template;
}

/** 0900 000 001, +84 900 000 001 and 84900000001 are one phone; gateways differ in which they take. */
export function writeNumber(number: string, form: SmsGateway['numbers']): string {
  const digits = number.replace(/[^\d+]/g, '');
  if (form === 'as-is') return digits;
  const national = /^(?:\+84|0084|84(?=\d{9}$)|0)(\d+)$/.exec(digits)?.[1];
  // Another country's number, or none: the gateway will say what it thinks of it.
  return national === undefined ? digits : `${form}${national}`;
}

/** The gateway's words when it took the message; throws when it did not. */
function judge({ success }: SmsGateway, status: number, text: string): string {
  const words = tidyAnswer(`HTTP ${status} ${text}`);
  const taken = success.status ? success.status.includes(status) : status >= 200 && status < 300;
  if (!taken) throw new DeliveryProblem(status >= 500 || passing4xx.has(status), words);
  if (success.field === undefined) return words;
  const value = pick(text, success.field);
  if (value === success.equals) return words;
  throw new DeliveryProblem(
    success.temporary.some((one) => one === value),
    words,
  );
}

function pick(text: string, path: string): unknown {
  try {
    let value: unknown = JSON.parse(text);
    for (const key of path.split('.')) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
      value = (value as Record<string, unknown>)[key];
    }
    return value;
  } catch {
    return undefined;
  }
}
