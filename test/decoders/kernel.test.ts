/** The kernel in WebAssembly does what the TypeScript does that it stands in for, bit for bit. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { compileKernel } from '../../build-kernel.mjs';
import type { PositionColumns } from '../../decoders/ais/position-columns.ts';
import { bitsToArmour } from '../../decoders/ais/six-bit.ts';
import { NmeaDecoder } from '../../decoders/nmea/decoder.ts';
import { BYTES, USED_BYTES } from '../../decoders/nmea/kernel/memory-layout.ts';
import { scanRows } from '../../decoders/nmea/kernel/row-kernel.ts';
import { bytesOf, NOW } from './collect.ts';

const columnNames = [
  'type',
  'mmsi',
  'fixTime',
  'lon',
  'lat',
  'speedKn',
  'courseDeg',
  'headingDeg',
  'status',
  'flags',
] as const;

/** All that a decoder hands on, in order. Bit for bit, but for what kind of NaN stands for "not available". */
function heard(bytes: Uint8Array, cuts: readonly number[], receivedAt: number, withKernel: boolean): unknown[] {
  const all: unknown[] = [];
  const positions = (columns: PositionColumns): void => {
    for (let row = 0; row < columns.count; row++) all.push(columnNames.map((name) => columns[name][row]));
  };
  const decoder = new NmeaDecoder(
    {
      message: (message, meta) => void all.push({ message, meta: { ...meta } }),
      rejected: (rejection) => void all.push(rejection),
      damaged: (rejection) => void all.push(rejection),
      positions,
    },
    withKernel,
  );
  let at = 0;
  for (const [i, cut] of [...cuts, bytes.length].sort((a, b) => a - b).entries()) {
    decoder.push(bytes.subarray(at, cut), receivedAt + i * 700);
    at = Math.max(at, cut);
  }
  decoder.end(receivedAt + 60_000);
  all.push(decoder.stats);
  return all;
}

function checksumOf(body: string): string {
  let sum = 0;
  for (const character of body) sum ^= character.charCodeAt(0);
  return sum.toString(16).toUpperCase().padStart(2, '0');
}

/** Year, month, day: what a calendar has, and what none has. */
const dates: readonly (readonly number[])[] = [
  [2000, 2, 29],
  [2012, 2, 29],
  [2020, 2, 28],
  [2020, 3, 1],
  [2023, 2, 29],
  [2021, 4, 31],
  [2022, 11, 30],
  [2023, 12, 31],
  [2024, 1, 1],
  [1999, 12, 31],
  [2012, 0, 5],
  [2012, 13, 5],
  [2012, 8, 0],
  [2050, 1, 1],
];

/** Bits 38–77 of types 4 and 11. */
function writeUtc(groups: number[], values: readonly number[]): void {
  const bits = values.map((value, i) => value.toString(2).padStart([14, 4, 5, 5, 6, 6][i]!, '0')).join('');
  for (const [i, bit] of [...bits].entries()) {
    const at = 38 + i;
    const mask = 32 >> (at % 6);
    const group = Math.floor(at / 6);
    groups[group] = bit === '1' ? groups[group]! | mask : groups[group]! & ~mask;
  }
}

/** Nineteen times of twenty one of these. */
function mostly<T>(usual: readonly T[], other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 19, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: other });
}

/** A sentence with random bits of every type, of every shape that real ones have, and of some that they have not. */
const aisSentence = fc
  .record({
    type: mostly([1, 2, 3, 4, 11, 18], fc.nat(63)),
    groups: fc.array(fc.nat(63), { minLength: 111, maxLength: 111 }),
    size: mostly([28], fc.oneof(fc.constantFrom(7, 12, 24, 25, 26, 27, 29, 32), fc.nat(111))),
    date: mostly(dates, fc.tuple(fc.nat(16383), fc.nat(15), fc.nat(31))),
    clock: mostly([[12, 30, 30]], fc.tuple(fc.nat(31), fc.nat(63), fc.nat(63))),
    head: mostly(['AIVDM', 'BSVDM', 'ABVDO'], fc.constantFrom('aiVDM', '!!VDM', 'A VDM', 'AIVDX')),
    counts: mostly(['1,1'], fc.constantFrom('2,1', '2,2', '0,0', '1,2')),
    sequence: mostly(['', '3'], fc.constantFrom('-', 'x', '12')),
    channel: mostly(['A', 'B', ''], fc.constantFrom('1', 'AB', ' ')),
    fill: mostly(['0', '2'], fc.constantFrom('5', '6', 'a', '')),
    behind: mostly([''], fc.constantFrom(',1327622400', ',d-095,S1651,r3669963,1429287142', ' ', '!AIVDM,1,1,')),
    end: mostly(['\n', '\r\n'], fc.constantFrom('\r', '\n\n', '')),
    isWrong: mostly([false], fc.constant(true)),
  })
  .map((of) => {
    const groups = [of.type, ...of.groups];
    if (of.type === 4 || of.type === 11) writeUtc(groups, [...of.date, ...of.clock]);
    groups.length = of.size;
    const armour = String.fromCharCode(...groups.map((group) => bitsToArmour[group]!));
    const body = `${of.head},${of.counts},${of.sequence},${of.channel},${armour},${of.fill}`;
    return `!${body}*${of.isWrong ? '00' : checksumOf(body)}${of.behind}${of.end}`;
  });

const otherLine = fc
  .oneof(
    fc.constantFrom(
      '$GPZDA,114702.51,27,01,2012,,*66',
      '$BSALR,,006,V,V,general failure*62',
      '$PGHP,1,2012,1,27,9,58,26,36,316,2,316000002,1AIS_S,0F*32',
      '\\s:r003669961,c:1120959341*51\\',
      '\\g:1-2-1234,c:1565218798*53\\',
      '1327622400 ',
      '',
    ),
    fc.string({ maxLength: 90 }),
  )
  .chain((text) => fc.constantFrom('\n', '\r\n', '').map((end) => `${text}${end}`));

describe('The kernel', () => {
  it('is there', () => {
    expect(scanRows).to.be.a('function');
    expect(USED_BYTES).to.be.at.most(BYTES);
  });

  it('is what its source gives', async () => {
    expect(readFileSync('decoders/nmea/kernel/binary.ts', 'utf8')).to.equal(await compileKernel());
  });

  it('hands on what TypeScript does, whatever comes', () => {
    const streams = fc.array(fc.oneof({ weight: 4, arbitrary: aisSentence }, { weight: 1, arbitrary: otherLine }), {
      minLength: 1,
      maxLength: 40,
    });
    let rows = 0;
    fc.assert(
      fc.property(streams, fc.array(fc.nat(3000), { maxLength: 4 }), fc.nat(119_999), (lines, cuts, offset) => {
        const bytes = bytesOf(lines.join(''));
        const within = cuts.map((cut) => cut % (bytes.length + 1));
        const expected = heard(bytes, within, NOW + offset, false);
        expect(heard(bytes, within, NOW + offset, true)).to.deep.equal(expected);
        rows += expected.filter(Array.isArray).length;
      }),
      { numRuns: 1500 },
    );
    expect(rows).to.be.greaterThan(5000);
  });

  it('goes on behind full columns and full buffers', () => {
    const body = 'AIVDM,1,1,,A,13nN34?000QFpgRWnQLLSPpF00SO,0';
    const bytes = bytesOf(`!${body}*${checksumOf(body)}\r\n`.repeat(5000));
    const rows = heard(bytes, [70_000], NOW, true);
    expect(rows).to.have.length(5001);
    expect(rows).to.deep.equal(heard(bytes, [70_000], NOW, false));
  });
});
