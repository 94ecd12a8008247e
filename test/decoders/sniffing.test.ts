/** Streams whose format nobody has named: told apart, and told again when they change. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { createDecoder, type DecoderFormat, decoderFormats } from '../../decoders/registry.ts';
import type { StreamDecoder } from '../../decoders/report.ts';
import { encodeNaf } from '../../decoders/vms/naf.ts';
import { bytesOf, Collector, decodeAll, NOW } from './collect.ts';
import { samples } from './samples.ts';

const names = Object.keys(samples) as (keyof typeof samples)[];

function joined(...formats: (keyof typeof samples)[]): Uint8Array {
  return Buffer.concat(formats.map((format) => samples[format]));
}

/** What the formats' own decoders make of the same. */
function apart(...formats: (keyof typeof samples)[]) {
  const all = formats.map((format) => decodeAll(samples[format], format));
  return {
    messages: all.flatMap(({ messages }) => messages),
    rejected: all.flatMap(({ rejected }) => rejected),
    sentences: all.reduce((sum, { stats }) => sum + stats.sentences, 0),
  };
}

function cutInto(bytes: Uint8Array, edges: readonly number[]): Uint8Array[] {
  return [0, ...edges].map((from, at) => bytes.subarray(from, edges[at] ?? bytes.length));
}

function expectLike(
  collected: ReturnType<typeof decodeAll>,
  { messages, rejected, sentences }: ReturnType<typeof apart>,
): void {
  expect(collected.messages).to.deep.equal(messages);
  expect(collected.rejected).to.deep.equal(rejected);
  expect(collected.stats).to.deep.include({ sentences, messages: messages.length, pending: 0 });
  const counted = Object.values(collected.stats.rejected).reduce((sum, count) => sum + count, 0);
  expect(counted).to.equal(rejected.length);
}

