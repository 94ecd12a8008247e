/** Same-origin check for what a browser sends along with a cookie. */
import type { IncomingMessage } from 'node:http';

/**
 * True when the request comes from a page of ours, or from no page at all (programs send no Origin).
 * @param publicUrl where people open the product, when a proxy stands in front
 */
export function isOwnOrigin(request: IncomingMessage, publicUrl?: string): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin);
  if (from.host === host) return true;
  return publicUrl !== undefined && URL.canParse(publicUrl) && new URL(publicUrl).origin === from.origin;
}
