/** The notify section of the settings, and the senders made from it. */
import { z } from 'zod';
import type { Channel } from '../models/delivery.ts';
import type { ChannelSender } from './channels/channel.ts';
import { createEmailSender } from './channels/email.ts';
import { createKeepSender } from './channels/keep.ts';
import { createSmsSender } from './channels/sms.ts';
import { smsGateway } from './channels/sms-gateway.ts';

const secondsNeeded = 'it has to be a number of seconds above 0, at most 86400';
const seconds = z.number(secondsNeeded).positive(secondsNeeded).max(86_400, secondsNeeded);

export const notifyConfig = z.strictObject({
  /** smtp:// or smtps://, with user and password; without it mails are kept in the outbox and not sent. */
  smtp: z.url({ protocol: /^smtps?$/, error: 'it has to be an address like smtp://user:password@host:587' }).optional(),
  /** Sender of mails: `Name <address>` or an address. */
  from: z
    .string()
    .max(200)
    .regex(/^[^\r\n<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/, 'write an address, or Name <address>')
    .default('Hai Dang <haidang@localhost>'),
  /** Without it SMS are kept in the outbox and not sent. */
  sms: smsGateway.optional(),
  /** Seconds to wait after the first, second … refusal; the last one repeats. */
  retrySeconds: z.array(seconds).min(1).max(50).optional(),
  /** Tries before a message counts as failed. */
  maxAttempts: z.number().int().positive().max(1000).optional(),
  sendTimeoutSeconds: seconds.optional(),
  /** Seconds between looks at the outbox. */
  pollSeconds: seconds.optional(),
  /** Messages under way at once, a channel. */
  concurrency: z.number().int().positive().max(100).optional(),
  /** Where recipients open the product. */
  publicUrl: z
    .url({ protocol: /^https?$/, error: 'it has to be an address like https://host' })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
});
export type NotifyConfig = z.infer<typeof notifyConfig>;
export type NotifyConfigInput = z.input<typeof notifyConfig>;

/** One sender a channel. The caller closes them. */
export function createSenders(config: NotifyConfig): Record<Channel, ChannelSender> {
  return {
    email: config.smtp
      ? createEmailSender({ url: config.smtp, from: config.from, maxConnections: config.concurrency })
      : createKeepSender(),
    sms: config.sms ? createSmsSender(config.sms) : createKeepSender(),
  };
}
