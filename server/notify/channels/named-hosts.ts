/** Hosts that messages may go to at all, where the settings name them (OWASP ASVS 5.0, 13.2.4); see private-address.ts for the rest. */
import { z } from 'zod';

const name = /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** `push.example.com`, or `*.example.com` for all below it and not itself. */
export const hostList = z
  .array(z.string().max(253).toLowerCase().regex(name, 'write a host name, such as hooks.example.com or *.example.com'))
  .max(200)
  .optional();

/** @param host of an address, as `URL` writes it @param hosts absent: any */
export function isNamedHost(host: string, hosts: readonly string[] | undefined): boolean {
  if (!hosts) return true;
  return hosts.some((one) => (one.startsWith('*.') ? host.endsWith(one.slice(1)) : host === one));
}
