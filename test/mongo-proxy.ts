/** Stands between a program and its MongoDB server, to cut the line at a message of one's choice. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface MongoProxy {
  url: string;
  /** Messages so far that were no heartbeat. */
  messages(): number;
  /** From this message on (counted from now, from 1) nothing passes any more; undefined: from now on. */
  cut(atMessage?: number): void;
  mend(): void;
  close(): Promise<void>;
}

/** @param target `mongodb://HOST:PORT/DATABASE` */
export async function startMongoProxy(target: string): Promise<MongoProxy> {
  const { hostname, port, pathname } = new URL(target);
  const sockets = new Set<Socket>();
  let count = 0;
  let cutAt = Number.POSITIVE_INFINITY;

  function pass(client: Socket): void {
    if (count >= cutAt) {
      client.destroy();
      return;
    }
    const server = connect(Number(port), hostname);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    server.pipe(client);
    let waiting = Buffer.alloc(0);
    client.on('data', (bytes) => {
      waiting = Buffer.concat([waiting, bytes]);
      while (waiting.length >= 4 && waiting.length >= waiting.readInt32LE(0)) {
        const message = waiting.subarray(0, waiting.readInt32LE(0));
        waiting = waiting.subarray(message.length);
        if (!/hello|ismaster/i.test(message.toString('latin1', 0, 80)) && ++count >= cutAt) {
          destroyAll();
          return;
        }
        server.write(message);
      }
    });
  }

  function destroyAll(): void {
    for (const socket of sockets) socket.destroy();
  }

  const server: Server = createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as { port: number };
  return {
    url: `mongodb://127.0.0.1:${own}${pathname}`,
    messages: () => count,
    cut(atMessage) {
      cutAt = atMessage === undefined ? count : count + atMessage;
      if (atMessage === undefined) destroyAll();
    },
    mend() {
      cutAt = Number.POSITIVE_INFINITY;
    },
    close() {
      destroyAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
