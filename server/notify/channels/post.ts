/** One HTTP request with a guard on where it goes; for addresses that come from contacts and browsers, not from settings. */
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { isIP } from 'node:net';
import { DeliveryProblem, tidyAnswer } from './channel.ts';
import { isNamedHost } from './named-hosts.ts';
import { isPrivateAddress, PrivateAddress, publicLookup } from './private-address.ts';

interface Post {
  url: string;
  headers: Record<string, string>;
  body: Uint8Array | string;
  timeoutSeconds: number;
  allowPrivate: boolean;
  /** Only to these (named-hosts.ts); absent: to any. */
  hosts?: readonly string[];
  signal?: AbortSignal;
}

const maxAnswerBytes = 4096;

/** A redirect is an answer like any other: it is not followed. @throws DeliveryProblem when no answer comes */
export function post({ url: address, headers, body, timeoutSeconds, allowPrivate, hosts, signal }: Post): Promise<{
  status: number;
  text: string;
}> {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!isNamedHost(host, hosts))
    return Promise.reject(new DeliveryProblem(false, `${host} is none of the hosts that the settings name.`));
  if (!allowPrivate && isIP(host) !== 0 && isPrivateAddress(host))
    return Promise.reject(new DeliveryProblem(false, new PrivateAddress(host).message));
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? overHttps : overHttp)(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      timeout: timeoutSeconds * 1000,
      signal,
      // Without it a connection kept from before would go round the guard.
      agent: false,
      ...(allowPrivate ? {} : { lookup: publicLookup }),
    });
    const fail = (error: Error) =>
      reject(new DeliveryProblem(!(error instanceof PrivateAddress), tidyAnswer(error.message || String(error))));
    request.on('timeout', () =>
      request.destroy(new Error(`no answer within ${timeoutSeconds} s; it may have arrived`)),
    );
    request.on('error', fail);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const done = () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8', 0, maxAnswerBytes) });
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size >= maxAnswerBytes) {
          done();
          response.destroy();
        }
      });
      response.on('end', done);
      response.on('error', fail);
    });
    request.end(body);
  });
}
