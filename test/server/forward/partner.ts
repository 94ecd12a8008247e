import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { createDecoder } from '../../../decoders/index.ts';
import type { VmsMessage } from '../../../decoders/vms/message.ts';

export const MINUTE = 60_000;
export const BOAT = 'QNa-91234-TS';

export function decoded(format: 'naf' | 'flux', text: string): VmsMessage[] {
  const messages: VmsMessage[] = [];
  const sink = {
    message: (message: unknown) => void messages.push(message as VmsMessage),
    rejected: ({ reason }: { reason: string }) => expect.fail(reason),
  };
  const decoder = createDecoder(format, sink as never);
  decoder.push(new TextEncoder().encode(text), Date.now(), true);
  decoder.end(Date.now());
  return messages;
}

/** A receiver that says what a test wants it to say. */
export class Partner {
  readonly bodies: string[] = [];
  readonly headers: Record<string, unknown>[] = [];
  answer: (body: string) => number = () => 200;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const status = this.answer(body);
        if (status < 300) {
          this.bodies.push(body);
          this.headers.push(request.headers);
        }
        response.writeHead(status).end('said');
      });
    });
  }

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/secret-path`;
  }

  times(format: 'naf' | 'flux'): string[] {
    return this.bodies.flatMap((body) => decoded(format, body)).map(({ time }) => time!);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
