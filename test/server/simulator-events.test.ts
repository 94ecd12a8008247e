import { expect } from 'chai';
import type { Boat, Craft } from '../../server/simulator/craft.ts';
import { demoSizes, Fleet } from '../../server/simulator/fleet.ts';
import { lastWords } from '../../server/simulator/lost-boat.ts';
import { type Transmission, transmissions } from '../../server/simulator/schedule.ts';
import { cutsBoundary, demo, HOUR, inOurWaters, MINUTE, nauticalMiles, start, times } from './simulator-waters.ts';

function history(fleet: Fleet): Transmission[] {
  const all: Transmission[] = [];
  for (const from of times(start - 48 * HOUR, start - 1, 20 * MINUTE)) {
    all.push(...transmissions(fleet, from, from + 20 * MINUTE, 'history'));
  }
  return all;
}

describe('what happens in the simulated fleet', function () {
  this.timeout(60_000);

  describe('the last two days', () => {
    const fleet = demo();
    const sent = history(fleet);
    const reports = new Map<Boat, Transmission[]>();
    for (const one of sent.filter(({ what }) => what === 'naf')) {
      const list = reports.get(one.craft as Boat) ?? [];
      list.push(one);
      reports.set(one.craft as Boat, list);
    }

    it('are 50 to 90 thousand messages, with ships and boats of all kinds', () => {
      const count = (what: string, kind: Craft['kind']) =>
        sent.filter((one) => one.what === what && one.craft.kind === kind).length;
      expect(sent.length).to.be.within(50_000, 90_000);
      expect(count('naf', 'boat')).to.be.within(11_000, 16_000);
      expect(count('ais-position', 'boat')).to.be.within(20_000, 50_000);
      expect(count('ais-position', 'merchant')).to.be.within(8000, 14_000);
      expect(count('ais-static', 'merchant')).to.be.within(400, 800);
      expect(reports.size).to.be.above(560);
    });

    it('lose the signal of 7 to 18 boats at sea for 6 h or more, some of them still', () => {
      let lost = 0;
      let still = 0;
      for (const list of reports.values()) {
        list.forEach((one, i) => {
          if (one.state.doing === 'moored') return;
          const next = list[i + 1]?.time ?? start;
          if (next - one.time < 6 * HOUR) return;
          lost++;
          if (!list[i + 1]) still++;
        });
      }
      expect(lost).to.be.within(7, 18);
      expect(still).to.be.within(1, 10);
    });

    it('are silent in harbour only after a report from the harbour', () => {
      let switchedOff = 0;
      for (const list of reports.values()) {
        list.forEach((one, i) => {
          const next = list[i + 1];
          if (!next || next.time - one.time < 6 * HOUR || next.state.doing !== 'moored') return;
          switchedOff++;
          expect(one.state.doing).to.equal('moored');
        });
      }
      expect(switchedOff).to.be.above(30);
    });

    it('see six boats over the boundary, some of them back and two or three still out', () => {
      let out = 0;
      let back = 0;
      for (const list of reports.values()) {
        list.forEach((one, i) => {
          const before = list[i - 1];
          if (!before || !cutsBoundary(before.state, one.state)) return;
          if (inOurWaters(one.state)) back++;
          else out++;
        });
      }
      const still = [...reports.values()].filter((list) => !inOurWaters(list.at(-1)!.state)).length;
      expect(out).to.be.within(5, 8);
      expect(back).to.be.within(4, 7);
      expect(still).to.be.within(2, 3);
    });

    it('follow eleven days of silence of one boat', () => {
      const lost = fleet.boats.filter(({ life }) => life === 'lost');
      expect(lost).to.have.length(1);
      expect(reports.has(lost[0]!)).to.equal(false);
      const last = lastWords(start);
      expect(start - last).to.be.above(10 * 24 * HOUR);
      const before = transmissions(fleet, last - 10 * HOUR, last + 1, 'history').filter(
        ({ craft }) => craft === lost[0],
      );
      expect(before.length).to.be.above(3);
    });

    it('report every two hours, a few minutes early or late, at whole minutes', () => {
      const steady = [...reports.entries()].find(([boat]) => boat.life === 'border' && boat.vms!.intervalMin === 120)!;
      const gaps = steady[1].slice(1).map((one, i) => (one.time - steady[1][i]!.time) / MINUTE);
      for (const gap of gaps) expect(gap).to.be.within(112, 128);
      expect(new Set(gaps).size).to.be.above(3);
      expect(steady[1].every(({ time }) => time % MINUTE === 0)).to.equal(true);
    });
  });

  describe('the live story', () => {
    it('crosses the boundary 20 to 40 s after the start, heard every 5 to 10 s on both sides', () => {
      const fleet = demo();
      const first = fleet.runsUntil(start)[0]!;
      const heard = transmissions(fleet, start, start + 15 * MINUTE, 'live').filter(
        ({ craft, what }) => craft === first.boat && what === 'ais-position',
      );
      const crossing = heard.findIndex((one, i) => i > 0 && cutsBoundary(heard[i - 1]!.state, one.state));
      expect(heard[crossing]!.time - start).to.be.within(20_000, 40_000);
      expect(crossing).to.be.at.least(2);
      expect(heard.slice(crossing).every(({ state }) => !inOurWaters(state))).to.equal(true);
      heard.slice(1).forEach((one, i) => {
        expect(one.time - heard[i]!.time).to.be.within(5000, 10_000);
      });
    });

    it('goes on with one event every five to ten minutes and brings every boat back', () => {
      const fleet = demo();
      const runs = fleet.runsUntil(start + 12 * HOUR);
      const events = runs.map(({ at }) => (at - start) / MINUTE);
      expect(events[1]).to.be.within(2, 6);
      events.slice(2).forEach((at, i) => {
        expect(at - events[i + 1]!).to.be.within(5, 10);
      });
      for (const run of runs.slice(0, 60)) {
        const out = inOurWaters(fleet.stateAt(run.boat, run.at + 60_000));
        expect(out).to.equal(run.kind === 'turns');
        expect(inOurWaters(fleet.stateAt(run.boat, run.at + 40 * MINUTE))).to.equal(true);
        expect(nauticalMiles(fleet.stateAt(run.boat, run.at), fleet.stateAt(run.boat, run.at + 1000))).to.be.below(
          0.01,
        );
      }
    });

    it('takes boats home from where an earlier start left them, and crosses with others', () => {
      const before = demo();
      const killedAt = start + 20 * MINUTE;
      const heard = new Map(
        before.boats
          .filter((boat) => boat.life === 'runner' && !before.stateAt(boat, killedAt).silent)
          .map((boat) => [boat.mmsi!, { time: killedAt, ...before.stateAt(boat, killedAt) }]),
      );
      expect(heard.size).to.be.above(3);
      const after = new Fleet(1, demoSizes, { startTime: killedAt + 10_000, heard });
      const first = after.runsUntil(killedAt + 10_000)[0]!;
      expect(heard.has(first.boat.mmsi!)).to.equal(false);
      for (const boat of after.boats.filter(({ mmsi }) => heard.has(mmsi!))) {
        let last: { time: number; lon: number; lat: number } = heard.get(boat.mmsi!)!;
        for (const time of times(killedAt + 10_000, killedAt + 8 * HOUR, 30_000)) {
          const state = after.stateAt(boat, time);
          const speedKn = nauticalMiles(last, state) / ((time - last.time) / HOUR);
          if (!state.silent) expect(speedKn, boat.registration).to.be.below(15);
          last = { time, ...state };
        }
        expect(inOurWaters(last)).to.equal(true);
      }
    });
  });
});
