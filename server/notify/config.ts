/** The notify section of the settings, and the senders made from it. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { HaidangError } from '../errors.ts';
import { type Channel, channels } from '../models/channel.ts';
import type { PushSubscription } from '../models/contact.ts';
import { systemWords } from '../system-words.ts';
import type { ChannelSender } from './channels/channel.ts';
import { createEmailSender } from './channels/email.ts';
import type { Hearing } from './channels/hearing.ts';
import { createKeepSender } from './channels/keep.ts';
import { createSmppSender } from './channels/smpp.ts';
import { smppConfig } from './channels/smpp-config.ts';
import { createDeviceSender, createSmsSender } from './channels/sms.ts';
import { type SmsGateway, smsGateway } from './channels/sms-gateway.ts';
import { createSmstoolsSender, smstoolsConfig } from './channels/smstools.ts';
import { createPushSender, pushConfig, type VapidKeys } from './channels/web-push.ts';
import { createWebhookSender, webhookConfig } from './channels/webhook.ts';

const secondsNeeded = 'it has to be a number of seconds above 0, at most 86400';
const seconds = z.number(secondsNeeded).positive(secondsNeeded).max(86_400, secondsNeeded);

const dkim = z.strictObject({
  domain: z.string().min(1).max(253),
  selector: z.string().min(1).max(63),
  /** PEM file with the private key. */
  keyFile: z.string().min(1),
});

/** Own proposal in lane-policy.ts. */
const limits = z.strictObject({
  groupFrom: z.number().int().min(2).max(1000).optional(),
  perWindow: z.number().int().min(1).max(1000).optional(),
  windowSeconds: seconds.optional(),
  groupSeconds: seconds.optional(),
});

export const notifyConfig = z
  .strictObject({
    /** smtp:// or smtps://, with user and password; without it mails are kept in the outbox and not sent. */
    smtp: z
      .url({ protocol: /^smtps?$/, error: 'it has to be an address like smtp://user:password@host:587' })
      .optional(),
    /** Sender of mails: `Name <address>` or an address. */
    from: z
      .string()
      .max(200)
      .regex(/^[^\r\n<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/, 'write an address, or Name <address>')
      .default('Hai Dang <haidang@localhost>'),
    dkim: dkim.optional(),
    /** Whoever pipes bounces to us knows it. */
    bounceSecret: z.string().min(16, 'it has to have 16 characters or more').max(200).optional(),
    /** SMS go by one of these three; without any they are kept in the outbox and not sent. */
    sms: smsGateway.optional(),
    smpp: smppConfig.optional(),
    smstools: smstoolsConfig.optional(),
    /** Texts to VMS units, by provider: as `sms`, with `{to}` for the device. */
    devices: z
      .array(z.intersection(smsGateway, z.object({ provider: z.string().min(1).max(60) })))
      .max(50)
      .optional(),
    push: pushConfig.optional(),
    webhook: webhookConfig.optional(),
    /** Seconds to wait after the first, second … refusal; the last one repeats. */
    retrySeconds: z.array(seconds).min(1).max(50).optional(),
    /** Tries before a message counts as failed. */
    maxAttempts: z.number().int().positive().max(1000).optional(),
    /** Hours after which what could not be sent is not sent any more. */
    expireHours: z.number().positive().max(720).optional(),
    sendTimeoutSeconds: seconds.optional(),
    /** Minutes within which a receipt has to come where the gateway gives any; then the contact is told by another channel. */
    confirmMinutes: z.number().positive().max(1440).optional(),
    /** Seconds between looks at the outbox. */
    pollSeconds: seconds.optional(),
    /** Messages under way at once, a channel. */
    concurrency: z.number().int().positive().max(100).optional(),
    /** What one reader gets by one channel before messages are told together. */
    limits: limits.optional(),
    /** Hours for which the link in a message can be used. */
    linkHours: z.number().positive().max(720).default(72),
    /** Where recipients open the product. */
    publicUrl: z
      .url({ protocol: /^https?$/, error: 'it has to be an address like https://host' })
      .transform((url) => url.replace(/\/+$/, ''))
      .optional(),
  })
  .superRefine(({ sms, smpp, smstools }, context) => {
    if ([sms, smpp, smstools].filter((one) => one !== undefined).length > 1)
      context.addIssue({ code: 'custom', path: ['sms'], message: 'choose one of sms, smpp and smstools' });
  });
export type NotifyConfig = z.infer<typeof notifyConfig>;

/** What a process needs that takes what people and gateways answer, whether it sends anything itself or not. Plain JSON. */
export interface AnswerConfig {
  sms?: Pick<SmsGateway, 'receipts' | 'replies'>;
  bounceSecret?: string;
  linkHours: number;
  /** Channels that have a gateway. */
  channels: Channel[];
}

export function answerConfig(config: NotifyConfig): AnswerConfig {
  const { sms, smpp, smstools, smtp, push, webhook, devices, bounceSecret, linkHours } = config;
  const set: Record<Channel, unknown> = {
    ...{ email: smtp, sms: sms ?? smpp ?? smstools, push, webhook, device: devices },
    // A person makes it.
    call: true,
  };
  return {
    ...(sms && { sms: { receipts: sms.receipts, replies: sms.replies } }),
    ...(bounceSecret !== undefined && { bounceSecret }),
    linkHours,
    channels: channels.filter((one) => set[one] !== undefined),
  };
}

/** What senders need beside settings. */
export interface SenderRoom {
  hearing: Hearing;
  vapid: () => VapidKeys;
  subscription(endpoint: string): Promise<PushSubscription | undefined>;
  onGone(endpoint: string): void;
  onProblem(sentence: string, error: unknown): void;
}

/** One sender a channel; calls are made by people. The caller closes them. */
export function createSenders(config: NotifyConfig, room: SenderRoom): Record<Exclude<Channel, 'call'>, ChannelSender> {
  const { push, webhook, devices } = config;
  const keep = createKeepSender();
  return {
    email: config.smtp ? mailSender(config, config.smtp) : keep,
    sms: smsSender(config, room) ?? keep,
    push: push
      ? createPushSender({ config: push, keys: room.vapid(), subscription: room.subscription, onGone: room.onGone })
      : keep,
    webhook: webhook ? createWebhookSender(webhook) : keep,
    device: devices ? createDeviceSender(devices) : keep,
  };
}

function mailSender({ from, concurrency, dkim: signing }: NotifyConfig, url: string): ChannelSender {
  return createEmailSender({
    url,
    from,
    maxConnections: concurrency,
    ...(signing && {
      dkim: { domainName: signing.domain, keySelector: signing.selector, privateKey: readKey(signing.keyFile) },
    }),
  });
}

function readKey(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new HaidangError('file-unreadable', { path, why: systemWords(error) });
  }
}

function smsSender(
  { sms, smpp, smstools }: NotifyConfig,
  { hearing, onProblem }: SenderRoom,
): ChannelSender | undefined {
  if (smpp) return createSmppSender(smpp, hearing);
  if (smstools)
    return createSmstoolsSender(smstools, hearing, (why) => onProblem('the SMS spool could not be read', why));
  return sms && createSmsSender(sms);
}
