/** `haidang bench map` as scripts use it, with a small fleet: what it prints, not how fast anything is. */
import { expect } from 'chai';
import { need } from '../needs.ts';
import { haidang } from '../product.ts';

const small = ['--vessels', '400', '--seconds', '1', '--heap-seconds', '1', '--no-peers'];

describe('haidang bench map', function () {
  this.timeout(120_000);

  it('opens the console with a fleet, does with it what people do, and gives frames, redraws, delays and memory', function () {
    const chromium = need(this, 'chromium', 'chromium-browser', 'google-chrome');
    const { out, code, err } = haidang(['bench', 'map', '--json', ...small], undefined, { CHROMIUM: chromium });
    expect(code, err).to.equal(0);
    const result = JSON.parse(out);
    expect(result).to.deep.include({ bench: 'map', node: process.version, vessels: 400, movedShare: 0.1 });
    const [ours] = result.results;
    expect(ours).to.include({ name: 'haidang', vessels: 400 });
    for (const doing of ['rest', 'pan', 'zoom', 'hover']) expect(ours[doing].frameMs.count, doing).to.be.above(0);
    expect(ours.pan.redrawMs.count).to.be.above(0);
    expect(ours.hover.inputDelayMs.count).to.be.above(0);
    expect(ours.hover.hoverMs.count).to.be.above(0);
    expect(ours.heap).to.have.length(7);
    expect(ours.heap.at(-1).seconds).to.equal(1);
    for (const { mb } of ours.heap) expect(mb).to.be.above(0);
  });

  it('refuses what it cannot do', () => {
    for (const [args, why] of [
      [['--vessels', 'many'], /a whole number from 1 to 400000/],
      [['--moved', '101'], /a whole number from 0 to 100/],
      [['more'], /only options are taken/],
    ] as const) {
      const { code, err } = haidang(['bench', 'map', ...args]);
      expect(code).to.equal(2);
      expect(err).to.match(why);
    }
  });
});
