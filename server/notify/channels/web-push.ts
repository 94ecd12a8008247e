/**
 * Web push (RFC 8030), encrypted for the browser (RFC 8291, RFC 8188) and signed by us (VAPID, RFC 8292), with what Node's
 * crypto has: the package that does this is under a copyleft licence.
 */
import {
  createCipheriv,
  createECDH,
  createPrivateKey,
  createSign,
  type ECDH,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { z } from 'zod';
import type { PushSubscription } from '../../models/contact.ts';
import { type ChannelSender, DeliveryProblem, tidyAnswer } from './channel.ts';
import { hostList } from './named-hosts.ts';
import { post } from './post.ts';

export const pushConfig = z.strictObject({
  /** Whom a push service may ask about our messages: mailto: or https:. */
  subject: z.string().regex(/^(mailto:|https:\/\/)/, 'it has to begin with mailto: or https://'),
  allowPrivate: z.boolean().default(false),
  /** The only push services that are sent to; absent: any. */
  hosts: hostList,
  timeoutSeconds: z.number().positive().max(300).default(15),
  /** Seconds for which a push service keeps it for a browser that is off. */
  ttlSeconds: z.number().int().min(0).max(2_419_200).default(86_400),
});
type PushConfig = z.infer<typeof pushConfig>;

/** Our key pair (P-256), base64url: point of 65 bytes, scalar of 32. */
export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

const tokenSeconds = 12 * 3600;
const recordSize = 4096;
/** What fits into one record with its padding byte and tag, and into what push services take. */
const maxPayload = 3800;

export function createVapidKeys(): VapidKeys {
  const pair = createECDH('prime256v1');
  const publicKey = pair.generateKeys('base64url');
  // A scalar that begins with zeros is written with them.
  return { publicKey, privateKey: pair.getPrivateKey().toString('hex').padStart(64, '0') };
}

interface PushSenderOptions {
  config: PushConfig;
  keys: VapidKeys;
  /** The subscription with this endpoint. */
  subscription(endpoint: string): Promise<PushSubscription | undefined>;
  /** The browser does not want any more. */
  onGone(endpoint: string): void;
  clock?(): number;
}

export function createPushSender({
  config,
  keys,
  subscription,
  onGone,
  clock = Date.now,
}: PushSenderOptions): ChannelSender {
  const signingKey = privateKeyOf(keys);
  return {
    async send(delivery, signal) {
      const { address } = delivery;
      const browser = await subscription(address);
      if (!browser) throw new DeliveryProblem(false, 'The browser has taken back its subscription.');
      const seconds = Math.floor(clock() / 1000);
      const { status, text } = await post({
        url: address,
        headers: {
          authorization: vapid(address, { keys, signingKey, subject: config.subject, seconds }),
          'content-encoding': 'aes128gcm',
          'content-type': 'application/octet-stream',
          ttl: String(config.ttlSeconds),
          urgency: delivery.urgent ? 'high' : 'normal',
          // The same message again takes the place of the first.
          topic: delivery.id.slice(0, 32),
        },
        body: encrypt(payloadOf(delivery), browser),
        timeoutSeconds: config.timeoutSeconds,
        allowPrivate: config.allowPrivate,
        hosts: config.hosts,
        signal,
      });
      const answer = tidyAnswer(`HTTP ${status} ${text}`);
      if (status >= 200 && status < 300) return { outcome: 'sent', answer };
      const isGone = status === 404 || status === 410;
      if (isGone) onGone(address);
      throw new DeliveryProblem(!isGone && status !== 400 && status !== 413, answer);
    },
  };
}

/** What the browser's worker shows. */
function payloadOf({ id, alertId, subject, body, urgent }: Parameters<ChannelSender['send']>[0]): Buffer {
  const payload = (text: string) =>
    Buffer.from(JSON.stringify({ id, alertId, title: subject ?? 'Hải Đăng', text, urgent }));
  let text = body;
  while (payload(text).length > maxPayload) text = `${text.slice(0, Math.floor(text.length * 0.8))}…`;
  return payload(text);
}

function privateKeyOf({ publicKey, privateKey }: VapidKeys): KeyObject {
  const point = Buffer.from(publicKey, 'base64url');
  return createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33, 65).toString('base64url'),
      d: Buffer.from(privateKey, 'hex').toString('base64url'),
    },
  });
}

function vapid(
  endpoint: string,
  { keys, signingKey, subject, seconds }: { keys: VapidKeys; signingKey: KeyObject; subject: string; seconds: number },
): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { aud: new URL(endpoint).origin, exp: seconds + tokenSeconds, sub: subject };
  const unsigned = `${part({ typ: 'JWT', alg: 'ES256' })}.${part(claims)}`;
  const signature = createSign('SHA256').update(unsigned).sign({ key: signingKey, dsaEncoding: 'ieee-p1363' });
  return `vapid t=${unsigned}.${signature.toString('base64url')}, k=${keys.publicKey}`;
}

/** `fresh`: salt and key pair of this message; given only to hold it against the RFC's example. */
export function encrypt(
  payload: Uint8Array,
  { p256dh, auth }: Pick<PushSubscription, 'p256dh' | 'auth'>,
  fresh: { salt: Buffer; pair: ECDH } = { salt: randomBytes(16), pair: newPair() },
): Buffer {
  const browserKey = Buffer.from(p256dh, 'base64url');
  const ourKey = fresh.pair.getPublicKey();
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browserKey, ourKey]);
  const secret = fresh.pair.computeSecret(browserKey);
  const material = derive(secret, Buffer.from(auth, 'base64url'), info, 32);
  const key = derive(material, fresh.salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(material, fresh.salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  // 2: this record is the last one (RFC 8188 §2).
  const sealed = Buffer.concat([cipher.update(payload), cipher.update(Buffer.from([2])), cipher.final()]);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(recordSize);
  head.writeUInt8(ourKey.length, 4);
  return Buffer.concat([fresh.salt, head, ourKey, sealed, cipher.getAuthTag()]);
}

function newPair(): ECDH {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  return pair;
}

function derive(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, length));
}
