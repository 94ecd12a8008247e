/** The port on which browsers and other programs reach the product: plain, or with TLS. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { Config } from './config.ts';
import { HaidangError } from './errors.ts';
import type { Starting } from './start.ts';
import { systemWords } from './system-words.ts';
import { createSecureServer } from './tls.ts';

/**
 * @returns the server, and the address at which this machine reaches it
 * @throws HaidangError `port-in-use`, `cannot-listen`, `file-unreadable`, `file-invalid`
 */
export async function openHttpServer(
  { config, log, stops }: Starting,
  listener: RequestListener,
): Promise<{ server: Server | TlsServer; url: string }> {
  const { tls } = config;
  let server: Server | TlsServer;
  if (tls) {
    const secure = createSecureServer(tls, listener, (problem) => log.error({ why: problem.message }, 'tls'));
    stops.add(secure.stop);
    server = secure.server;
  } else server = createServer(listener);
  const url = await listen(server, config);
  stops.add(() => closeServer(server));
  return { server, url };
}

function listen(server: Server | TlsServer, { host, port, tls }: Config): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') reject(new HaidangError('port-in-use', { host, port }));
      else reject(new HaidangError('cannot-listen', { host, port, why: systemWords(error) }));
    });
    server.listen(port, host, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
      resolve(`${tls ? 'https' : 'http'}://${shown.includes(':') ? `[${shown}]` : shown}:${bound}`);
    });
  });
}

function closeServer(server: Server | TlsServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
