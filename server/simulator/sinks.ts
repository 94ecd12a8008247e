/** Where a stream can go: standard output, a datagram socket, a connection, or the product's HTTP interface. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Writable } from 'node:stream';
import { DatagramSender } from './packets.ts';
import { Product } from './product.ts';

export interface Sink {
  /** @param messages each the sentences of one message, or one record */
  send(messages: readonly (readonly string[])[]): Promise<void>;
  close(): Promise<void>;
}

/** @param to absent: standard output  @param stopping aborted by the sink when nobody reads any more */
export async function openSink(to: URL | undefined, key: string | undefined, stopping: AbortController): Promise<Sink> {
  if (!to) return writableSink(process.stdout, stopping);
  const host = to.hostname.replace(/^\[|\]$/g, '');
  if (to.protocol === 'udp:') {
    const sender = new DatagramSender(host, Number(to.port));
    return { send: (messages) => sender.send(messages), close: async () => sender.close() };
  }
  if (to.protocol === 'tcp:') return connectionSink(host, Number(to.port), stopping);
  return httpSink(to, key ?? '', stopping.signal);
}

function writableSink(out: Writable, stopping: AbortController): Sink {
  // `| head` closes the pipe: that is the reader's way of saying "enough".
  const gone = () => stopping.abort();
  out.on('error', gone);
  return {
    async send(messages) {
      if (messages.length === 0) return;
      const text = messages.map((sentences) => `${sentences.join('\n')}\n`).join('');
      if (!out.write(text)) await once(out, 'drain', { signal: stopping.signal });
    },
    async close() {
      if (out !== process.stdout && !out.destroyed) await new Promise<void>((resolve) => out.end(resolve));
    },
  };
}

async function connectionSink(host: string, port: number, stopping: AbortController): Promise<Sink> {
  const socket = connect(port, host);
  await once(socket, 'connect', { signal: stopping.signal });
  return writableSink(socket, stopping);
}

function httpSink(to: URL, key: string, signal: AbortSignal): Sink {
  const product = new Product(to.origin, key, signal);
  return {
    send: (messages) => product.sendNaf(messages.flat(), to.pathname),
    close: async () => product.close(),
  };
}
