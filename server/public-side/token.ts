/** The secret part of the link by which a sender follows their report: which it is, and a proof that we made it. Pure but for the hash. */
import { createHmac, timingSafeEqual } from 'node:crypto';

const idBytes = 10;
const proofBytes = 16;

/** @param id `fr-` and 20 hex digits @returns 35 characters of base64url */
export function reportToken(key: string, id: string): string {
  return Buffer.concat([Buffer.from(id.slice('fr-'.length), 'hex'), proofOf(key, id)]).toString('base64url');
}

/** Id of the report that a token opens; undefined when it is none of ours. */
export function reportIdIn(key: string, token: string): string | undefined {
  if (!/^[\w-]{35}$/.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  // The last letter has bits that say nothing: of its spellings one is ours.
  if (bytes.toString('base64url') !== token) return undefined;
  const id = `fr-${bytes.subarray(0, idBytes).toString('hex')}`;
  return timingSafeEqual(bytes.subarray(idBytes), proofOf(key, id)) ? id : undefined;
}

function proofOf(key: string, id: string): Buffer {
  const mac = createHmac('sha256', Buffer.from(key, 'base64url')).update(`report\u0000${id}`).digest();
  return mac.subarray(0, proofBytes);
}
