/**
 * Where a message has its link. A link lets whoever holds it answer, so neither journal nor store nor screen ever has it:
 * messages are kept with asterisks in its place, and it is put in when the message leaves (links/).
 */

/** Characters of a link's secret part. */
export const linkTokenLength = 30;
const mask = '*'.repeat(linkTokenLength);

export function linkPlace(publicUrl: string): string {
  return `${publicUrl}/l/${mask}`;
}

export function hasLinkPlace(text: string): boolean {
  return text.includes(`/l/${mask}`);
}

export function fillLink(text: string, token: string): string {
  return text.replaceAll(`/l/${mask}`, `/l/${token}`);
}
