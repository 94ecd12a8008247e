/** `haidang bench locate` as scripts use it, on few zones and points: what it prints, not how fast anything is. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { compete, Disagreement } from '../../bench/locate/contest.ts';
import type { Contestant } from '../../bench/locate/contestants.ts';
import { haidang, removeFolder, temporaryFolder } from '../product.ts';

const SMALL = ['--rounds', '1', '--points', '2000', '--zones', '30x40'];

interface Row {
  name: string;
  pointsPerSecond: number;
  medianPointsPerSecond: number;
}

describe('haidang bench locate', () => {
  const folder = temporaryFolder();
  after(() => removeFolder(folder));

  it('measures locators on the same points and says how ours stands to the others', () => {
    const { out, code } = haidang(['bench', 'locate', '--json', ...SMALL, '--only', 'flatbush-turf,haidang']);
    expect(code).to.equal(0);
    const result = JSON.parse(out);
    expect(result).to.deep.include({ bench: 'locate', node: process.version, rounds: 1, skipped: {} });
    expect(result.agreed).to.equal(3 * 2000);
    expect(result.cases.map((one: { points: string }) => one.points)).to.deep.equal(['random', 'tracks']);
    expect(result.cases[0].zones).to.deep.equal({ count: 30, vertices: 40, far: 0 });
    const rows: Row[] = result.results;
    expect(rows.map(({ name }) => name)).to.deep.equal(['haidang', 'flatbush-turf']);
    for (const { name, pointsPerSecond, medianPointsPerSecond } of rows) {
      expect(medianPointsPerSecond, name).to.be.above(0).and.at.most(pointsPerSecond);
    }
    const ratio = rows[0]!.pointsPerSecond / rows[1]!.pointsPerSecond;
    expect(result.ratios['flatbush-turf']).to.be.closeTo(ratio, 0.01);
  });

  it('prints tables with what others find otherwise on edges, and leaves nothing in the temporary folder', () => {
    const temporary = temporaryFolder();
    const usual = process.env.TMPDIR;
    process.env.TMPDIR = temporary;
    const { out, code } = haidang(['bench', 'locate', ...SMALL, '--only', 'haidang,turf,flatbush-hao,which-polygon']);
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
    const left = readdirSync(temporary);
    removeFolder(temporary);
    expect(code).to.equal(0);
    expect(out).to.match(/\n30 × 40, random +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+\n/);
    expect(out).to.match(/\nwhich-polygon +does not count edges in: [1-9][\d,]* points on edges found otherwise\n/);
    expect(left).to.deep.equal([]);
  });

  it('measures nothing when two find different zones', async () => {
    const locator = (name: string, zones: number): Contestant => ({
      name,
      absent: '',
      knowsEdges: true,
      start: () => [
        process.execPath,
        '-e',
        `const say = (what) => console.log(JSON.stringify(what));
        say({ about: '', prepareSeconds: 0 });
        require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
          const { to } = JSON.parse(line);
          if (to) require('fs').writeFileSync(to, Buffer.from(Int32Array.from([0, ${zones === 0 ? '0' : '1, 7'}]).buffer));
          say({ seconds: 1 });
        });`,
      ],
    });
    writeFileSync(join(folder, 'zones.json'), '[]');
    const workload = { folder, zones: join(folder, 'zones.json') };
    const terms = { rounds: 1, points: 2, checked: 2, edges: 2 };
    const error = await compete([locator('one', 0), locator('other', 1)], workload, terms, () => {}).catch((e) => e);
    expect(error).to.be.instanceOf(Disagreement);
    expect(error.message).to.include('other and one differ at point 1').and.include('[7] against []');
  });

  it('says what is not installed and goes on', () => {
    process.env.HAIDANG_BENCH_PYTHON = join(folder, 'no-python');
    const { out, code } = haidang(['bench', 'locate', '--json', ...SMALL, '--only', 'haidang-one,geos-prepared']);
    delete process.env.HAIDANG_BENCH_PYTHON;
    expect(code).to.equal(0);
    const result = JSON.parse(out);
    expect(result.results.map(({ name }: Row) => name)).to.deep.equal(['haidang-one']);
    expect(result.skipped['geos-prepared']).to.include('no-python');
  });

  it('refuses what it does not know in one sentence', () => {
    for (const [args, text] of [
      [['--only', 'haidang,morse'], 'morse'],
      [['--rounds', '0'], '--rounds 0'],
      [['--points', 'many'], '--points many'],
      [['--zones', '10x2'], '--zones 10x2'],
      [['--colour'], '--colour'],
      [['stray.csv'], 'stray.csv'],
    ] as const) {
      const { code, err, out } = haidang(['bench', 'locate', ...args]);
      expect(code, text).to.equal(2);
      expect(out, text).to.equal('');
      expect(err.trim().split('\n'), text).to.have.length(1);
      expect(err, text).to.include(text);
    }
    expect(haidang(['bench', 'locate', '--help']).out).to.include('--only NAMES');
  });
});
