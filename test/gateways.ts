/** The far ends of messages, really there: an SMTP server and an HTTP gateway for SMS, on a port of the test's choice. */
import { createServer, type IncomingMessage } from 'node:http';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

interface Mail {
  messageId: string;
  to: string[];
  subject: string;
  text: string;
}

export class MailServer {
  readonly received: Mail[];
  port = 0;
  /** What it answers instead of taking a mail. */
  refusal: string | undefined;
  readonly #server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      simpleParser(stream).then(({ messageId, subject, text }) => {
        if (this.refusal !== undefined) {
          done(Object.assign(new Error(this.refusal), { responseCode: 451 }));
          return;
        }
        const to = session.envelope.rcptTo.map(({ address }) => address);
        this.received.push({ messageId: messageId ?? '', to, subject: subject ?? '', text: text ?? '' });
        done();
      }, done);
    },
  });

  /** @param received what an earlier one at the same port has taken */
  constructor(received: Mail[] = []) {
    this.received = received;
  }

  listen(port: number): Promise<void> {
    this.port = port;
    return new Promise((resolve, reject) => {
      // Later ones are connections that a killed sender left behind.
      this.#server.on('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}

interface Sms {
  to: string;
  text: string;
  id: string;
}

/** Takes what a gateway with the default request gets: `{to, text, id}` as JSON. */
export class SmsServer {
  readonly received: Sms[] = [];
  readonly #server = createServer(async (request, response) => {
    this.received.push(JSON.parse(await bodyOf(request)) as Sms);
    response.end('{"ok":true}');
  });

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const piece of request) body += String(piece);
  return body;
}
