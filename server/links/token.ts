/**
 * The secret part of a link in a message: which message it belongs to, and a proof that we made it. It opens that message's
 * alert and nothing else, carries no account, and ends with the message's age. Pure but for the hash.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Delivery } from '../models/delivery.ts';
import { linkTokenLength } from '../notify/templates/link-place.ts';

/** `dlv-` and 20 hex digits: ten bytes; beside them 96 bits of proof, so that the whole is 30 characters of an SMS. */
const idBytes = 10;
const proofBytes = 12;
const hourMs = 3_600_000;

/** `linkTokenLength` characters of base64url. The address is in the proof: a message that goes elsewhere has another link. */
export function linkToken(key: string, { id, address }: Pick<Delivery, 'id' | 'address'>): string {
  const name = Buffer.from(id.slice('dlv-'.length), 'hex');
  return Buffer.concat([name, proofOf(key, id, address)]).toString('base64url');
}

function proofOf(key: string, id: string, address: string): Buffer {
  const mac = createHmac('sha256', Buffer.from(key, 'base64url')).update(`link\u0000${id}\u0000${address}`).digest();
  return mac.subarray(0, proofBytes);
}

/** Id of the delivery that a token speaks of, proven or not; undefined when it is no token as we write them. */
export function deliveryIdIn(token: string): string | undefined {
  if (token.length !== linkTokenLength || !/^[\w-]+$/.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  // The last letter has four bits that say nothing: of the sixteen spellings one is ours.
  if (bytes.toString('base64url') !== token) return undefined;
  return `dlv-${bytes.subarray(0, idBytes).toString('hex')}`;
}

/** Is it ours, and not too old? */
export function linkOpens(
  key: string,
  token: string,
  delivery: Pick<Delivery, 'id' | 'address' | 'createdAt'>,
  { now, hours }: { now: number; hours: number },
): boolean {
  const given = Buffer.from(token, 'base64url').subarray(idBytes);
  const proof = proofOf(key, delivery.id, delivery.address);
  if (given.length !== proof.length || !timingSafeEqual(given, proof)) return false;
  return now <= delivery.createdAt + hours * hourMs;
}
