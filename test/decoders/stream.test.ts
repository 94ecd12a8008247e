/** Streams as networks deliver them: cut anywhere, interrupted by a restart, damaged. */

import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { createDecoder, type DecoderFormat } from '../../decoders/registry.ts';
import type { StreamDecoder } from '../../decoders/report.ts';
import { bytesOf, Collector, decodeAll, NOW } from './collect.ts';
import { samples } from './samples.ts';
import { framingVectors, vmsVectors } from './vectors.ts';

const nmea = bytesOf(framingVectors.map(({ lines }) => lines.join('\r\n')).join('\r\n'));
const naf = bytesOf(
  vmsVectors
    .filter(({ format }) => format === 'NAF')
    .map(({ raw }, at) => (at % 3 === 1 ? encodeURIComponent(raw) : raw))
    .join('\r\n'),
);
/** Sentences that never end a line, and one that never ends. */
const endless = bytesOf(
  `${framingVectors[0]!.lines[0]!.trim().repeat(60)}!AIVDM,1,1,,A,${'0'.repeat(3000)}${framingVectors[0]!.lines[0]!}`,
);

const streams: [string, DecoderFormat, Uint8Array][] = [
  ['NMEA', 'nmea', nmea],
  ['NMEA, sniffed', 'auto', nmea],
  ['NMEA without line ends', 'nmea', endless],
  ['NAF', 'naf', naf],
  ['NAF, sniffed', 'auto', naf],
  ...(Object.keys(samples) as (keyof typeof samples)[])
    .filter((format) => format !== 'nmea' && format !== 'naf')
    .map((format): [string, DecoderFormat, Uint8Array] => [format, format, samples[format]]),
  ['a workbook', 'csv', readFileSync(new URL('../fixtures/positions-1904.xlsx', import.meta.url))],
];

describe('A stream', function () {
  this.timeout(60_000);

  for (const [name, format, bytes] of streams) {
    const uncut = decodeAll(bytes, format);

    it(`gives the same however it is cut: ${name}`, () => {
      expect(uncut.messages).not.to.have.length(0);
      const single = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
      expect(decodeAll(single, format)).to.deep.equal(uncut);
      fc.assert(
        fc.property(fc.array(fc.nat(bytes.length), { maxLength: 30 }), (cuts) => {
          const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
          const chunks = edges.slice(1).map((to, at) => bytes.subarray(edges[at], to));
          expect(decodeAll(chunks, format)).to.deep.equal(uncut);
        }),
        { numRuns: 50 },
      );
    });

    it(`goes on after a restart at any byte: ${name}`, () => {
      const collector = new Collector();
      const restarted = (decoder: StreamDecoder) => {
        const state = JSON.parse(JSON.stringify(decoder.save()));
        const next = createDecoder(format, collector);
        next.restore(state);
        return next;
      };
      let decoder = createDecoder(format, collector);
      for (let at = 0; at < bytes.length; at++) {
        decoder.push(bytes.subarray(at, at + 1), NOW);
        decoder = restarted(decoder);
      }
      decoder.end(NOW);
      expect(collector.messages).to.deep.equal(uncut.messages);
      expect(collector.rejections).to.deep.equal(uncut.rejected);
      expect(collector.damages).to.deep.equal(uncut.damaged);
      expect(decoder.stats.pending).to.equal(uncut.stats.pending);
    });

    it(`never throws, whatever is damaged: ${name}`, () => {
      const damage = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 200 });
      fc.assert(
        fc.property(damage, fc.nat(bytes.length), (changes, from) => {
          const damaged = Uint8Array.from(bytes);
          for (const [at, byte] of changes) damaged[at] = byte;
          decodeAll(damaged.subarray(from), format);
        }),
        { numRuns: 200 },
      );
      fc.assert(fc.property(fc.uint8Array({ maxLength: 5000 }), (noise) => void decodeAll(noise, format)));
    });
  }

  it('counts every sentence once: in a message, rejected or waiting', () => {
    const log = readFileSync(new URL('../fixtures/kystverket_1000.nm4', import.meta.url));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(log.length - 1), fc.nat(255)), { maxLength: 300 }), (changes) => {
        const damaged = Uint8Array.from(log);
        for (const [at, byte] of changes) damaged[at] = byte;
        const { stats, messages } = decodeAll(damaged);
        const rejected = Object.values(stats.rejected).reduce((sum, count) => sum + count, 0);
        expect(messages.length).to.be.at.most(stats.sentences);
        expect(messages.length + rejected + stats.pending).to.be.at.most(stats.sentences);
        // No message of this log has more than two parts.
        expect(2 * messages.length + rejected + stats.pending).to.be.at.least(stats.sentences);
      }),
      { numRuns: 30 },
    );
  });

  it('never gives a message for a wrong checksum', () => {
    const sentence = '!AIVDM,1,1,,A,13nN34?000QFpgRWnQLLSPpF00SO,0*1F';
    fc.assert(
      fc.property(fc.integer({ min: 1, max: sentence.length - 4 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = bytesOf(sentence);
        bytes[at] = bytes[at]! ^ flip;
        expect(decodeAll(bytes).messages).to.have.length(0);
      }),
      { numRuns: 2000 },
    );
    for (let sum = 0; sum < 256; sum++) {
      const hex = sum.toString(16).padStart(2, '0');
      expect(decodeAll(`${sentence.slice(0, -2)}${hex}`).messages.length).to.equal(sum === 0x1f ? 1 : 0);
    }
  });

  it('takes a datagram as complete in itself', () => {
    const collector = new Collector();
    const decoder = createDecoder('nmea', collector);
    decoder.push(bytesOf('!AIVDM,1,1,,A,13nN34?000QFpgRWnQLLSPpF00SO,0*1F'), NOW, true);
    expect(collector.messages).to.have.length(1);
    decoder.push(bytesOf('!AIVDM,1,1,,A,13nN34'), NOW, true);
    decoder.push(bytesOf('?000QFpgRWnQLLSPpF00SO,0*1F'), NOW, true);
    expect(collector.messages).to.have.length(1);
    expect(decoder.stats.rejected).to.deep.equal({ 'no-checksum': 1 });
  });
});
