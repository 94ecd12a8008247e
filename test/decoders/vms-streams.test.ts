/** What holds for the decoder of every VMS format: any cut of the stream, restarts in the middle, noise, and malice. */
import { expect } from 'chai';
import fc from 'fast-check';
import { createDecoder, type DecoderFormat } from '../../decoders/index.ts';
import { bytesOf, Collector, NOW } from './collect.ts';
import { vmsVectors } from './vectors.ts';

const raw = (id: string): string => vmsVectors.find((vector) => vector.id === id)!.raw;
const binary = (id: string): string => Buffer.from(raw(id), 'hex').toString('latin1');

interface Sample {
  format: DecoderFormat;
  /** Good and bad records with noise between, one character a byte. */
  stream: string;
  messages: number;
  rejected: number;
  damaged: number;
}

const flux = raw('vms-032').replace(/<ns3:FLUXReportDocument>.*<\/ns3:FLUXReportDocument>/, '');
const inmarsat = binary('vms-030');
const directIp = binary('vms-031');

const samples: Sample[] = [
  {
    format: 'naf',
    stream: `x//${raw('vms-001')}\r\n${encodeURIComponent(raw('vms-002'))}//SR//TM/POS${raw('vms-011')}${raw('vms-018')}//`,
    messages: 3,
    rejected: 2,
    damaged: 0,
  },
  {
    format: 'flux',
    stream: `\xef\xbb\xbf${flux}POST >\r\n<?xml version="1.0"?>${flux.slice(0, 400)}${flux.replace('>5.3<', '>N5<')}<a/>${flux}\n`,
    messages: 2,
    rejected: 3,
    damaged: 0,
  },
  {
    format: 'inmarsat-c',
    stream: `Retrieving DNID data...\r\n${inmarsat}${inmarsat.slice(0, 9)}${inmarsat.slice(10)}${inmarsat.slice(0, 20)}${inmarsat.slice(21)}${inmarsat.slice(0, -3)}${inmarsat.slice(0, -5)}${inmarsat}\r\n> `,
    messages: 4,
    rejected: 2,
    damaged: 1,
  },
  {
    format: 'directip',
    stream: `\x01\x01${directIp}\x01\0\x35\x01\0${directIp.replace('\0\x35', '\0\x34')}${directIp}${directIp.slice(0, 30)}`,
    messages: 2,
    rejected: 2,
    damaged: 0,
  },
];

function decode(format: DecoderFormat, chunks: readonly string[], restart = false): Collector & { sentences: number } {
  const collector = new Collector();
  let decoder = createDecoder(format, collector);
  let sentences = 0;
  for (const chunk of chunks) {
    decoder.push(bytesOf(chunk), NOW);
    if (!restart) continue;
    sentences += decoder.stats.sentences;
    const state = JSON.parse(JSON.stringify(decoder.save()));
    decoder = createDecoder(format, collector);
    decoder.restore(state);
  }
  decoder.end(NOW);
  sentences += decoder.stats.sentences;
  return Object.assign(collector, { sentences });
}

const cut = (text: string, size: number): string[] => text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];

for (const { format, stream, messages, rejected, damaged } of samples) {
  describe(`A ${format} stream`, function () {
    this.timeout(120_000);
    const whole = decode(format, [stream]);
    const expected = JSON.stringify(whole);
    const same = (chunks: readonly string[], restart: boolean): void => {
      expect(JSON.stringify(decode(format, chunks, restart)), `cut at ${chunks[0]!.length}`).to.equal(expected);
    };

    it('has what it should', () => {
      expect(whole.messages).to.have.length(messages);
      expect(whole.rejections).to.have.length(rejected);
      expect(whole.damages).to.have.length(damaged);
      expect(whole.sentences).to.equal(messages + rejected);
    });

    it('says the same wherever it is cut, with or without a restart there', () => {
      for (let at = 1; at < stream.length; at++) {
        const chunks = [stream.slice(0, at), stream.slice(at)];
        same(chunks, false);
        same(chunks, true);
      }
    });

    it('says the same byte by byte', () => same([...stream], false));

    it('may come whole, piece by piece that is complete in itself', () => {
      const collector = new Collector();
      const decoder = createDecoder(format, collector);
      for (let i = 0; i < 3; i++) decoder.push(bytesOf(stream), NOW, true);
      expect(collector.messages).to.have.length(3 * messages);
      expect(collector.rejections).to.have.length(3 * rejected);
    });

    it('never throws, counts everything, and remembers no more than a record', () => {
      const noise = fc.oneof(
        fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
        fc.constantFrom(
          ...'<>/&;"\'',
          '//',
          '//SR//',
          '//ER//',
          '<!--',
          '<![CDATA[',
          '<?xml ',
          '\x01',
          '\x01T&T\x01\x16',
        ),
      );
      const part = fc.tuple(fc.nat(stream.length), fc.nat(400)).map(([at, length]) => stream.slice(at, at + length));
      const pieces = fc.array(fc.oneof(noise, part, fc.constant(stream)), { maxLength: 12 });
      fc.assert(
        fc.property(pieces, fc.integer({ min: 1, max: 50 }), (parts, size) => {
          const text = parts.join('');
          const result = decode(format, [text]);
          expect(result.sentences).to.equal(result.messages.length + result.rejections.length);
          expect(decode(format, cut(text, size))).to.deep.equal(result);
          expect(decode(format, cut(text, 20 * size), true)).to.deep.equal(result);
          for (const { text: kept } of result.rejections) expect(kept.length).to.be.at.most(200);
        }),
        { numRuns: 200 },
      );
    });

    it('is bounded whatever comes', () => {
      const limits: Partial<Record<DecoderFormat, number>> = { flux: 1_048_576, naf: 16_384 };
      for (const unit of [
        stream.slice(0, 30),
        '<a ',
        '<Envelope><!-- ',
        '//SR//TM/',
        '\x01T&T\x02\x19',
        directIp.slice(0, 28),
        'x',
      ]) {
        const decoder = createDecoder(format, new Collector());
        let most = 0;
        const chunk = bytesOf(unit.repeat(Math.ceil(100_000 / unit.length)));
        for (let pushed = 0; pushed < 1_500_000; pushed += chunk.length) {
          decoder.push(chunk, NOW);
          most = Math.max(most, ...Object.values(decoder.save()).map((value) => String(value).length));
        }
        expect(most, unit).to.be.at.most(limits[format] ?? 4096);
      }
    });
  });
}
