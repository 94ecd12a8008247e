/** A stand-in for the product: the HTTP routes and the UDP input that the simulator uses, and nothing behind them. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDecoder, type Report, toReport } from '../../decoders/index.ts';
import type { RegistryRow } from '../../server/simulator/craft.ts';

export interface FakeProduct {
  httpUrl: string;
  udpPort: number;
  registry: RegistryRow[];
  reports: Report[];
  rejected: string[];
  nafBodies: number;
  datagrams: number;
  longestDatagram: number;
  requests: string[];
  /** Answered instead of the real thing, for as many requests. */
  failNext: number;
  /** What `GET /api/v1/vessels` says is known. */
  latest: Map<string, { fixTime: number; lon: number; lat: number }>;
  close(): Promise<void>;
}

export async function fakeProduct(): Promise<FakeProduct> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const udpPort = socket.address().port;
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const product: FakeProduct = {
    httpUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    udpPort,
    registry: [],
    reports: [],
    rejected: [],
    nafBodies: 0,
    datagrams: 0,
    longestDatagram: 0,
    requests: [],
    failNext: 0,
    latest: new Map(),
    async close() {
      socket.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const sink = {
    message: (message: Parameters<typeof toReport>[0], meta: Parameters<typeof toReport>[1]) => {
      product.reports.push(toReport(message, meta));
    },
    rejected: ({ reason, text }: { reason: string; text: string }) => product.rejected.push(`${reason}: ${text}`),
  };
  const nmea = createDecoder('nmea', sink);
  const naf = createDecoder('naf', sink);
  socket.on('message', (bytes) => {
    product.datagrams++;
    product.longestDatagram = Math.max(product.longestDatagram, bytes.length);
    nmea.push(bytes, Date.now(), true);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const url = new URL(request.url ?? '/', product.httpUrl);
    product.requests.push(`${request.method} ${url.pathname}`);
    const reply = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (product.failNext > 0) {
      product.failNext--;
      return reply(503, { error: { code: 'overloaded' } });
    }
    if (request.headers.authorization !== 'Bearer secret') return reply(401, { error: { code: 'sign-in' } });
    const route = `${request.method} ${url.pathname}`;
    if (route === 'POST /api/v1/vessels') {
      product.registry.push(...(JSON.parse(Buffer.concat(parts).toString()) as RegistryRow[]));
      return reply(200, { accepted: 1, created: 1, updated: 0, unchanged: 0, conflicts: [] });
    }
    if (route === 'POST /api/v1/positions/naf') {
      product.nafBodies++;
      naf.push(Buffer.concat(parts), Date.now(), true);
      return reply(200, { accepted: 1, rejected: [] });
    }
    if (route === 'GET /api/v1/status') {
      const feed = { url: `udp://127.0.0.1:${udpPort}`, sentences: nmea.stats.sentences };
      return reply(200, { feeds: [{ url: 'http:naf', sentences: 0 }, feed] });
    }
    if (route === 'GET /api/v1/vessels') return reply(200, page(product, url));
    reply(404, {});
  }
  return product;
}

/** Vessels in pages, as the product gives them. */
function page(product: FakeProduct, url: URL): unknown {
  const limit = Number(url.searchParams.get('limit'));
  const first = Number(url.searchParams.get('after') ?? 0);
  const vessels = product.registry.slice(first, first + limit).map((row) => ({
    ...row,
    latest: product.latest.get(row.registration),
  }));
  const more = first + limit < product.registry.length;
  return { vessels, next: more ? String(first + limit) : undefined };
}
