/** Messages to a contact's own program: JSON, signed, so that it can tell them from anybody else's. */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { type ChannelSender, DeliveryProblem, tidyAnswer } from './channel.ts';
import { hostList } from './named-hosts.ts';
import { post } from './post.ts';
import type { WebhookMessage } from './webhook-message.ts';

export const webhookConfig = z.strictObject({
  /** Known to the receivers; signs what is sent. */
  secret: z.string().min(16, 'it has to have 16 characters or more'),
  /** Addresses in private networks and on this machine may be sent to. */
  allowPrivate: z.boolean().default(false),
  /** The only hosts that are sent to; absent: any. */
  hosts: hostList,
  timeoutSeconds: z.number().positive().max(300).default(15),
});
type WebhookConfig = z.infer<typeof webhookConfig>;

/** 4xx that pass: sign-in, too early, too many. */
const passing4xx = new Set([401, 403, 404, 407, 408, 425, 429]);

/** `t=SECONDS,v1=HEX`: HMAC-SHA256 over `SECONDS.BODY`; the time lets a receiver refuse what was recorded long ago. */
export function webhookSignature(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

export function createWebhookSender(config: WebhookConfig, clock: () => number = Date.now): ChannelSender {
  return {
    async send(delivery, signal) {
      const {
        id,
        alertId,
        caseId,
        vesselId,
        change,
        move,
        subject,
        body: text,
        createdAt,
        members,
        restates,
      } = delivery;
      const message: WebhookMessage = {
        ...{ id, alert: change === 'case' ? undefined : alertId, restates, case: caseId, vessel: vesselId },
        ...{ change, move, subject, text, members, created: new Date(createdAt).toISOString() },
      };
      const body = JSON.stringify(message);
      const { status, text: said } = await post({
        url: delivery.address,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Hai-Dang',
          'x-haidang-delivery': id,
          'x-haidang-signature': webhookSignature(config.secret, Math.floor(clock() / 1000), body),
        },
        body,
        timeoutSeconds: config.timeoutSeconds,
        allowPrivate: config.allowPrivate,
        hosts: config.hosts,
        signal,
      });
      const answer = tidyAnswer(`HTTP ${status} ${said}`);
      if (status >= 200 && status < 300) return { outcome: 'arrived', answer };
      throw new DeliveryProblem(status >= 500 || passing4xx.has(status), answer);
    },
  };
}
