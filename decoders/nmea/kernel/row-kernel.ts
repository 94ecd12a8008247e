/**
 * The kernel in WebAssembly, and the memory that it shares with the decoders: the bytes that they work on and the rows that
 * they fill. It does in bulk what `VdmSentence.readPlain` and `PositionColumns.add` do for a sentence. Where WebAssembly is
 * forbidden (a page's security policy) or too old for its vector instructions, there is none, and those two do all of it.
 */
import { fewestBits } from '../../ais/decode.ts';
import { isRowType, PositionColumns } from '../../ais/position-columns.ts';
import { binary } from './binary.ts';
import * as layout from './memory-layout.ts';

/**
 * Reads lines of `lineBytes` from `from` on, `size` being there, into `sharedRows` from `firstRow` on, received at
 * `heardAt` in the minute that began at `minute`, epoch ms. @returns where it stopped, at the beginning of a line
 */
export type Scan = (from: number, size: number, firstRow: number, minute: number, heardAt: number) => number;

const { memory, buffer } = makeMemory();

/** As the kernel left it: rows that are filled. */
export const rowCount = new Int32Array(buffer, layout.ROW_COUNT, 1);

/**
 * Bytes being worked on. One buffer serves all streams, since a push is over before the next begins: a stream keeps no
 * more than its unfinished line, and V8 compiles accesses to a constant buffer into twice as fast code as to one that it
 * must look up (24 against 43 ns a sentence). Room behind CAPACITY lets a reader look a sentence ahead without asking for
 * the end.
 */
export const lineBytes = new Uint8Array(buffer, layout.LINE, layout.CAPACITY + layout.LOOKAHEAD);
export const lineView = new DataView(buffer, layout.LINE, layout.CAPACITY + layout.LOOKAHEAD);

/** The rows of all streams, for the same reason: they are handed on before a push is over. */
export const sharedRows = new PositionColumns(buffer, layout.COLUMNS);

/** Undefined where there can be none. */
export const scanRows: Scan | undefined = memory && makeScan(memory);

function makeMemory(): { memory?: WebAssembly.Memory; buffer: ArrayBuffer } {
  try {
    const memory = new WebAssembly.Memory({ initial: layout.PAGES, maximum: layout.PAGES });
    return { memory, buffer: memory.buffer as ArrayBuffer };
  } catch {
    return { buffer: new ArrayBuffer(layout.BYTES) };
  }
}

function makeScan(memory: WebAssembly.Memory): Scan | undefined {
  new Uint8Array(buffer, layout.MASKS, 16).fill(0xff);
  const rowBits = new Uint16Array(buffer, layout.ROW_BITS, 64);
  for (let type = 0; type < 64; type++) rowBits[type] = isKernelType(type) ? fewestBits[type]! : 0xffff;
  try {
    const bytes = Uint8Array.from(atob(binary.replaceAll('\n', '')), (character) => character.charCodeAt(0));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
    return exports.scan as Scan;
  } catch {
    return undefined;
  }
}

/** Types whose rows the kernel fills: 9 and 27 are scaled in other ways. */
function isKernelType(type: number): boolean {
  return isRowType(type) && type !== 9 && type !== 27;
}
