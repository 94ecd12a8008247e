/**
 * Differential: what gpsdecode 3.22 and we make of the same traffic, message by message and field by field. Differences
 * are listed one by one in gpsd-differences.ts; messages that only one side finds are listed here.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { type EncodableAis, encodeAis } from '../../decoders/ais/encoder.ts';
import { createDecoder } from '../../decoders/registry.ts';
import { anyBits, type Range, sentencesOf, standardLengths } from './any-bits.ts';
import { applicationBits, withBits } from './application-bits.ts';
import { Collector } from './collect.ts';
import { gpsdecode, hasGpsdecode, unexplained, used } from './gpsd.ts';
import { differences } from './gpsd-differences.ts';
import type { Fields } from './gpsd-places.ts';
import { payloadVectors } from './vectors.ts';

interface Heard {
  message: Fields;
  /** The line that completed it, without tag block. */
  line: string;
  /** Its length, where its sentences stand together. */
  bits: number | undefined;
}

/** Decodes line by line, so that every message and every rejected sentence knows its line. */
function decodeLines(lines: readonly string[]): { heard: Heard[]; rejected: Set<number> } {
  const collector = new Collector();
  const decoder = createDecoder('nmea', collector);
  lines.forEach((line, at) => {
    decoder.push(Buffer.from(`${line}\n`, 'latin1'), at);
  });
  decoder.end(lines.length);
  const heard = collector.messages.map(({ message, meta }) => ({
    message: message as unknown as Fields,
    line: bare(lines[meta.receivedAt]!),
    bits: bitsOf(lines, meta.receivedAt),
  }));
  const rejected = collector.rejections.filter(({ text, receivedAt }) =>
    bare(lines[receivedAt]!).startsWith(text.trim()),
  );
  return { heard, rejected: new Set(rejected.map(({ receivedAt }) => receivedAt)) };
}

/** Length of the message that ends at a line, when the sentences before it are its other parts. */
function bitsOf(lines: readonly string[], last: number): number | undefined {
  const total = Number(bare(lines[last]!).split(',')[1]);
  let bits = 0;
  for (let number = 1; number <= total; number++) {
    const fields = bare(lines[last - total + number] ?? '').split(',');
    if (Number(fields[1]) !== total || Number(fields[2]) !== number) return undefined;
    bits += fields[5]!.length * 6 - Number(fields[6]![0]);
  }
  return bits;
}

function bare(line: string): string {
  return line.replace(/^\\[^\\]*\\/, '');
}

/** Sentences for gpsdecode: without tag blocks, and without those that we reject, whose reasons have their own tests. */
function sentencesFor(lines: readonly string[], rejected: ReadonlySet<number>): string[] {
  return lines
    .filter((_, at) => !rejected.has(at))
    .map(bare)
    .filter((line) => /^!..VD[MO]/.test(line));
}

/** Lengths in bits that gpsd 3.22 takes, where ours go further: surplus is ignored, and what is cut off is absent. */
const gpsdLengths: Record<number, [fewest: number, most: number]> = {
  7: [72, 168],
  13: [72, 168],
  15: [88, 168],
  16: [96, 168],
  20: [72, 186],
  21: [272, 368],
  23: [160, 4096],
  25: [80, 168],
  26: [60, 1004],
};

/** Why gpsd doesn't give a message that we give; undefined when there is no reason. */
function whyOnlyOurs({ message, line, bits }: Heard): string | undefined {
  const [formatter, total, , , channel] = line.split(',');
  if (/^!(?:--|=I)/.test(formatter!)) return 'talker that gpsd does not take for AIS';
  if (channel === '0' || channel === 'C') return 'channel that gpsd does not know';
  if (total !== '1' && bits === undefined)
    return 'parts of several messages interleaved: gpsd has one place for a channel';
  const [fewest, most] = gpsdLengths[message.type as number] ?? [0, 4096];
  if (bits === undefined) return undefined;
  if (message.type === 26 && message.radio === undefined) return 'type 26 without room for its communication state';
  if (message.type === 27 && bits !== 96 && bits !== 168) return 'length that gpsd does not take';
  return bits < fewest || bits > most ? 'length that gpsd does not take' : undefined;
}

/** Pairs both sides in order; what is left on ours must have a reason. Type 24 apart, which gpsd holds back. */
function compare(
  heard: readonly Heard[],
  theirs: readonly Fields[],
): { compared: number; reasons: Record<string, number> } {
  const reasons: Record<string, number> = {};
  let at = 0;
  for (const one of heard) {
    const their = theirs[at];
    if (their && their.type === one.message.type && their.mmsi === one.message.mmsi) {
      expect(unexplained(one.message, their, one.bits).join('; '), `${one.line}\n${JSON.stringify(their)}`).to.equal(
        '',
      );
      at++;
      continue;
    }
    const why = whyOnlyOurs(one);
    expect(why, `only we give ${JSON.stringify(one)}, gpsd goes on with ${JSON.stringify(their)}`).not.to.equal(
      undefined,
    );
    reasons[why!] = (reasons[why!] ?? 0) + 1;
  }
  expect(theirs.slice(at), 'only gpsd gives').to.deep.equal([]);
  return { compared: at, reasons };
}

