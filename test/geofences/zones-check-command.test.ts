import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { run } from '../../server/commands/zones.ts';
import { caught, refusal } from '../caught.ts';
import { box, type Pair, polygon } from './import-files.ts';

describe('zones check', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'zones-check-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const swapped: Pair[] = [
    [15, 110],
    [15, 111],
    [16, 111],
    [16, 110],
  ];

  function put(name: string, features: object[]): string {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features }));
    return path;
  }

  const check = (...args: string[]) => caught(run, ['check', ...args]);
  const refused = (...args: string[]) => refusal(run, ['check', ...args]);

  it('says every fault in both languages with its repair, and exits 1 while an error stands', async () => {
    const { out, code } = await check(put('swapped.geojson', [polygon([swapped])]));
    expect(code).to.equal(1);
    const lines = out.split('\n');
    expect(lines[0]).to.equal('geojson: 1 vùng / 1 zone');
    expect(out).to.match(
      /\nLỖI \[swapped-lat-lon\] Vùng “Vùng A”: .*\nERROR \[swapped-lat-lon\] Zone “Vùng A”: .*\n {2}Sửa: .*\n {2}Repair: Swaps/,
    );
    expect(out).to.include('[unclosed-ring]');
    expect(lines.at(-2)).to.equal('Chưa dùng được. / The zones cannot be used yet.');
  });

  it('repairs on demand and writes zones that other commands take', async () => {
    const out = join(folder, 'repaired.geojson');
    const source = put('swapped.geojson', [polygon([swapped], {}, 'a')]);
    const repaired = await check(source, '--repair', '--out', out, '--json');
    expect(repaired.code).to.equal(0);
    const answer = JSON.parse(repaired.out);
    expect(answer).to.include({ file: source, format: 'geojson', usable: true });
    expect(answer.findings.map(({ id }: { id: string }) => id)).to.deep.equal(['swapped-lat-lon@0', 'unclosed-ring@0']);
    expect(answer.findings[0].repair).to.have.keys('vi', 'en');
    expect(answer.remaining).to.deep.equal([]);
    const [feature] = JSON.parse(readFileSync(out, 'utf8')).features;
    expect(feature.properties).to.deep.equal({
      name: 'Vùng A',
      kind: 'monitored',
      version: 1,
      source: 'swapped.geojson',
    });
    expect(feature.geometry.coordinates[0]).to.have.length(5).and.to.deep.include([110, 15]);
    expect((await check(out)).code).to.equal(0);
  });

  it('writes nothing while an error stands against the zones', async () => {
    const out = join(folder, 'none.geojson');
    const { code, err } = await check(put('swapped.geojson', [polygon([swapped])]), '--out', out);
    expect(code).to.equal(1);
    expect(err).to.include('was not written: errors stand against the zones');
    expect(existsSync(out)).to.equal(false);
  });

  it('knows land by the coastline that is installed', async () => {
    const features = [
      polygon([box(107.9, 13.9, 108.1, 14.1)], { name: 'Tây Nguyên' }),
      polygon([box(110, 13, 111, 14)], { name: 'Biển' }),
      polygon([box(111.5, 16.4, 112.4, 17.1)], { name: 'Hoàng Sa' }),
    ];
    const { out } = await check(put('land.geojson', features), '--json');
    const land = JSON.parse(out).findings.map(({ code, zone }: { code: string; zone: { name: string } }) => [
      code,
      zone.name,
    ]);
    expect(land).to.deep.equal([['on-land', 'Tây Nguyên']]);
  });

  it('takes the system of the coordinates from a person', async () => {
    const path = join(folder, 'metres.csv');
    writeFileSync(path, 'zone,x,y\nA,600000,1600000\nA,610000,1600000\nA,610000,1610000\n');
    expect((await check(path)).out).to.include('[crs-missing]');
    expect((await check(path, '--crs', 'EPSG:3406', '--repair')).code).to.equal(0);
  });

  it('refuses in one sentence what it cannot read or do', async () => {
    expect(await refused(join(folder, 'none'))).to.include('there is no such file');
    expect(await refused()).to.include('FILE is missing');
    expect(await refused('a', 'b')).to.include('“b” is one word too many');
    expect(await refused('--fix', 'a')).to.include('--fix');
    expect((await check('--help')).out).to.include('haidang zones check FILE');
    const bad = await refused(
      put('good.geojson', [polygon([box(110, 13, 111, 14)])]),
      '--out',
      join(folder, 'no', 'such', 'place'),
    );
    expect(bad).to.include('Cannot write the file');
  });
});
