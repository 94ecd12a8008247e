/** `haidang bench audit` as scripts use it, with few rows: what it prints and that everything put in is found, not how fast it is. */
import { expect } from 'chai';
import { haidang } from '../product.ts';

describe('haidang bench audit', function () {
  this.timeout(60_000);

  it('has the auditor run on few rows and on all, and find what was put in', () => {
    const { out, code, err } = haidang(['bench', 'audit', '--json', '--rows', '3000']);
    expect(code, err).to.equal(0);
    const result = JSON.parse(out);
    expect(result).to.deep.include({ bench: 'audit', node: process.version, store: 'embedded store' });
    expect(result.results.map(({ rows }: { rows: number }) => rows)).to.deep.equal([1000, 3000]);
    for (const row of result.results) {
      for (const figure of ['idleMs', 'slowestIdleMs', 'findingMs', 'readingAllMs'])
        expect(row[figure], figure).to.be.a('number').and.above(0);
    }
    expect(result.ratios.rowsGrowth).to.equal(3);
  });

  it('says it in words, and refuses what it cannot do', () => {
    const { out } = haidang(['bench', 'audit', '--rows', '100']);
    expect(out).to.match(/old alerts and messages, each +run, ms/);
    const { code, err } = haidang(['bench', 'audit', '--rows', 'many']);
    expect(code).to.equal(2);
    expect(err).to.contain('--rows many');
  });
});
