/** `haidang bench ingest` as scripts use it, with a small fleet: what it prints, not how fast anything is. */
import { expect } from 'chai';
import { toText } from '../../bench/ingest/result.ts';
import { haidang } from '../product.ts';

const small = ['--vessels', '300', '--zones', '20', '--rates', '500', '--seconds', '1'];

describe('haidang bench ingest', function () {
  this.timeout(120_000);

  it('measures a running product that is then killed and started again, and says it in words', () => {
    const { out, code, err } = haidang(['bench', 'ingest', '--json', ...small]);
    expect(code, err).to.equal(0);
    const result = JSON.parse(out);
    expect(result).to.deep.include({ bench: 'ingest', node: process.version, vessels: 300, zones: 20, seconds: 1 });
    const [step] = result.steps;
    expect(step.offered).to.equal(500);
    for (const figure of ['done', 'cpuUs', 'memoryMb']) expect(step[figure], figure).to.be.above(0);
    expect(result.restart.caughtUpSeconds).to.be.at.least(result.restart.readySeconds);
    expect(result.results).to.deep.equal([{ name: 'haidang', messagesPerSecond: step.done }]);
    const words = toText(result);
    expect(words).to.match(/^300 boats, 20 further zones, 1 s a rate\n/);
    expect(words).to.match(/\nkilled at 500\/s: serves again after [\d.]+ s, has all after [\d.]+ s\n/);
  });

  it('refuses what it cannot do', () => {
    for (const [args, why] of [
      [['--rates', '5'], /a whole number from 100/],
      [['--vessels', 'many'], /a whole number from 1 to 400000/],
      [['more'], /only options are taken/],
    ] as const) {
      const { code, err } = haidang(['bench', 'ingest', ...args]);
      expect(code).to.equal(2);
      expect(err).to.match(why);
    }
  });
});
