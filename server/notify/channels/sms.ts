/** SMS through a provider's HTTP gateway, whose request is described by data (sms-gateway.ts). */
import type { Delivery } from '../../models/delivery.ts';
import { type ChannelSender, DeliveryProblem, type HandedOver, tidyAnswer } from './channel.ts';
import { pick } from './gateway-receipts.ts';
import { writeNumber } from './numbers.ts';
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
    send(delivery, signal) {
      return handOver(gateway, { ...delivery, address: writeNumber(delivery.address, gateway.numbers) }, signal);
    },
  };
}

/** One provider of devices and how it takes texts for them; `{to}` is the device. */
type DeviceGateway = SmsGateway & { provider: string };

/** Texts to VMS units, each through its provider. An address is `PROVIDER/DEVICE`. */
export function createDeviceSender(gateways: readonly DeviceGateway[]): ChannelSender {
  return {
    async send(delivery, signal) {
      const slash = delivery.address.indexOf('/');
      const provider = delivery.address.slice(0, slash);
      const gateway = gateways.find((one) => one.provider.toLowerCase() === provider.toLowerCase());
      if (!gateway) return { outcome: 'kept', answer: `No gateway is configured for provider ${provider}.` };
      return handOver(gateway, { ...delivery, address: delivery.address.slice(slash + 1) }, signal);
    },
  };
}

async function handOver(gateway: SmsGateway, delivery: Delivery, signal?: AbortSignal): Promise<HandedOver> {
  const { status, text } = await ask(gateway, delivery, signal);
  const answer = judge(gateway, status, text);
  const named = gateway.gatewayId === undefined ? undefined : valueAt(text, gateway.gatewayId);
  if (typeof named === 'string' || typeof named === 'number')
    return { outcome: 'sent', answer, gatewayId: `http:${named}` };
  // Receipts that name our own id need no other.
  return gateway.receipts ? { outcome: 'sent', answer, gatewayId: `http:${delivery.id}` } : { outcome: 'sent', answer };
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
  const values: Record<string, string> = { to: address, text: body, id };
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

/** The gateway's words when it took the message; throws when it did not. */
function judge({ success }: SmsGateway, status: number, text: string): string {
  const words = tidyAnswer(`HTTP ${status} ${text}`);
  const taken = success.status ? success.status.includes(status) : status >= 200 && status < 300;
  if (!taken) throw new DeliveryProblem(status >= 500 || passing4xx.has(status), words);
  if (success.field === undefined) return words;
  const value = valueAt(text, success.field);
  if (value === success.equals) return words;
  throw new DeliveryProblem(
    success.temporary.some((one) => one === value),
    words,
  );
}

function valueAt(text: string, path: string): unknown {
  try {
    return pick(JSON.parse(text), path);
  } catch {
    return undefined;
  }
}
