/** `haidang bench engine` as scripts use it, with a small fleet: what it prints, not how fast anything is. */

import { expect } from 'chai';
import { toText } from '../../bench/engine/result.ts';
import { haidang } from '../product.ts';

const small = ['--vessels', '200', '--zones', '50', '--fixes', '6000', '--rounds', '2'];

describe('haidang bench engine', function () {
  this.timeout(60_000);

  it('measures the engine with a fleet of its own, the same in every run, and says it in words', () => {
    const { out, code } = haidang(['bench', 'engine', '--json', ...small]);
    expect(code).to.equal(0);
    const result = JSON.parse(out);
    expect(result).to.deep.include({ bench: 'engine', node: process.version, vessels: 200, rounds: 2 });
    expect(result.zones).to.be.above(50);
    expect(result.rules).to.be.above(20);
    expect(result.fixes).to.be.within(6000, 6100);
    const [row] = result.results;
    expect(row.name).to.equal('haidang');
    for (const figure of ['fixesPerSecond', 'medianFixesPerSecond', 'lateFixes', 'lateP99Us', 'bytesPerVessel']) {
      expect(row[figure], figure).to.be.a('number').and.satisfy(Number.isFinite).and.be.above(0);
    }
    expect(row.lateFixes / result.fixes).to.be.within(0.005, 0.04);
    const again = JSON.parse(haidang(['bench', 'engine', '--json', ...small]).out);
    expect(again.results[0]).to.deep.include({
      occurrences: row.occurrences,
      byKind: row.byKind,
      lateFixes: row.lateFixes,
    });
    const words = toText(result);
    expect(words).to.match(/^200 vessels, \d+ zones and the coastline, \d+ rules, one thread\n/);
    expect(words).to.match(/fixes a second +best [\d,]+, median [\d,]+\n/);
    expect(words).to.match(/occurrences raised +[\d,]+: /);
  });

  it('refuses what it cannot do', () => {
    for (const [args, text] of [
      [['--vessels', '0'], '--vessels 0'],
      [['--fixes', 'many'], '--fixes many'],
      [['--speed'], '--speed'],
    ] as const) {
      const { code, err, out } = haidang(['bench', 'engine', ...args]);
      expect([code, out]).to.deep.equal([2, '']);
      expect(err).to.contain(text);
    }
  });
});