describe('A stream that nobody has named', function () {
  this.timeout(120_000);

  it('has a sample of every format', () => {
    expect(names).to.include.members(decoderFormats.filter((format) => format !== 'auto'));
  });

  for (const name of names) {
    it(`is told by itself: ${name}`, () => {
      const expected = apart(name);
      expect(expected.messages).not.to.have.length(0);
      expectLike(decodeAll(samples[name], 'auto'), expected);
      expectLike(decodeAll(cutInto(samples[name], Array.from(samples[name].keys()).slice(1)), 'auto'), expected);
    });
  }

  for (const first of names) {
    it(`that changes from ${first} loses nothing and counts nothing twice`, () => {
      for (const second of names.filter((name) => name !== first)) {
        const bytes = joined(first, second);
        const expected = apart(first, second);
        try {
          expectLike(decodeAll(bytes, 'auto'), expected);
          expectLike(decodeAll(cutInto(bytes, Array.from(bytes.keys()).slice(1)), 'auto'), expected);
          fc.assert(
            fc.property(fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 6 }), (edges) => {
              expectLike(
                decodeAll(
                  cutInto(
                    bytes,
                    edges.sort((a, b) => a - b),
                  ),
                  'auto',
                ),
                expected,
              );
            }),
            { numRuns: 30 },
          );
        } catch (error) {
          throw new Error(`${first} → ${second}: ${error instanceof Error ? error.message : error}`, { cause: error });
        }
      }
    });
  }

  it('changes back and forth', () => {
    const order: (keyof typeof samples)[] = [
      'nmea',
      'naf',
      'nmea',
      'csv',
      'json',
      'naf',
      'signalk',
      'nmea',
      'vn1008',
      'csv',
    ];
    const pieces = order.map((format) => samples[format]);
    expectLike(decodeAll(pieces, 'auto'), apart(...order));
  });

  it('goes on after a restart at any byte, also in the middle of a change', () => {
    for (const [first, second] of [
      ['nmea', 'naf'],
      ['csv', 'nmea'],
      ['naf', 'json'],
      ['json', 'csv'],
      ['vn1008', 'signalk'],
    ] as const) {
      const bytes = joined(first, second);
      const expected = apart(first, second);
      const collector = new Collector();
      let decoder: StreamDecoder = createDecoder('auto', collector);
      for (let at = 0; at < bytes.length; at++) {
        decoder.push(bytes.subarray(at, at + 1), NOW);
        const state = JSON.parse(JSON.stringify(decoder.save()));
        decoder = createDecoder('auto', collector);
        decoder.restore(state);
      }
      decoder.end(NOW);
      expect(collector.messages, `${first} → ${second}`).to.deep.equal(expected.messages);
      expect(collector.rejections, `${first} → ${second}`).to.deep.equal(expected.rejected);
    }
  });

  it('keeps fragments of a message over a piece of another format', () => {
    const lines = readFileSync(new URL('../fixtures/kystverket_1000.nm4', import.meta.url), 'latin1').split('\n');
    const at = lines.findIndex((line) => /^\\g:1-2/.test(line) || /VDM,2,1,/.test(line));
    const [one, two] = [lines[at]!, lines.slice(at + 1).find((line) => /VDM,2,2,/.test(line))!];
    const pieces = [`${one}\n`, samples.naf.toString('latin1'), `${two}\n`];
    const { messages } = decodeAll(pieces.join(''), 'auto');
    expect(messages.filter(({ message }) => message.class === 'AIS')).to.have.length(1);

    const collector = new Collector();
    let decoder = createDecoder('auto', collector);
    for (const piece of pieces) {
      decoder.push(bytesOf(piece), NOW);
      const state = JSON.parse(JSON.stringify(decoder.save()));
      decoder = createDecoder('auto', collector);
      decoder.restore(state);
    }
    decoder.end(NOW);
    expect(collector.messages.map(({ message }) => message.class)).to.deep.equal(['VMS', 'VMS', 'VMS', 'AIS']);
  });

  it('changes wherever the other format begins, behind any noise and on the same line', () => {
    const sentence = '!AIVDM,1,1,,A,13nN34?000QFpgRWnQLLSPpF00SO,0*1F';
    const record = encodeNaf({ type: 'POS', callsign: 'XVAB', time: '2026-03-01T01:15:30Z', lat: 15.5, lon: 108.6 });
    for (const noise of [
      '',
      '\r\n',
      ...Array.from({ length: 24 }, (_, at) => 'x'.repeat(1985 + at)),
      'x'.repeat(9000),
    ]) {
      const text = `${sentence}${noise === '' ? '' : '\r\n'}${noise}${record}`;
      for (const size of [1, 7, 1000, text.length]) {
        const pieces = text.match(new RegExp(`.{1,${size}}|[\\r\\n]+`, 'g'))!.map(bytesOf);
        expect(
          decodeAll(pieces, 'auto').messages.map(({ message }) => message.class),
          `${noise.length}`,
        ).to.deep.equal(['AIS', 'VMS']);
      }
    }
  });

  it('keeps to its choice where two formats claim the same words', () => {
    const both = '{"name":"x","self":"vessels.urn:mrn:imo:mmsi:574000001","lat":1,"lon":2}\n';
    for (const first of ['', samples.json.toString('latin1'), samples.signalk.toString('latin1')]) {
      decodeAll(`${first}${both.repeat(3)}`, 'auto');
    }
  });

  it('is not led astray by what stands inside a text of the present format', () => {
    const record = encodeNaf({ type: 'POS', callsign: 'XVAB', time: '2026-03-01T01:15:30Z', lat: 15.5, lon: 108.6 });
    const rows = `2026-03-01 01:15;15.5;108.6;${record}\nbad;15.5;108.6;!AIVDM,1,1,,A,13nN34?000QFpgRWnQLLSPpF00SO,0*1F\n`;
    const table = `time;lat;lon;raw\n${rows.repeat(50)}`;
    for (const pieces of [[bytesOf(table)], table.match(/[\s\S]{1,13}/g)!.map(bytesOf)]) {
      const { messages, stats } = decodeAll(pieces, 'auto');
      expect(new Set(messages.map(({ message }) => message.class === 'VMS' && message.format))).to.deep.equal(
        new Set(['csv']),
      );
      expect(stats).to.deep.include({ sentences: 100, messages: 50, rejected: { 'bad-date': 50 } });
    }
  });

  it('tells each row of columns once', () => {
    const bytes = joined('nmea', 'naf', 'nmea');
    for (let cut = 1; cut < bytes.length; cut++) {
      let rows = 0;
      let messages = 0;
      const decoder = createDecoder('auto', {
        message: () => messages++,
        positions: ({ count }) => {
          rows += count;
        },
        rejected: () => {},
      });
      for (const piece of [bytes.subarray(0, cut), bytes.subarray(cut)]) decoder.push(piece, NOW);
      decoder.end(NOW);
      expect(decoder.stats.messages).to.equal(rows + messages);
      expect(rows).to.equal(4);
    }
  });

  it('takes each datagram for what it is', () => {
    const collector = new Collector();
    const decoder = createDecoder('auto', collector);
    const order: (keyof typeof samples)[] = ['nmea', 'naf', 'json', 'nmea', 'signalk', 'vn1008', 'ais-json'];
    for (const format of order) decoder.push(samples[format], NOW, true);
    expect(collector.messages).to.deep.equal(apart(...order).messages);
    expect(collector.rejections).to.deep.equal(apart(...order).rejected);
  });

  it('shows a rejection that is surely its own at once, and any other no later than the end', () => {
    const collector = new Collector();
    const decoder = createDecoder('auto', collector);
    decoder.push(
      Buffer.from('!AIVDM,1,1,,A,13nN34?000QFpgRWnQLLSPpF00SO,0*1F\n!AIVDM,1,1,,A,13nN34?000QFpgRWnQLLSPpF00SO,0*00\n'),
      NOW,
    );
    expect(collector.rejections.map(({ reason }) => reason)).to.deep.equal(['checksum']);
    decoder.push(samples.csv, NOW);
    decoder.push(Buffer.from('x;y;z\n'), NOW);
    decoder.end(NOW);
    expect(collector.rejections).to.have.length(1 + apart('csv').rejected.length + 1);
  });

  it('never throws and stays small, whatever arrives', () => {
    const chunk = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .constantFrom(...names)
        .chain((name) =>
          fc
            .tuple(fc.nat(samples[name].length), fc.nat(400))
            .map(([from, size]) => samples[name].subarray(from, from + size)),
        ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(chunk, fc.boolean()), { maxLength: 30 }), (chunks) => {
        const collector = new Collector();
        const decoder = createDecoder('auto', collector);
        for (const [bytes, whole] of chunks) decoder.push(bytes, NOW, whole);
        expect(JSON.stringify(decoder.save()).length).to.be.below(400_000);
        decoder.end(NOW);
        const { stats } = decoder;
        expect(stats.messages).to.equal(collector.messages.length);
        expect(Object.values(stats.rejected).reduce((sum, count) => sum + count, 0)).to.equal(
          collector.rejections.length,
        );
        expect(stats.sentences).to.be.at.least(0);
      }),
      { numRuns: 300 },
    );
  });

  it('takes noise for NMEA, where it is at home, and still finds what begins after it', () => {
    const noise = Buffer.from('x'.repeat(5000));
    const { messages } = decodeAll([noise, samples.naf], 'auto');
    expect(messages).to.deep.equal(apart('naf').messages);
  });

  it('knows every format by name', () => {
    for (const format of decoderFormats) {
      const decoder = createDecoder(format as DecoderFormat, new Collector());
      expect(decoder.stats).to.deep.equal({ sentences: 0, messages: 0, rejected: {}, damaged: {}, pending: 0 });
    }
  });
});
