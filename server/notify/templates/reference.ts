/** What people say on the phone and over the radio for a case. */
import { createHash } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U, so that nothing is misheard or misread. */
const readable = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 7;

/** Seven readable characters (35 bits) made of the case's id: always the same, and short enough for an SMS. */
export function caseReference(caseId: string): string {
  const bytes = createHash('sha256').update(caseId).digest();
  return Array.from({ length }, (_, i) => readable.charAt((bytes[i] ?? 0) % 32)).join('');
}
