/** Hands a message to a receiver once, by HTTP, TCP or UDP, with a guard on where it goes. */
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { DeliveryProblem, tidyAnswer } from '../notify/channels/channel.ts';
import { post } from '../notify/channels/post.ts';
import { isPrivateAddress, PrivateAddress } from '../notify/channels/private-address.ts';
import type { Receiver } from './config.ts';
import { contentType } from './messages.ts';

/** 4xx that pass: sign-in, not there yet, too early, too many. */
const passing4xx = new Set([401, 403, 404, 407, 408, 425, 429]);

/** Resolves when the receiver has taken it. @throws DeliveryProblem */
export async function sendTo(receiver: Receiver, body: string): Promise<void> {
  if (receiver.url.startsWith('http')) return byHttp(receiver, body);
  const { protocol, hostname, port } = new URL(receiver.url.replace(/^(tcp|udp):/, (scheme) => `x-${scheme}`));
  const host = await checked(hostname, receiver.allowPrivate);
  return protocol === 'x-udp:' ? byUdp(host, Number(port), body) : byTcp(host, Number(port), body, receiver);
}

async function byHttp({ url, headers, format, timeoutSeconds, allowPrivate }: Receiver, body: string): Promise<void> {
  // Whatever keeps it from leaving is no refusal of what is in it.
  const { status, text } = await post({
    ...{ url, body, timeoutSeconds, allowPrivate },
    headers: { 'content-type': contentType(format), 'user-agent': 'Hai-Dang', ...headers },
  }).catch((error: Error) => fail(error));
  if (status >= 200 && status < 300) return;
  throw new DeliveryProblem(
    status < 400 || status >= 500 || passing4xx.has(status),
    tidyAnswer(`HTTP ${status} ${text}`),
  );
}

/** The address itself, so that what is connected to is what was checked. */
async function checked(hostname: string, allowPrivate: boolean): Promise<string> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const found = isIP(host) ? host : (await lookup(host).catch(fail)).address;
  if (!allowPrivate && isPrivateAddress(found)) throw new DeliveryProblem(true, new PrivateAddress(host).message);
  return found;
}

function fail(error: Error): never {
  throw new DeliveryProblem(true, tidyAnswer(error.message || String(error)));
}

/** Taken when the other side has acknowledged the last byte and closed without complaint: TCP says no more. */
function byTcp(host: string, port: number, body: string, { timeoutSeconds }: Receiver): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const refuse = (why: string): void => {
      socket.destroy();
      reject(new DeliveryProblem(true, tidyAnswer(why)));
    };
    socket.setTimeout(timeoutSeconds * 1000, () => refuse(`no end within ${timeoutSeconds} s; it may have arrived`));
    socket.once('error', (error) => refuse(error.message || String(error)));
    // What it answers is of no use to us, and has to be read all the same.
    socket.resume();
    socket.once('close', (hadError) => {
      if (!hadError) resolve();
    });
    socket.once('connect', () => socket.end(body));
  });
}

function byUdp(host: string, port: number, body: string): Promise<void> {
  const socket = createSocket(isIP(host) === 6 ? 'udp6' : 'udp4');
  // One event a datagram.
  const events = body.split('\n').filter((line) => line !== '');
  const one = (event: string): Promise<void> =>
    new Promise((resolve, reject) => {
      socket.send(event, port, host, (error) => (error ? reject(error) : resolve()));
    });
  return events
    .reduce((before, event) => before.then(() => one(event)), Promise.resolve())
    .catch(fail)
    .finally(() => socket.close());
}