/** gpsd joins both halves of type 24: each must be one of ours. */
function comparePairs(halves: readonly Heard[], joined: readonly Fields[]): void {
  for (const { shipname, ...details } of joined) {
    const own = halves.map(({ message }) => message).filter(({ mmsi }) => mmsi === details.mmsi);
    const isNamed = own.some(({ part, shipname: name }) => part === 'A' && (name ?? '') === shipname);
    const differing = own.filter(({ part }) => part === 'B').map((half) => unexplained(half, details));
    expect(isNamed, JSON.stringify({ shipname, own })).to.equal(true);
    expect(
      differing.find((one) => one.length === 0),
      JSON.stringify(differing),
    ).not.to.equal(undefined);
  }
}

function check(lines: readonly string[]): { compared: number; reasons: Record<string, number> } {
  const { heard, rejected } = decodeLines(lines);
  const theirs = gpsdecode(sentencesFor(lines, rejected));
  const is24 = (message: Fields): boolean => message.type === 24;
  comparePairs(
    heard.filter(({ message }) => is24(message)),
    theirs.filter(is24),
  );
  return compare(
    heard.filter(({ message }) => !is24(message)),
    theirs.filter((message) => !is24(message)),
  );
}

function dataOfOnes(bits: number): string {
  return `${bits}:${'ff'.repeat(bits / 8)}`;
}

function linesOf(name: string): string[] {
  const file = readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
  const bytes = name.endsWith('.gz') ? gunzipSync(file) : file;
  return bytes.toString('latin1').split(/\r?\n/);
}

describe('AIS against gpsdecode', function () {
  this.timeout(120_000);

  before(function () {
    if (!hasGpsdecode()) this.skip();
  });

  const talker = 'talker that gpsd does not take for AIS';
  const channel = 'channel that gpsd does not know';
  const length = 'length that gpsd does not take';
  const noState = 'type 26 without room for its communication state';
  const logs: [name: string, compared: number, onlyOurs: Record<string, number>][] = [
    ['kystverket_1000.nm4', 871, {}],
    ['australia-2012.nmea.gz', 32_115, { [talker]: 1442, [channel]: 62, [length]: 9 }],
    ['us-coast-sar.nmea.gz', 12_739, { [length]: 2, [noState]: 1 }],
  ];
  for (const [name, compared, reasons] of logs) {
    it(`agrees on every message of ${name}`, () => {
      expect(check(linesOf(name))).to.deep.equal({ compared, reasons });
    });
  }

  it('agrees on every payload vector', () => {
    // One file for all of them: parts of different vectors must not meet.
    const lines = payloadVectors.flatMap((vector) => vector.lines);
    expect(check(lines)).to.deep.equal({ compared: 317, reasons: { [length]: 8, [noState]: 1 } });
  });

  it('agrees on the ends of scales', () => {
    const mmsi = 574_000_001;
    const hectopascals = (raw: number): string => withBits(dataOfOnes(304), 126, 9, raw);
    const ends: EncodableAis[] = [
      ...[102.1, 102.2, undefined].map((speed) => ({ type: 1, mmsi, speed }) as const),
      ...[102.1, 102.2, undefined].map((speed) => ({ type: 18, mmsi, speed }) as const),
      ...[1021, 1022, undefined].map((speed) => ({ type: 9, mmsi, speed }) as const),
      ...[4093, 4094, undefined].map((alt) => ({ type: 9, mmsi, alt }) as const),
      ...[61, 62, undefined].map((speed) => ({ type: 27, mmsi, speed }) as const),
      ...Array.from({ length: 16 }, (_, status) => ({ type: 27, mmsi, status }) as const),
      ...[0, 1, 401, 402, 403, 511].map(
        (raw) => ({ type: 8, mmsi, dac: 1, fid: 31, data: hectopascals(raw) }) as const,
      ),
      // The number that ships without one send: eight zeros.
      { type: 8, mmsi, dac: 200, fid: 10, data: `112:${'c30c'.repeat(3)}${'0'.repeat(16)}` },
    ];
    const lines = ends.flatMap((message) => encodeAis(message));
    expect(check(lines)).to.deep.equal({ compared: ends.length, reasons: {} });
  });

  // Also cut in the middle of a field.
  const anyLength: Record<number, Range> = {
    7: { from: 72, to: 168 },
    13: { from: 72, to: 168 },
    15: { from: 88, to: 168 },
    16: { from: 96, to: 168 },
    20: { from: 72, to: 186 },
  };
  // gpsd has no type 28, and of type 24 only what it joined.
  const types = Object.keys(standardLengths)
    .map(Number)
    .filter((type) => type !== 24 && type !== 28);
  for (const type of types) {
    it(`agrees on any bits of type ${type}`, () => {
      const messages = fc.sample(anyBits(type, anyLength[type]), { numRuns: 300, seed: 7 });
      const lines = messages.flatMap((bits, i) => sentencesOf(bits, i));
      expect(check(lines)).to.deep.equal({ compared: messages.length, reasons: {} });
    });
  }

  for (const [name, arbitrary] of Object.entries(applicationBits)) {
    it(`agrees on any bits of ${name}`, () => {
      const messages = fc.sample(arbitrary, { numRuns: 300, seed: 7 });
      const lines = messages.flatMap((message, i) => encodeAis(message, { sequence: i % 10 }));
      expect(check(lines)).to.deep.equal({ compared: messages.length, reasons: {} });
    });
  }

  it('needs every difference that is listed', () => {
    expect(
      differences.filter((row) => !used.has(row)).map(({ why, types, fields }) => ({ why, types, fields })),
    ).to.deep.equal([]);
  });
});
