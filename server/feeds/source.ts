/** Tells a port's senders apart in the journal. */
import { crc32 } from 'node:zlib';

/**
 * A number from 1 to 65,535 for a sender's address, or for a connection: the same at every start, so that a sender's stream goes
 * on where it was. Two of a hundred senders get the same number in one case of fourteen; they are then read as one stream, which
 * harms only parts of messages with the same sequence id that come in between each other's.
 */
export function sourceOf(sender: string): number {
  return 1 + (crc32(sender) % 65_535);
}
