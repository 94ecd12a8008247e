/** A real SMSC on a port of the test's choice: it binds, takes messages, and says what the test wants, when it wants it. */
import type { Server } from 'node:net';
import smpp, { type Pdu, type Session } from 'smpp';

interface Submitted {
  id: string;
  to: string;
  text: string;
  pdu: Pdu;
}

export class Smsc {
  readonly received: Submitted[] = [];
  /** Command status of the answer to a message; undefined: no answer at all. */
  answer: (message: Submitted) => number | undefined = () => 0;
  /** Before the answer to `submit_sm` goes out. */
  beforeAnswer: (message: Submitted) => void = () => {};
  refusesBind = false;
  binds = 0;
  /** Answered and not yet answered at the same time, at most. */
  mostWaiting = 0;
  #waiting = 0;
  #sessions: Session[] = [];
  #next = 1000;
  readonly #server: Server;

  constructor() {
    this.#server = smpp.createServer((session) => this.#serve(session));
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
  }

  /** Ends the sessions and stops listening. */
  close(): Promise<void> {
    this.drop();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  drop(): void {
    for (const session of this.#sessions.splice(0)) session.destroy();
  }

  get isBound(): boolean {
    return this.#sessions.length > 0;
  }

  /** A delivery receipt as SMSCs write them (SMPP 3.4 appendix B). Resolves with the status of its answer. */
  receipt(id: string, stat = 'DELIVRD', from = '84900000001'): Promise<number> {
    const text = `id:${id} sub:001 dlvrd:001 submit date:2611240005 done date:2611240006 stat:${stat} err:000 text:`;
    return this.#deliver({ source_addr: from, esm_class: 4, short_message: text });
  }

  sms(from: string, text: string): Promise<number> {
    return this.#deliver({ source_addr: from, esm_class: 0, short_message: text });
  }

  #deliver(options: Record<string, unknown>): Promise<number> {
    const session = this.#sessions.at(-1);
    return new Promise((resolve, reject) => {
      if (!session?.deliver_sm(options, (pdu) => resolve(pdu.command_status))) reject(new Error('nobody is bound'));
    });
  }

  #serve(session: Session): void {
    session.socket.setNoDelay(true);
    session.on('error', () => {});
    session.on('close', () => {
      this.#sessions = this.#sessions.filter((one) => one !== session);
    });
    session.on('bind_transceiver', (pdu: Pdu) => {
      this.binds++;
      if (this.refusesBind) {
        session.send(pdu.response({ command_status: 0x0d }));
        return;
      }
      session.send(pdu.response());
      this.#sessions.push(session);
    });
    session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()));
    session.on('unbind', (pdu: Pdu) => {
      session.send(pdu.response());
      session.close();
    });
    session.on('submit_sm', (pdu: Pdu) => this.#take(session, pdu));
  }

  #take(session: Session, pdu: Pdu): void {
    this.#waiting++;
    this.mostWaiting = Math.max(this.mostWaiting, this.#waiting);
    const message = pdu.short_message?.message ?? '';
    const text = typeof message === 'string' ? message : Buffer.from(message).toString('latin1');
    const one: Submitted = { id: String(this.#next++), to: pdu.destination_addr ?? '', text, pdu };
    this.received.push(one);
    this.beforeAnswer(one);
    // As a real one: answers take a moment, so that some wait together.
    setTimeout(() => {
      this.#waiting--;
      const status = this.answer(one);
      if (status === undefined) return;
      session.send(pdu.response(status === 0 ? { message_id: one.id } : { command_status: status }));
    }, 20);
  }
}
