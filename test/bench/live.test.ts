/** `haidang bench live` as scripts use it, with a small fleet: what it prints, not how fast anything is. */
import { expect } from 'chai';
import { toText } from '../../bench/live/result.ts';
import { need } from '../needs.ts';
import { haidang } from '../product.ts';

const small = ['--vessels', '400', '--seconds', '2'];

describe('haidang bench live', function () {
  this.timeout(120_000);

  it('counts what live clients of a running product are sent, times the way from a byte to a pixel, and says it in words', function () {
    const chromium = need(this, 'chromium', 'chromium-browser', 'google-chrome');
    const args = ['bench', 'live', '--json', ...small, '--boats', '3'];
    const { out, code, err } = haidang(args, undefined, { CHROMIUM: chromium });
    expect(code, err).to.equal(0);
    const result = JSON.parse(out);
    expect(result).to.deep.include({ bench: 'live', node: process.version, vessels: 400, movedShare: 0.1 });
    expect(result.first.vessels).to.equal(400);
    const [country, port] = result.views;
    expect(country.positionsPerSecond).to.be.above(port.positionsPerSecond);
    expect(port.bytesPerSecond).to.be.above(0);
    expect(result.bytesToPixelMs.count).to.equal(3);
    expect(result.bytesToPixelMs.most).to.be.within(1, 10_000);
    const words = toText(result);
    expect(words).to.match(/^400 vessels, \d+ messages a second/);
    expect(words).to.match(/\nfirst picture of 400 vessels: [\d.]+ kB, alerts after \d+ ms, all after \d+ ms\n/);
  });

  it('refuses what it cannot do', () => {
    for (const [args, why] of [
      [['--vessels', 'many'], /a whole number from 1 to 400000/],
      [['--boats', '161'], /a whole number from 0 to 160/],
      [['more'], /only options are taken/],
    ] as const) {
      const { code, err } = haidang(['bench', 'live', ...args]);
      expect(code).to.equal(2);
      expect(err).to.match(why);
    }
  });
});
