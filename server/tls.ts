/** TLS on the built-in server: its certificate from files, read again when they change, so that a renewal needs no restart. */
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { z } from 'zod';
import { HaidangError } from './errors.ts';
import { systemWords } from './system-words.ts';

export const tlsConfig = z.strictObject({
  /** Paths of PEM files: the certificate with what it rests on, and its key. */
  cert: z.string().min(1),
  key: z.string().min(1),
});
type TlsConfig = z.infer<typeof tlsConfig>;

const LOOK_MS = 2000;

/** Forward secrecy and authenticated encryption only (RFC 9325, 4.2); TLS 1.3 brings its own. */
const PROTOCOL = {
  minVersion: 'TLSv1.2',
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
  ].join(':'),
  honorCipherOrder: true,
} as const satisfies SecureContextOptions;

interface SecureServer {
  server: Server;
  /** Stops looking at the files. */
  stop(): void;
}

/**
 * @param onProblem told when changed files are of no use; what was read before stays in use
 * @throws HaidangError `file-unreadable`, `file-invalid`
 */
export function createSecureServer(
  files: TlsConfig,
  listener: RequestListener,
  onProblem: (problem: HaidangError) => void,
): SecureServer {
  const server = createServer({ ...PROTOCOL, ...certificate(files) }, listener);
  const renew = (): void => {
    try {
      server.setSecureContext({ ...PROTOCOL, ...certificate(files) });
    } catch (error) {
      // Between a new certificate and its new key the two do not belong together; the next change mends that.
      onProblem(error as HaidangError);
    }
  };
  for (const file of [files.cert, files.key]) watchFile(file, { interval: LOOK_MS, persistent: false }, renew);
  return {
    server,
    stop() {
      for (const file of [files.cert, files.key]) unwatchFile(file, renew);
    },
  };
}

function certificate(files: TlsConfig): Required<Pick<SecureContextOptions, 'cert' | 'key'>> {
  const read = { cert: contents(files.cert), key: contents(files.key) };
  try {
    createSecureContext({ ...PROTOCOL, ...read });
    return read;
  } catch (error) {
    const why = `certificate and key in ${files.key}: ${error instanceof Error ? error.message : String(error)}`;
    throw new HaidangError('file-invalid', { path: files.cert, why });
  }
}

function contents(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new HaidangError('file-unreadable', { path, why: systemWords(error) });
  }
}
