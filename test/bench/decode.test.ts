/** `haidang bench decode` as scripts use it, on a small log: what it prints, not how fast anything is. */

import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadCorpus } from '../../bench/decode/corpus.ts';
import { need } from '../needs.ts';
import { haidang, removeFolder, temporaryFolder } from '../product.ts';

const log = 'test/fixtures/kystverket_1000.nm4';
const POSITION = '!AIVDM,1,1,,A,13nN34?000QFpgRWnQLLSPpF00SO,0*1F';
const PARTS = [
  '!AIVDM,2,1,3,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1E',
  '!AIVDM,2,2,3,A,88888888880,2*27',
];

interface Row {
  name: string;
  sentencesPerSecond: number;
  medianSentencesPerSecond: number;
  messages: number;
  peakRssMb: number;
  bytesPerSentence: number;
}

describe('haidang bench decode', () => {
  const folder = temporaryFolder();
  after(() => removeFolder(folder));

  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, 'latin1');
    return path;
  };

  it('measures decoders on the same sentences and says how ours stands to the others', () => {
    const args = ['--json', '--rounds', '1', '--sentences', '2500', '--corpus', log];
    const { out, code } = haidang(['bench', 'decode', ...args, '--only', 'ggencoder,haidang,haidang-columns']);
    expect(code).to.equal(0);
    const result = JSON.parse(out);
    expect(result).to.deep.include({ bench: 'decode', node: process.version, rounds: 1, skipped: {} });
    expect(result.cpu).to.be.a('string').and.not.equal('');
    expect(result.corpus).to.deep.include({ sentences: 3000, repeats: 3 });
    const rows: Row[] = result.results;
    // 877 of 1,000 sentences are whole messages or end one; ggencoder knows fewer types.
    expect(rows.map(({ name }) => name)).to.deep.equal(['haidang', 'haidang-columns', 'ggencoder']);
    expect(rows.map(({ messages }) => messages).slice(0, 2)).to.deep.equal([3 * 877, 3 * 877]);
    expect(rows[2]!.messages).to.be.within(2000, 3 * 877);
    for (const { name, messages: _, ...figures } of rows) {
      const all = [figures.sentencesPerSecond, figures.medianSentencesPerSecond, figures.peakRssMb];
      for (const figure of [...all, figures.bytesPerSentence]) {
        expect(figure, name).to.be.a('number').and.satisfy(Number.isFinite).and.be.above(0);
      }
    }
    expect(Object.keys(result.ratios)).to.deep.equal(['ggencoder']);
    expect(result.ratios.ggencoder).to.be.closeTo(rows[0]!.sentencesPerSecond / rows[2]!.sentencesPerSecond, 0.01);
    expect(result.columnRatios.ggencoder).to.be.closeTo(
      rows[1]!.sentencesPerSecond / rows[2]!.sentencesPerSecond,
      0.01,
    );
  });

  it('prints a table, and leaves nothing in the temporary folder', () => {
    const args = ['--rounds', '1', '--sentences', '1', '--only', 'haidang', '--corpus', log];
    const { out, code, left } = withTemporary(() => haidang(['bench', 'decode', ...args]));
    expect(code).to.equal(0);
    expect(out).to.match(/^1,000 AIS sentences .*\n/);
    expect(out).to.match(/\nhaidang +[\d,]+ +[\d,]+ +877 /);
    expect(left).to.deep.equal([]);
  });

  it('has the others decode as much as they can', function () {
    need(this, 'gpsdecode');
    const args = ['--json', '--rounds', '1', '--sentences', '1', '--only', 'ais-stream-decoder,gpsdecode'];
    const { results, ratios, skipped } = JSON.parse(haidang(['bench', 'decode', ...args, '--corpus', log]).out);
    expect(skipped).to.deep.equal({});
    expect(ratios).to.deep.equal({});
    const [stream, gpsd]: Row[] = results;
    expect(stream!.messages).to.equal(877);
    // It prints both parts of a type 24 as one message.
    expect(gpsd!.messages).to.be.within(860, 877);
  });

  it('says what is not installed and goes on', () => {
    process.env.HAIDANG_BENCH_PYTHON = join(folder, 'no-python');
    const args = ['--json', '--rounds', '1', '--sentences', '1', '--only', 'haidang,libais', '--corpus', log];
    const { out, code } = haidang(['bench', 'decode', ...args]);
    const alone = haidang(['bench', 'decode', '--only', 'libais', '--corpus', log]);
    delete process.env.HAIDANG_BENCH_PYTHON;
    expect(code).to.equal(0);
    const result = JSON.parse(out);
    expect(result.results.map(({ name }: Row) => name)).to.deep.equal(['haidang']);
    expect(result.skipped.libais).to.include('no-python');
    expect(alone.code).to.equal(2);
    expect(alone.err.trim().split('\n')).to.have.length(1);
    expect(alone.err).to.include('libais').and.include('no-python');
  });

  it('refuses what it does not know in one sentence', () => {
    const empty = file('empty.nmea', '$GPZDA,114702.51,27,01,2012,,*66\n');
    for (const [args, text] of [
      [['morse'], 'morse'],
      [[], 'decode'],
      [['decode', '--only', 'haidang,morse'], 'morse'],
      [['decode', '--rounds', '0'], '--rounds 0'],
      [['decode', '--colour'], '--colour'],
      [['decode', 'stray.nmea'], 'stray.nmea'],
      [['decode', '--corpus', join(folder, 'none')], 'no such file'],
      [['decode', '--corpus', empty], 'no AIS sentence'],
    ] as const) {
      const { code, err, out } = haidang(['bench', ...args]);
      expect(code, text).to.equal(2);
      expect(out, text).to.equal('');
      expect(err.trim().split('\n'), text).to.have.length(1);
      expect(err, text).to.include(text);
    }
  });

  it('tells how it is used', () => {
    expect(haidang(['bench', '--help']).out).to.include('decode');
    expect(haidang(['bench', 'decode', '--help']).out)
      .to.include('--only NAMES')
      .and.include('haidang-columns');
  });

  it('counts and bares sentences wherever they stand', () => {
    const lines = [
      `\\c:1565218798*53\\${POSITION}`,
      `12:00:01 ${PARTS[0]},1327664821`,
      `${PARTS[1]}${POSITION}\r`,
      '$GPZDA,114702.51,27,01,2012,,*66',
      '!AIVDM,1,1,,A,13nN34?000QFpgRW',
      '!AIVDO,1,1,,,B000000002EgKjv=lCL03wQ5wP06,0*0F',
    ];
    const paths = [file('a.nmea', lines.slice(0, 3).join('\n')), file('b.nmea', lines.slice(3).join('\n'))];
    const corpus = loadCorpus(paths, 7);
    expect(corpus).to.deep.include({ sentences: 12, repeats: 2 });
    const once = [POSITION, ...PARTS, POSITION, lines[4]!, lines[5]!];
    expect(corpus.bare.toString('latin1').split('\n')).to.deep.equal([...once, ...once, '']);
    expect(corpus.published.toString('latin1')).to.equal(`${lines.join('\n')}\n`.repeat(2));
  });
});

/** What a run leaves in a temporary folder of its own. */
function withTemporary<T>(run: () => T): T & { left: string[] } {
  const usual = process.env.TMPDIR;
  const folder = temporaryFolder();
  process.env.TMPDIR = folder;
  try {
    return { ...run(), left: readdirSync(folder) };
  } finally {
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
    removeFolder(folder);
  }
}
