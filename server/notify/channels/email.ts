/** Mail through any SMTP server. Knows nothing of alerts: a delivery carries subject, text and address. */
import nodemailer from 'nodemailer';
import type { Delivery } from '../../models/delivery.ts';
import { type ChannelSender, DeliveryProblem, type HandedOver, tidyAnswer } from './channel.ts';

interface EmailOptions {
  /** smtp://user:password@host:port (STARTTLS when the server offers it), smtps://…; `?requireTLS=true` insists. */
  url: string;
  /** `Name <address>` or an address. */
  from: string;
  /** Signs every mail for its domain. */
  dkim?: { domainName: string; keySelector: string; privateKey: string };
  /** Connections at once. */
  maxConnections?: number;
  /** Seconds without a byte after which the server is given up; the outbox has a limit on the whole. */
  timeoutSeconds?: number;
}

interface MailAttachment {
  filename: string;
  contentType: string;
  content: Buffer;
}

/** A sender that can send files along. */
interface EmailSender extends ChannelSender {
  send(delivery: Delivery, signal?: AbortSignal, attachments?: MailAttachment[]): Promise<HandedOver>;
}

const defaultMaxConnections = 5;
const defaultTimeoutSeconds = 30;

/**
 * Faults of one message; a 5xx anywhere else (greeting, sign-in, TLS) is the server's own trouble: it passes or an
 * administrator mends it, and no alert may be lost meanwhile.
 */
const faultsOfTheMessage = new Set(['EENVELOPE', 'EMESSAGE']);

export function createEmailSender(options: EmailOptions): EmailSender {
  const timeout = (options.timeoutSeconds ?? defaultTimeoutSeconds) * 1000;
  const domain = /@([^\s<>@]+)>?\s*$/.exec(options.from)?.[1] ?? 'haidang.invalid';
  const transport = nodemailer.createTransport({
    url: options.url,
    pool: true,
    ...{ dkim: options.dkim },
    maxConnections: options.maxConnections ?? defaultMaxConnections,
    // The outbox decides about another try, and says so; the pool must not try behind its back.
    ...{ maxRequeues: 0 },
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    dnsTimeout: timeout,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ id, address, subject, body }, signal, attachments = []) {
      try {
        const info = await transport.sendMail({
          from: options.from,
          // An object, so that a comma in the address is not read as two recipients.
          to: { name: '', address },
          subject,
          text: body,
          attachments,
          // The same at every try: whoever gets it twice, person or program, can tell.
          messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Haidang-Delivery': id },
          ...{ signal },
        });
        return { outcome: 'sent', answer: tidyAnswer(info.response) };
      } catch (error) {
        throw asProblem(error);
      }
    },
    close() {
      transport.close();
    },
  };
}

function asProblem(error: unknown): DeliveryProblem {
  const { code, responseCode, response, message } = error as {
    code?: string;
    responseCode?: number;
    response?: string;
    message?: string;
  };
  const mine = code !== undefined && faultsOfTheMessage.has(code);
  const temporary = !mine || (responseCode !== undefined && responseCode < 500);
  return new DeliveryProblem(temporary, tidyAnswer(response ?? message ?? String(error)));
}
