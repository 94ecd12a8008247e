import { expect } from 'chai';
import { Deadlines } from '../../geofences/judging/deadlines.ts';

describe('deadlines', () => {
  it('hold no more than their vessels, however often one is brought forward and put back', () => {
    const deadlines = new Deadlines();
    for (const vessel of ['a', 'b', 'c']) deadlines.set(vessel, 1e9);
    for (let now = 1; now <= 20_000; now++) {
      deadlines.set('a', now);
      expect(deadlines.due(now + 1)).to.equal('a');
      deadlines.set('a', 1e9);
    }
    expect(deadlines.size).to.be.below(2000);
    const due = [deadlines.due(2e9), deadlines.due(2e9), deadlines.due(2e9), deadlines.due(2e9)];
    expect(due).to.have.members(['a', 'b', 'c', undefined]);
  });

  it('come in the order of their times, those left behind and those of whoever is no more never', () => {
    const deadlines = new Deadlines();
    const times = Array.from({ length: 3000 }, (_, n) => (n * 7919) % 3000);
    for (const time of times) deadlines.set(`v${time}`, time + 5000);
    for (const time of times) deadlines.set(`v${time}`, time);
    deadlines.forget('v7');
    const order: (string | undefined)[] = [];
    for (let id = deadlines.due(1e9); id !== undefined; id = deadlines.due(1e9)) order.push(id);
    expect(order).to.deep.equal(
      times
        .toSorted((a, b) => a - b)
        .filter((time) => time !== 7)
        .map((time) => `v${time}`),
    );
  });
});
