/** What the encoder writes, the decoder reads, and what the decoder reads, the encoder writes: all 28 types. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { type EncodableAis, encodeAis } from '../../decoders/ais/encoder.ts';
import { armourToBits } from '../../decoders/ais/six-bit.ts';
import { anyBits, sentencesOf, standardLengths } from './any-bits.ts';
import { messages } from './any-message.ts';
import { decodeAll } from './collect.ts';
import { fieldAt, texts } from './message-layouts.ts';

type Fields = Record<string, unknown>;

const logs = ['kystverket_1000.nm4', 'australia-2012.nmea.gz', 'us-coast-sar.nmea.gz'];

function readLog(name: string): Uint8Array {
  const file = readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
  return name.endsWith('.gz') ? gunzipSync(file) : file;
}

const types = Object.keys(standardLengths).map(Number);

function decoded(sentences: readonly string[]): Fields {
  const { messages: found, stats } = decodeAll(`${sentences.join('\n')}\n`);
  expect(stats.rejected, sentences.join(' ')).to.deep.equal({});
  expect(found).to.have.length(1);
  return found[0]!.message as unknown as Fields;
}

/** Bits that sentences carry, and their number. */
function bitsIn(sentences: readonly string[]): number[] {
  const parts = sentences.map((sentence) => sentence.split(','));
  const groups = parts.flatMap((part) => [...part[5]!].map((letter) => armourToBits[letter.charCodeAt(0)]!));
  const all = groups.flatMap((group) => [5, 4, 3, 2, 1, 0].map((shift) => (group >> shift) & 1));
  return all.slice(0, all.length - Number(parts.at(-1)![6]![0]));
}

/** What the decoder always gives, whether or not it was said. */
const zeros = new Set([
  'radio',
  'reserved',
  'regional',
  'ais_version',
  'aid_type',
  'model',
  'serial',
  'repeat',
  'seqno',
  'dest_mmsi',
  'dac',
  'fid',
  'channel_a',
  'channel_b',
  'txrx',
  'zonesize',
  'restricted',
  'station_type',
  'iala_mrn',
  'dimension',
  'dimensions_a',
  'dimensions_b',
  'station_status',
  'status_bits',
]);
/** Made from other fields. */
const derived = new Set(['timestamp', 'eta']);

function isDefault(name: string, value: unknown): boolean {
  if (value === false || name === 'class' || derived.has(name)) return true;
  if (name === 'dte') return value === 1;
  if (name === 'cs') return value === true;
  return value === 0 && zeros.has(name);
}

const hull = ['to_bow', 'to_stern', 'to_port', 'to_starboard'];

/** A half-given hull is a hull whose other sides are 0, and one of zeros is none. */
function withWholeHull(message: object): Fields {
  const given = hull.some((side) => side in message);
  const whole: Fields = given ? { ...Object.fromEntries(hull.map((side) => [side, 0])), ...message } : { ...message };
  if (given && hull.every((side) => whole[side] === 0)) for (const side of hull) delete whole[side];
  return whole;
}

