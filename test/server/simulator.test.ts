import { expect } from 'chai';
import type { State } from '../../server/simulator/craft.ts';
import { demoSizes, Fleet, sizesFor } from '../../server/simulator/fleet.ts';
import { aisSentences, nafRecord } from '../../server/simulator/messages.ts';
import { type Density, transmissions } from '../../server/simulator/schedule.ts';
import { loadLand } from './simulator-land.ts';
import { demo, HOUR, inOurWaters, MINUTE, nauticalMiles, ports, start, times } from './simulator-waters.ts';

function text(fleet: Fleet, from: number, to: number, density: Density): string {
  return transmissions(fleet, from, to, density)
    .flatMap((one) => (one.what === 'naf' ? [nafRecord(one, one.time)] : aisSentences(one, fleet.seed, true).flat()))
    .join('\n');
}

describe('simulated fleet', function () {
  this.timeout(60_000);

  describe('identities', () => {
    it('has the boats of a central province, each with registration, people and a home port that exists', () => {
      const boats = demo().boats;
      expect(boats.filter((boat) => boat.vms)).to.have.length(600);
      expect(boats.filter((boat) => boat.mmsi)).to.have.length(200);
      expect(boats.filter((boat) => boat.vms && boat.mmsi)).to.have.length(110);
      for (const { registry, vms } of boats) {
        expect(registry.registration).to.match(/^(QNa|ĐNa|QNg|BĐ|TTH|QT)-\d{5}-TS$/);
        expect(registry.ownerPhone).to.match(/^0900 000 \d{3}$/);
        expect(ports.some(({ code }) => code === registry.homePort)).to.equal(true);
        expect(registry.lengthM).to.be.within(vms ? 15 : 12, 34);
        expect(registry.reportingIntervalMin).to.equal(vms ? 120 : undefined);
      }
    });

    it('gives no registration, MMSI, call sign or device twice, in a large fleet either', () => {
      const { crafts, boats } = new Fleet(3, sizesFor(30_000), { startTime: start });
      const unique = (values: unknown[]) => expect(new Set(values).size).to.equal(values.length);
      unique(boats.map((boat) => boat.registration));
      unique(crafts.map((craft) => craft.mmsi).filter((mmsi) => mmsi !== undefined));
      unique(boats.map((boat) => boat.callsign));
      unique(boats.flatMap((boat) => boat.vms?.deviceId ?? []));
    });
  });

  it('gives every boat papers that hold when it starts, and lets a few registers lack a date', () => {
    const DAY = 24 * HOUR;
    for (const time of [start, start + 400 * DAY, start + 3000 * DAY]) {
      const today = new Date(time).toISOString().slice(0, 10);
      const { boats } = new Fleet(1, demoSizes, { startTime: time });
      for (const { registry } of boats) {
        expect(registry.licenceFrom <= today && registry.licenceUntil >= today, registry.registration).to.equal(true);
        expect((registry.certificateUntil ?? today) >= today, registry.registration).to.equal(true);
      }
      const lacking = boats.filter(({ registry }) => registry.certificateUntil === undefined).length;
      expect(lacking / boats.length).to.be.within(0.01, 0.08);
    }
  });

  describe('repeatability', () => {
    it('writes the same bytes for the same seed and time, whatever was asked before', () => {
      const fresh = text(demo(), start, start + 5 * MINUTE, 'live');
      const used = demo();
      text(used, start - 300 * HOUR, start - 299 * HOUR, 'history');
      text(used, start + 90 * HOUR, start + 90 * HOUR + MINUTE, 'live');
      expect(text(used, start, start + 5 * MINUTE, 'live')).to.equal(fresh);
      expect(text(new Fleet(2, demoSizes, { startTime: start }), start, start + 5 * MINUTE, 'live')).not.to.equal(
        fresh,
      );
    });

    it('does not depend on how a span is cut into windows', () => {
      const whole = text(demo(), start - 2 * HOUR, start, 'history');
      const parts = [...times(start - 2 * HOUR, start - 1, 7 * MINUTE)].map((from) =>
        text(demo(), from, Math.min(start, from + 7 * MINUTE), 'history'),
      );
      expect(parts.filter(Boolean).join('\n')).to.equal(whole);
    });

    it('keeps everything but the live story where it was when the demonstration starts anew', () => {
      const later = new Fleet(1, demoSizes, { startTime: start + 7 * HOUR });
      const first = demo();
      first.crafts.forEach((craft, i) => {
        if (craft.kind === 'boat' && (craft.life === 'runner' || craft.life === 'lost')) return;
        expect(later.stateAt(later.crafts[i]!, start + HOUR)).to.deep.equal(first.stateAt(craft, start + HOUR));
      });
    });
  });

  describe('movement', () => {
    it('never leaps: fishing boats stay under 15 kn and ships under 30 kn between any two positions', () => {
      const fleet = demo();
      const fastest: Record<string, number> = {};
      for (const craft of fleet.crafts) {
        let before: State | undefined;
        for (const time of times(start - 10 * 24 * HOUR, start + 24 * HOUR, 10 * MINUTE)) {
          const state = fleet.stateAt(craft, time);
          // A ship that left coverage comes back on the other lane.
          if (before && !(craft.kind === 'merchant' && before.silent)) {
            fastest[craft.kind] = Math.max(fastest[craft.kind] ?? 0, nauticalMiles(before, state) * 6);
          }
          before = state;
        }
      }
      expect(fastest.boat).to.be.within(8, 15);
      expect(fastest.merchant).to.be.within(15, 30);
    });

    it('says the speed and course at which it moves', () => {
      const fleet = demo();
      const boats = fleet.boats.filter((boat) => boat.life === 'offshore' || boat.life === 'inshore');
      let off = 0;
      let moving = 0;
      for (const boat of boats) {
        const a = fleet.stateAt(boat, start);
        const b = fleet.stateAt(boat, start + 10_000);
        if (a.doing === 'moored' || a.speedKn < 0.5) continue;
        moving++;
        if (Math.abs(nauticalMiles(a, b) * 360 - a.speedKn) > 0.3) off++;
      }
      expect(moving).to.be.above(200);
      expect(off / moving).to.be.below(0.01); // an instant at which a leg ends
    });

    it('fishes at 1 to 4 kn, drifts slower and steams at 4 to 10', () => {
      const fleet = demo();
      const speeds: Record<State['doing'], number[]> = { moored: [], passage: [], fishing: [], drifting: [] };
      for (const boat of fleet.boats.filter(({ life }) => life === 'offshore')) {
        for (const time of times(start - 48 * HOUR, start, HOUR)) {
          const { doing, speedKn } = fleet.stateAt(boat, time);
          speeds[doing].push(speedKn);
        }
      }
      const share = (list: number[], low: number, high: number) =>
        list.filter((kn) => kn >= low && kn <= high).length / list.length;
      expect(share(speeds.fishing, 0.7, 4.5)).to.be.above(0.85);
      expect(share(speeds.drifting, 0, 1)).to.equal(1);
      expect(share(speeds.passage, 4, 10)).to.equal(1);
    });

    it('lies in harbour 30 to 60 % of the time, each boat at its own port', () => {
      const fleet = demo();
      let moored = 0;
      let all = 0;
      for (const boat of fleet.boats.filter(({ life }) => life === 'offshore' || life === 'laid-up')) {
        const port = ports.find(({ code }) => code === boat.harbour.code)!;
        for (const time of times(start - 30 * 24 * HOUR, start, 6 * HOUR)) {
          const state = fleet.stateAt(boat, time);
          all++;
          if (state.doing !== 'moored') continue;
          moored++;
          expect(nauticalMiles(port, state)).to.be.below(0.6); // within the smallest port circle, 0.8 nm
        }
      }
      expect(moored / all).to.be.within(0.3, 0.6);
    });

    it('keeps off the land, except in the ports', () => {
      const onLand = loadLand();
      const fleet = demo();
      const nearPort = (state: State) => ports.some((port) => nauticalMiles(port, state) < 0.8);
      for (const craft of fleet.crafts) {
        if (craft.kind !== 'boat' && craft.kind !== 'merchant') continue;
        for (const time of times(start - 12 * 24 * HOUR, start + 6 * HOUR, 20 * MINUTE)) {
          const state = fleet.stateAt(craft, time);
          if (state.doing === 'moored' || !onLand(state.lon, state.lat)) continue;
          expect(nearPort(state), `${craft.name} at ${state.lon}, ${state.lat}`).to.equal(true);
        }
      }
    });

    it('leaves our waters only in the stories', () => {
      const fleet = demo();
      const stories = ['border', 'runner'];
      for (const craft of fleet.crafts) {
        if (craft.kind === 'boat' && stories.includes(craft.life)) continue;
        for (const time of times(start - 10 * 24 * HOUR, start + 24 * HOUR, HOUR)) {
          if (!inOurWaters(fleet.stateAt(craft, time))) expect.fail(`${craft.name} at ${new Date(time).toISOString()}`);
        }
      }
    });
  });
});
