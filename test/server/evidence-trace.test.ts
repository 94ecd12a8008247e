/** Which bytes of the journal a fix comes from, over every way in which a stream may be cut and mixed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createDecoder, type DecoderFormat } from '../../decoders/registry.ts';
import type { Fix } from '../../geofences/fix.ts';
import { type Said, saidBy } from '../../server/evidence/archive/decode-again.ts';
import { type Traced, traceFixes } from '../../server/evidence/archive/trace.ts';
import { Journal } from '../../server/journal/journal.ts';
import { RecordType } from '../../server/journal/record.ts';
import { nafRecord } from './api-product.ts';

const NOW = Date.UTC(2026, 10, 25, 8, 5, 9);
const checksum = (text: string): string =>
  [...text]
    .reduce((sum, letter) => sum ^ letter.charCodeAt(0), 0)
    .toString(16)
    .toUpperCase()
    .padStart(2, '0');
const sentence = (body: string): string => `!${body}*${checksum(body)}`;
const tag = (text: string): string => `\\${text}*${checksum(text)}\\`;
const OURS = sentence('AIVDM,1,1,,A,15M67FC000G?ufbE`FepT@3n00Sa,0');
const OTHER = sentence('AIVDM,1,1,,B,13nN34?000QFpgRWnQLLSPpF00SO,0');

interface Arrival {
  bytes: Buffer | string;
  whole?: boolean;
  source?: number;
  at?: number;
}

describe('the bytes of a fix', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'haidang-trace-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Journals the arrivals, decodes each source as one stream, and traces what one sender's messages say. */
  async function traced(
    format: DecoderFormat,
    arrivals: Arrival[],
    name: string,
    segmentBytes?: number,
  ): Promise<Traced & { fixes: Fix[] }> {
    const journal = await Journal.open(folder, { onDurable: () => {}, ...(segmentBytes && { segmentBytes }) });
    const said: Said[] = [];
    const decoders = new Map<number, ReturnType<typeof createDecoder>>();
    for (const [index, { bytes, whole = false, source = 0, at = NOW + index * 1000 }] of arrivals.entries()) {
      const payload = Buffer.from(bytes as string, 'latin1');
      await journal.append({ type: RecordType.bytes, whole, feed: 1, source, receivedAt: at, payload });
      const sink = {
        message: (...heard: Parameters<typeof saidBy>) => said.push(...[saidBy(...heard)].flatMap((one) => one ?? [])),
        rejected() {},
      };
      const decoder = decoders.get(source) ?? createDecoder(format, sink);
      decoders.set(source, decoder);
      decoder.push(payload, at, whole);
    }
    await journal.close();
    const fixes = said.filter(({ names }) => names?.includes(name)).map(({ fix }) => fix);
    const feeds = new Map([[1, { name: 'x', format, options: {} }]]);
    return { ...traceFixes({ journalFolder: folder, fixes, aliases: new Set([name]), feeds }), fixes };
  }
  const textOf = ({ records }: Traced): string =>
    records.flatMap(({ slices }) => slices.map(({ data }) => data.toString('latin1'))).join('');
  const mmsi = (line: string): string => {
    let name = '';
    const sink = {
      message: (...heard: Parameters<typeof saidBy>) => (name = saidBy(...heard)?.names?.[0] ?? name),
      rejected() {},
    };
    createDecoder('nmea', sink).push(Buffer.from(`${line}\n`), NOW);
    return name;
  };

  it('are one sentence of many in a piece', async () => {
    const found = await traced('auto', [{ bytes: `${OTHER}\r\n${OURS}\r\n${OTHER}\r\n` }], mmsi(OURS));
    expect(found.fixes).to.have.length(1);
    expect(textOf(found)).to.equal(`${OURS}\r\n`);
    expect(found.shared).to.equal(0);
  });

  it('are found however a stream is cut, also over the border of two segments', async () => {
    const stream = `${OTHER}\r\n${OURS}\r\n${OTHER}\r\n`;
    for (let cut = 1; cut < stream.length; cut += 3) {
      rmSync(folder, { recursive: true, force: true });
      const halves = [{ bytes: stream.slice(0, cut) }, { bytes: stream.slice(cut) }];
      const isAcross = cut % 2 === 0;
      const arrivals = isAcross ? halves : [halves[0]!, { bytes: OTHER, source: 2 }, halves[1]!];
      const found = await traced('auto', arrivals, mmsi(OURS), isAcross ? 1 : undefined);
      expect(found.fixes, `cut ${cut}`).to.have.length(1);
      expect(found.raw[0], `cut ${cut}`).to.not.equal(undefined);
      expect(textOf(found).replace(/\r?\n?$/, ''), `cut ${cut}`).to.equal(OURS);
    }
  });

  it('bring along what the sentence needs: its tag block, its wrapper', async () => {
    const tagged = `${tag(`s:station,c:${NOW / 1000 - 300}`)}${OURS}`;
    const found = await traced('nmea', [{ bytes: `${OTHER}\r\n${tagged}\r\n` }], mmsi(OURS));
    expect(textOf(found)).to.equal(`${tagged}\r\n`);
    const apart = `${tag(`c:${NOW / 1000 - 300}`)}\r\n${OURS}\r\n`;
    const second = await traced('nmea', [{ bytes: apart, at: NOW + 60_000 }], mmsi(OURS));
    expect(second.raw[0]).to.not.equal(undefined);
  });

  it('are one NAF record, one row under its head, one object of a list', async () => {
    const naf = [nafRecord('NA-90123-TS', 17, 108, NOW), nafRecord('QNa-91234-TS', 15, 108, NOW)];
    const found = await traced('naf', [{ bytes: naf.join(''), whole: true }], 'reg:qna91234ts');
    expect(found.fixes, 'naf').to.have.length(1);
    expect(textOf(found)).to.equal(naf[1]);
    const json = `[${['NA-90123-TS', 'QNa-91234-TS'].map((registration) => JSON.stringify({ registration, lat: 15.5, lon: 108.5, time: new Date(NOW).toISOString() })).join(', ')}]`;
    const object = await traced('json', [{ bytes: json, whole: true }], 'reg:qna91234ts');
    expect(object.fixes, 'json').to.have.length(1);
    expect(textOf(object)).to.contain('QNa-91234-TS').and.not.to.contain('NA-90123-TS"');
    const table = [
      'registration,time,lat,lon',
      `NA-90123-TS,${new Date(NOW).toISOString()},17,108`,
      `QNa-91234-TS,${new Date(NOW).toISOString()},15,108`,
      '',
    ];
    const row = await traced('csv', [{ bytes: table.join('\n'), whole: true }], 'reg:qna91234ts');
    expect(row.fixes, 'csv').to.have.length(1);
    expect(textOf(row)).to.equal(`${table[0]}\n${table[2]}\n`);
  });

  it('are not claimed where none give the fix', async () => {
    const { fixes } = await traced('auto', [{ bytes: `${OURS}\r\n` }], mmsi(OURS));
    const feeds = new Map([[1, { name: 'x', format: 'auto' as const, options: {} }]]);
    const order = { journalFolder: folder, aliases: new Set([mmsi(OURS)]), feeds };
    expect(traceFixes({ ...order, fixes: [{ ...fixes[0]!, lon: 1 }] }).raw).to.deep.equal([undefined]);
    expect(traceFixes({ ...order, fixes, aliases: new Set(['mmsi:1']) }).raw).to.deep.equal([undefined]);
    expect(traceFixes({ ...order, fixes: [{ ...fixes[0]!, receivedAt: 5 }] }).raw).to.deep.equal([undefined]);
  });
});