describe('encodeAis', function () {
  this.timeout(120_000);

  for (const [name, arbitrary] of Object.entries(messages)) {
    it(`is undone by the decoder: ${name}`, () => {
      fc.assert(
        fc.property(arbitrary, fc.integer({ min: 0, max: 9 }), (message, sequence) => {
          const sent = withWholeHull(message);
          const got = decoded(encodeAis(message as EncodableAis, { sequence }));
          for (const [key, value] of Object.entries(sent)) expect(got[key], key).to.equal(value);
          for (const [key, value] of Object.entries(got)) {
            if (!(key in sent)) expect(isDefault(key, value), `${key}: ${value}`).to.equal(true);
          }
        }),
      );
    });
  }

  it('is tried with every type', () => {
    const tried = new Set<number>();
    for (const arbitrary of Object.values(messages)) {
      for (const { type } of fc.sample(arbitrary, { numRuns: 30, seed: 1 }) as { type: number }[]) tried.add(type);
    }
    expect([...tried].sort((a, b) => a - b)).to.deep.equal(types);
  });

  for (const type of types) {
    it(`undoes the decoder: any bits of type ${type}`, () => {
      fc.assert(
        fc.property(anyBits(type), (bits) => {
          const message = decoded(sentencesOf(bits));
          const written = encodeAis(message as unknown as EncodableAis);
          expect(decoded(written)).to.deep.equal(message);
          expect(encodeAis(decoded(written) as unknown as EncodableAis)).to.deep.equal(written);
          expect(lost(message, bits, bitsIn(written))).to.deep.equal([]);
        }),
        { numRuns: 300 },
      );
    });
  }

  it('undoes the decoder on every message of the logs', () => {
    let cut = 0;
    const found = logs.flatMap((name) => decodeAll(readLog(name)).messages);
    for (const { message } of found) {
      const again = decoded(encodeAis(message as unknown as EncodableAis));
      const given = message as unknown as Fields;
      const changed = Object.keys(given).filter((key) => JSON.stringify(given[key]) !== JSON.stringify(again[key]));
      if (changed.length > 0) expect.fail(`${changed} of ${JSON.stringify(message)}`);
      // A message that was cut comes back whole, its last fields saying nothing.
      if (Object.keys(again).length > Object.keys(message).length) cut++;
    }
    expect({ messages: found.length, cut }).to.deep.equal({ messages: 47_616, cut: 2 });
  });

  it('writes times of class A voyages and base stations', () => {
    const eta = { month: 5, day: 6, hour: 7, minute: 8 };
    const voyage = decoded(encodeAis({ type: 5, mmsi: 574000001, ...eta }));
    expect(voyage).to.include({ eta: '05-06T07:08Z', ...eta });
    const utc = { year: 2024, month: 2, day: 29, hour: 23, minute: 59, second: 58 };
    const base = decoded(encodeAis({ type: 4, mmsi: 5740001, ...utc }));
    expect(base).to.include({ timestamp: '2024-02-29T23:59:58Z', ...utc });
    const never = decoded(encodeAis({ type: 4, mmsi: 5740001, ...utc, year: 2023 }));
    expect(never).not.to.have.property('timestamp');
  });

  it('says nothing where nothing is known', () => {
    const text = JSON.stringify(decoded(encodeAis({ type: 1, mmsi: 574000001 })));
    expect(text).to.equal(
      '{"class":"AIS","type":1,"repeat":0,"mmsi":574000001,"accuracy":false,"raim":false,"radio":0}',
    );
  });

  it('leaves out data that are no data', () => {
    for (const data of ['', 'ff', '8:zz', '-8:ff', '1e9:ff', ':']) {
      expect(decoded(encodeAis({ type: 8, mmsi: 1, dac: 1000, fid: 1, data }))).not.to.have.property('data');
    }
    expect(decoded(encodeAis({ type: 8, mmsi: 1, dac: 1000, fid: 1, data: '999999999:ff' })).data).to.equal('8:ff');
  });

  it('keeps within 82 characters and joins its parts by group', () => {
    const sentences = encodeAis(
      { type: 5, mmsi: 574000001, shipname: 'BD 91234 TS' },
      { tag: { time: 1_700_000_000, station: 'QN1' }, sequence: 3, channel: 'B' },
    );
    expect(sentences).to.have.length(2);
    for (const sentence of sentences) expect(sentence.slice(sentence.indexOf('!')).length).to.be.at.most(80);
    const { messages: found, stats } = decodeAll(sentences.join('\n'));
    expect(found[0]!.meta).to.deep.include({
      stationTime: 1_700_000_000_000,
      station: 'QN1',
      channel: 'B',
      group: '1003',
    });
    expect(stats.damaged).to.deep.equal({});
  });
});

/**
 * Fields of which decoding and encoding changed bits. Spare bits may change, and those of a field that the decoder gives
 * as absent: there are several ways to say nothing, and a text may be padded in two. What a message carries behind its
 * last field is left out.
 */
function lost(message: Fields, before: readonly number[], after: readonly number[]): string[] {
  const changed = new Set<string>();
  for (let bit = 0; bit < Math.min(before.length, after.length); bit++) {
    if (before[bit] === after[bit]) continue;
    const name = fieldAt(message, bit);
    if (name === undefined || texts.has(name)) continue;
    // 0.04° a minute, the slowest turn that can be sent, is given as 0.0.
    if (name === 'turn' && message.turn === 0) continue;
    if (name in message || name === 'header' || name === 'all') changed.add(`${name} (bit ${bit})`);
  }
  for (let bit = after.length; bit < before.length; bit++) {
    const name = fieldAt(message, bit);
    if (name !== undefined && !texts.has(name) && name in message) changed.add(`${name} cut off`);
  }
  return [...changed];
}
