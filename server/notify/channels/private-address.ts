/** Addresses that a message must not be sent to because somebody wrote them into a contact: our own network (SSRF). */
import { lookup as resolveName } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const blocked = new BlockList();
/** IANA special-purpose registries: this host, private, shared, loopback, link-local (cloud metadata), benchmarking, multicast … */
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  blocked.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b:1::', 48],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['100::', 64],
  ['2001::', 23],
  ['ff00::', 8],
  ['2002::', 16],
  ['64:ff9b::', 96],
] as const)
  blocked.addSubnet(network, prefix, 'ipv6');

/** @param address an IP address, IPv4-mapped ones included */
export function isPrivateAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped !== undefined) return blocked.check(mapped, 'ipv4');
  const kind = isIP(plain);
  if (kind === 0) return true;
  // ::ffff:7f00:1 is 127.0.0.1 written otherwise.
  if (/^::ffff:/i.test(plain)) return true;
  return blocked.check(plain, kind === 4 ? 'ipv4' : 'ipv6');
}

/** Said by the guard; its message is shown to officers. */
export class PrivateAddress extends Error {
  constructor(host: string) {
    super(`${host} lies in a private network, which the settings do not allow`);
  }
}

/** For `http.request`: the very address that is connected to is the one that was checked. */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  resolveName(hostname, { ...options, all: true }, (error, found) => {
    if (error) {
      done(error, '', 0);
      return;
    }
    const addresses = found as { address: string; family: number }[];
    if (addresses.length === 0 || addresses.some(({ address }) => isPrivateAddress(address))) {
      done(new PrivateAddress(hostname), '', 0);
      return;
    }
    if (options.all) (done as (error: null, all: typeof addresses) => void)(null, addresses);
    else done(null, addresses[0]!.address, addresses[0]!.family);
  });
};
