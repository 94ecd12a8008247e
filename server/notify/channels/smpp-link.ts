/** A session with an SMSC that comes back by itself. Knows no messages. */
import smpp, { type Pdu, type Session } from 'smpp';
import { DeliveryProblem, tidyAnswer } from './channel.ts';
import type { SmppConfig } from './smpp-config.ts';

const maxWaitSeconds = 60;
const interfaceVersion = 0x34;
/** ESME_RSYSERR: we could not keep it, send it again. */
const systemError = 0x08;

interface Waiting {
  resolve: (pdu: Pdu) => void;
  reject: (error: DeliveryProblem) => void;
}

export class SmppLink {
  readonly #config: SmppConfig;
  readonly #onDeliver: (pdu: Pdu) => Promise<void>;
  #session: Session | undefined;
  #bound = false;
  /** Why it is not bound. */
  #why = 'not connected yet';
  #waitSeconds: number;
  #timers: NodeJS.Timeout[] = [];
  #closed = false;
  readonly #waiting = new Set<Waiting>();
  /** Places of the window that are taken. */
  #taken = 0;
  readonly #queue: (() => void)[] = [];
  /** Those who wait for the bind or its end. */
  readonly #binding: (() => void)[] = [];

  /** @param onDeliver resolves when what came is journaled */
  constructor(config: SmppConfig, onDeliver: (pdu: Pdu) => Promise<void>) {
    this.#config = config;
    this.#onDeliver = onDeliver;
    this.#waitSeconds = config.reconnectSeconds;
    this.#connect();
  }

  /** @throws DeliveryProblem when there is no session, or no answer in time */
  async submit(message: Record<string, unknown>, signal?: AbortSignal): Promise<Pdu> {
    // A session that is being made is worth the wait; one that failed is not.
    if (this.#session && !this.#bound) await new Promise<void>((resolve) => this.#binding.push(resolve));
    await this.#room(signal);
    try {
      return await this.#ask(message, signal);
    } finally {
      this.#leave();
    }
  }

  close(): void {
    this.#closed = true;
    this.#bound = false;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#bindSettled();
    this.#fail('the session was closed');
    const session = this.#session;
    if (!session) return;
    if (!session.unbind(() => session.close())) session.destroy();
    setTimeout(() => session.destroy(), 500).unref();
  }

  /** Waits until the window has room. */
  #room(signal?: AbortSignal): Promise<void> {
    if (this.#taken < this.#config.window) {
      this.#taken++;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      this.#queue.push(resolve);
      signal?.addEventListener('abort', () => {
        const place = this.#queue.indexOf(resolve);
        if (place >= 0) this.#queue.splice(place, 1);
        reject(new DeliveryProblem(true, 'The window was full for too long.'));
      });
    });
  }

  /** Hands the place on, or gives it back. */
  #leave(): void {
    const next = this.#queue.shift();
    if (next) next();
    else this.#taken--;
  }

  #ask(message: Record<string, unknown>, signal?: AbortSignal): Promise<Pdu> {
    const session = this.#session;
    if (!this.#bound || !session) return Promise.reject(new DeliveryProblem(true, `No session: ${this.#why}`));
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { resolve: settle(resolve), reject: settle(reject) };
      const { timeoutSeconds } = this.#config;
      const late = () =>
        waiting.reject(new DeliveryProblem(true, `No answer within ${timeoutSeconds} s; it may have arrived.`));
      const alarm = setTimeout(late, timeoutSeconds * 1000);
      signal?.addEventListener('abort', late);
      const waitings = this.#waiting;
      function settle<T>(done: (value: T) => void): (value: T) => void {
        return (value) => {
          clearTimeout(alarm);
          signal?.removeEventListener('abort', late);
          waitings.delete(waiting);
          done(value);
        };
      }
      this.#waiting.add(waiting);
      if (!session.submit_sm(message, waiting.resolve))
        waiting.reject(new DeliveryProblem(true, 'The session has just ended.'));
    });
  }

  #connect(): void {
    const { hostname, port, protocol } = new URL(this.#config.url);
    const tls = protocol === 'ssmpp:';
    const session = smpp.connect({ host: hostname, port: Number(port) || (tls ? 3550 : 2775), tls });
    this.#session = session;
    // Messages are small and each waits for its answer: none is to wait for company.
    session.socket.setNoDelay(true);
    const alarm = setTimeout(() => this.#ended(session, 'no answer to the bind'), this.#config.timeoutSeconds * 1000);
    session.on(tls ? 'secureConnect' : 'connect', () => this.#bind(session, alarm));
    session.on('error', (error: Error) => {
      clearTimeout(alarm);
      this.#ended(session, error.message);
    });
    session.on('close', () => {
      clearTimeout(alarm);
      this.#ended(session, 'the SMSC closed the connection');
    });
    session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()));
    session.on('unbind', (pdu: Pdu) => {
      session.send(pdu.response());
      this.#ended(session, 'the SMSC unbound');
    });
    session.on('deliver_sm', (pdu: Pdu) => {
      this.#onDeliver(pdu).then(
        () => session.send(pdu.response()),
        () => session.send(pdu.response({ command_status: systemError })),
      );
    });
  }

  #bind(session: Session, alarm: NodeJS.Timeout): void {
    const { systemId, password, systemType } = this.#config;
    const who = { system_id: systemId, password, system_type: systemType, interface_version: interfaceVersion };
    session.bind_transceiver(who, (pdu) => {
      clearTimeout(alarm);
      if (pdu.command_status !== 0) {
        this.#ended(session, `the bind was refused: 0x${pdu.command_status.toString(16).padStart(8, '0')}`);
        return;
      }
      this.#bound = true;
      this.#bindSettled();
      this.#waitSeconds = this.#config.reconnectSeconds;
      this.#enquire(session);
    });
  }

  /** A session that nobody answers any more is ended, so that messages do not wait for it. */
  #enquire(session: Session): void {
    const { enquireSeconds, timeoutSeconds } = this.#config;
    const timer = setInterval(() => {
      if (session !== this.#session || !this.#bound) {
        clearInterval(timer);
        return;
      }
      const alarm = setTimeout(() => this.#ended(session, 'no answer to enquire_link'), timeoutSeconds * 1000);
      if (!session.enquire_link(() => clearTimeout(alarm))) clearTimeout(alarm);
    }, enquireSeconds * 1000);
    timer.unref();
    this.#timers.push(timer);
  }

  #ended(session: Session, why: string): void {
    if (session !== this.#session) return;
    this.#session = undefined;
    this.#bound = false;
    this.#why = tidyAnswer(why);
    session.destroy();
    this.#bindSettled();
    this.#fail(`The session ended (${this.#why}); it may have arrived.`);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    if (this.#closed) return;
    const timer = setTimeout(() => this.#connect(), this.#waitSeconds * 1000);
    timer.unref();
    this.#timers.push(timer);
    this.#waitSeconds = Math.min(maxWaitSeconds, this.#waitSeconds * 2);
  }

  #bindSettled(): void {
    for (const resolve of this.#binding.splice(0)) resolve();
  }

  #fail(why: string): void {
    for (const waiting of [...this.#waiting]) waiting.reject(new DeliveryProblem(true, why));
  }
}
