/** The kernel's memory, in bytes from its beginning. It is compiled from this file as well. */
import { COLUMN_BYTES } from '../../ais/column-layout.ts';

/** Out: how many rows are filled, 32 bits. */
export const ROW_COUNT = 0;
/** In: fewest bits of a message that makes a row, by type; 64 of 16 bits. */
export const ROW_BITS = 128;
/** In: sixteen bytes of ones, sixteen of zeros. */
export const MASKS = 256;
/** Room for the words of a message. */
export const WORDS = 512;
/** Most bytes of armour, as the kernel reads them, sixteen at a time. */
export const MOST_ARMOUR = 96;
/** In: bytes of the stream. A reader looks up to a sentence, and sixteen bytes, beyond CAPACITY. */
export const LINE = 1024;
export const CAPACITY = 32768;
export const LOOKAHEAD = 2048;
/** Out: the rows. */
export const COLUMNS = LINE + CAPACITY + LOOKAHEAD;
export const PAGES = 2;
export const BYTES = PAGES * 65536;
/** What must fit. */
export const USED_BYTES = COLUMNS + COLUMN_BYTES;
