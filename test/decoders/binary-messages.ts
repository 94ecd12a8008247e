/** Writes applications into binary messages and reads them back. */
import { expect } from 'chai';
import type { BitWriter } from '../../decoders/ais/bit-writer.ts';
import { encodeAis } from '../../decoders/ais/encoder.ts';
import { decodeAll } from './collect.ts';
import { payloadVectors } from './vectors.ts';

export type Fields = Record<string, unknown>;

/** The one message in these sentences. */
export function decoded(...lines: string[]): Fields {
  const { messages, stats } = decodeAll(lines.join('\n'));
  expect(stats.rejected).to.deep.equal({});
  expect(messages).to.have.length(1);
  return messages[0]!.message as unknown as Fields;
}

/** A payload vector's message. */
export function vector(id: string): Fields {
  return decoded(...payloadVectors.find((one) => one.id === id)!.lines);
}

/** `bits:hex` of what was written. */
export function dataOf(w: BitWriter): string {
  const bits = w
    .groups()
    .map((group) => group.toString(2).padStart(6, '0'))
    .join('')
    .slice(0, w.length);
  const hex = (bits.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2));
  return `${bits.length}:${hex.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

export function broadcast(dac: number, fid: number, w: BitWriter): Fields {
  return decoded(...encodeAis({ type: 8, mmsi: 574000001, dac, fid, data: dataOf(w) }));
}

export function addressed(dac: number, fid: number, w: BitWriter): Fields {
  return decoded(...encodeAis({ type: 6, mmsi: 574000001, dest_mmsi: 5740001, dac, fid, data: dataOf(w) }));
}
