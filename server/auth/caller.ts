/** From where somebody asks. For express, which knows it as `request.ip`, and for socket.io's handshake, which does not. */
import type { IncomingHttpHeaders } from 'node:http';
import { isIPv6 } from 'node:net';

/** What one customer of a provider is given of IPv6 at least: whoever guesses has all of it. */
const GROUPS_OF_64_BITS = 4;

/** As express works it out with `trust proxy` set to that number. @param trustedProxies how many in front are believed */
export function callerAddress(headers: IncomingHttpHeaders, remote: string, trustedProxies: number): string {
  const said = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  const way = [...said, remote].reverse();
  return way[Math.min(trustedProxies, way.length - 1)]!;
}

/** By which callers are counted: an IPv4 address, or the /64 of an IPv6 one. */
export function callerGroup(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head.split(':').filter(Boolean);
  const after = tail === undefined ? [] : tail.split(':').filter(Boolean);
  while (groups.length + after.length < 8) groups.push('0');
  return [...groups, ...after]
    .slice(0, GROUPS_OF_64_BITS)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
