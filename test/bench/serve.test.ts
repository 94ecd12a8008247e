/** `haidang bench serve` as scripts use it, with a small fleet: what it prints, not how fast anything is. */
import { expect } from 'chai';
import { haidang } from '../product.ts';

const small = ['--vessels', '300', '--positions', '100', '--sockets', '6', '--requests', '40', '--seconds', '2'];

describe('haidang bench serve', function () {
  this.timeout(120_000);

  it('reads from a running product that takes positions in and serves sockets, without an error, and sees every alert', () => {
    const { out, code, err } = haidang(['bench', 'serve', '--json', ...small]);
    expect(code, err + out).to.equal(0);
    const result = JSON.parse(out);
    expect(result).to.deep.include({ bench: 'serve', node: process.version, vessels: 300, sockets: 6, errors: 0 });
    expect(result).to.deep.include({ errorsBy: {}, missed: 0 });
    const names = result.kinds.map(({ name }: { name: string }) => name);
    expect(names).to.include.members(['positions', 'vessel', 'track', 'alerts', 'cases', 'fleet page', 'report made']);
    for (const { name, count, p50Ms } of result.kinds) {
      expect(count, name).to.be.above(0);
      expect(p50Ms, name).to.be.above(0);
    }
    const { alone, beside } = result.alerts;
    for (const { stored, atSocket } of [alone, beside]) {
      expect(stored.alerts).to.be.at.least(10);
      expect(atSocket.count).to.equal(10);
    }
  });

  it('refuses what it cannot do', () => {
    for (const [args, why] of [
      [['--requests', '5'], /a whole number from 20/],
      [['--sockets', 'many'], /a whole number from 0 to 10000/],
      [['more'], /only options are taken/],
    ] as const) {
      const { code, err } = haidang(['bench', 'serve', ...args]);
      expect(code).to.equal(2);
      expect(err).to.match(why);
    }
  });
});
