/** Where a stream can go: standard output, a datagram socket, a connection, or the product's HTTP interface. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { HaidangError } from '../errors.ts';
import { DatagramSender } from './packets.ts';
import { Patience, unreachable } from './patience.ts';
import { Product, Refused } from './product.ts';

export interface Sink {
  /**
   * @param messages each the sentences of one message, or one record
   * @throws HaidangError `unreachable`
   */
  send(messages: readonly (readonly string[])[]): Promise<void>;
  /** Resolves when all of it has left. @throws HaidangError `unreachable` */
  end(): Promise<void>;
  /** Lets go of it, whatever has become of it. */
  close(): void;
}

/** @param to absent: standard output  @param stopping aborted by the sink when nobody reads any more */
export async function openSink(to: URL | undefined, key: string | undefined, stopping: AbortController): Promise<Sink> {
  if (!to) return outputSink(stopping);
  const host = to.hostname.replace(/^\[|\]$/g, '');
  const patience = new Patience(to.href);
  if (to.protocol === 'udp:') return datagramSink(new DatagramSender(host, Number(to.port)), patience);
  if (to.protocol === 'tcp:') return connectionSink(await connected(to, host, stopping.signal), to.href);
  // A fleet may have nothing to report for a while: whether anybody is there should not have to wait for that.
  (await connected(to, host, stopping.signal)).destroy();
  return httpSink(to, key ?? '', stopping.signal, patience);
}

async function connected(to: URL, host: string, signal: AbortSignal): Promise<Socket> {
  const socket = connect(Number(to.port || (to.protocol === 'https:' ? 443 : 80)), host);
  try {
    await once(socket, 'connect', { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw unreachable(to.href, error);
  }
}

function outputSink(stopping: AbortController): Sink {
  const out = process.stdout;
  // `| head` closes the pipe: that is the reader's way of saying "enough".
  out.on('error', () => stopping.abort());
  return {
    async send(messages) {
      if (messages.length > 0 && !out.write(lines(messages))) await once(out, 'drain', { signal: stopping.signal });
    },
    async end() {},
    close() {},
  };
}

/** A refusal comes back over the network, so it is seen a moment after what was refused. */
const refusalTakesMs = 200;

function datagramSink(sender: DatagramSender, patience: Patience): Sink {
  let firstSentAt: number | undefined;
  const judge = (): void => {
    const refusal = sender.takeRefusal();
    if (refusal) patience.failed(refusal);
    else if (firstSentAt !== undefined && Date.now() - firstSentAt > refusalTakesMs) patience.taken();
  };
  return {
    async send(messages) {
      await sender.send(messages);
      judge();
      firstSentAt ??= Date.now();
    },
    async end() {
      await sleep(refusalTakesMs);
      judge();
    },
    close: () => sender.close(),
  };
}

function connectionSink(socket: Socket, to: string): Sink {
  let why: Error = Object.assign(new Error('closed'), { code: 'EPIPE' });
  let onClose = (): void => {};
  socket.on('error', (error) => {
    why = error;
  });
  socket.on('close', () => onClose());
  // What the receiver says is of no interest; unread, it would hide from us that it has hung up.
  socket.resume();
  const carried = (hand: (done: (error?: Error | null) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      const lost = (): void => reject(unreachable(to, why));
      onClose = lost;
      if (!socket.writable) lost();
      else hand((error) => (error ? lost() : resolve()));
    });
  return {
    async send(messages) {
      if (messages.length > 0) await carried((done) => socket.write(lines(messages), done));
    },
    end: () => carried((done) => socket.end(done)),
    close: () => socket.destroySoon(),
  };
}

function httpSink(to: URL, key: string, signal: AbortSignal, patience: Patience): Sink {
  const product = new Product(to.origin, key, signal, patience);
  return {
    async send(messages) {
      try {
        await product.sendNaf(messages.flat(), to.pathname);
      } catch (error) {
        if (error instanceof Refused) throw new HaidangError('receiver-refused', { to: to.href, why: error.message });
        throw error;
      }
    },
    async end() {},
    close: () => product.close(),
  };
}

function lines(messages: readonly (readonly string[])[]): string {
  return messages.map((sentences) => `${sentences.join('\n')}\n`).join('');
}
