/** `haidang bench store` as scripts use it, with a small fleet: what it prints, not how fast anything is. */

import { expect } from 'chai';
import { haidang } from '../product.ts';

const small = ['--vessels', '100', '--fixes', '60000'];

describe('haidang bench store', function () {
  this.timeout(60_000);

  it('measures chunks and rows with the same fixes, and has them find the same', () => {
    const { out, code } = haidang(['bench', 'store', '--json', ...small]);
    expect(code).to.equal(0);
    const result = JSON.parse(out);
    expect(result).to.deep.include({ bench: 'store', node: process.version, vessels: 100 });
    expect(result.fixes.ais + result.fixes.vms).to.be.within(30_000, 90_000);
    const [own, rows] = result.results;
    expect([own.name, rows.name]).to.deep.equal(['haidang', 'sqlite-rows']);
    for (const row of [own, rows]) {
      for (const figure of ['bytesPerFix', 'aisTrackColdMs', 'vmsTrackWarmMs', 'fleetMs', 'whoWasHereMs']) {
        expect(row[figure], figure).to.be.a('number').and.satisfy(Number.isFinite).and.be.above(0);
      }
    }
    // Of so few fixes the pages of empty tables are a good part.
    expect(own.bytesPerAisFix).to.be.within(4, 20);
    expect(own.bytesPerVmsFix).to.be.within(8, 26);
    expect(result.ratios.bytesPerFix).to.be.above(2.5);
    expect(result.found.fleet).to.be.above(80);
  });

  it('says it in words, of those that were asked for', () => {
    const { out } = haidang(['bench', 'store', ...small, '--only', 'haidang']);
    expect(out).to.match(/^[\d,]+ fixes of 100 boats in \d+ days/);
    expect(out).to.match(/bytes a fix on disk, all in +[\d.]+/);
    expect(out).not.to.contain('sqlite-rows');
  });

  it('refuses what it cannot do', () => {
    for (const [args, text] of [
      [['--vessels', '1'], '--vessels 1'],
      [['--fixes', 'many'], '--fixes many'],
      [['--only', 'oracle'], '--only oracle'],
    ] as const) {
      const { code, err, out } = haidang(['bench', 'store', ...args]);
      expect([code, out]).to.deep.equal([2, '']);
      expect(err).to.contain(text);
    }
  });
});
