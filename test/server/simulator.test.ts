import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Boat, Craft, State } from '../../server/simulator/craft.ts';
import { demoSizes, Fleet, sizesFor } from '../../server/simulator/fleet.ts';
import { lastWords } from '../../server/simulator/lost-boat.ts';
import { aisSentences, nafRecord } from '../../server/simulator/messages.ts';
import { type Density, type Transmission, transmissions } from '../../server/simulator/schedule.ts';
import { loadLand } from './simulator-land.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const start = Date.UTC(2026, 10, 24, 3, 0, 0);

const border = JSON.parse(readFileSync('geofences/regions/data/vietnam-maritime.json', 'utf8')).outer_border_demo_75
  .lonlat as [number, number][];
const ports = JSON.parse(readFileSync('geofences/regions/data/vietnam-maritime.json', 'utf8')).ports as {
  code: string;
  lon: number;
  lat: number;
}[];
/** The boundary closed over the mainland. */
const ourWaters = [...border, [105, 21.5], [103, 15]] as [number, number][];

/** Haversine, independent of the simulator's flat steering. */
function nauticalMiles(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return 2 * 3440.065 * Math.asin(Math.sqrt(h));
}

function inOurWaters({ lon, lat }: { lon: number; lat: number }): boolean {
  let inside = false;
  ourWaters.forEach(([x1, y1], i) => {
    const [x2, y2] = ourWaters[(i + 1) % ourWaters.length]!;
    if (y1 > lat !== y2 > lat && lon < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  });
  return inside;
}

/** Whether the way from a to b cuts an edge of the boundary, by the signs of the four turns. */
function cutsBoundary(a: State, b: State): boolean {
  const turn = (p: number[], q: number[], r: number[]) =>
    Math.sign((q[0]! - p[0]!) * (r[1]! - p[1]!) - (q[1]! - p[1]!) * (r[0]! - p[0]!));
  const from = [a.lon, a.lat];
  const to = [b.lon, b.lat];
  return border.some((p, i) => {
    const q = border[i + 1];
    return q !== undefined && turn(from, to, p) !== turn(from, to, q) && turn(p, q, from) !== turn(p, q, to);
  });
}

function* times(from: number, to: number, step: number): Generator<number> {
  for (let time = from; time <= to; time += step) yield time;
}

function text(fleet: Fleet, from: number, to: number, density: Density): string {
  return transmissions(fleet, from, to, density)
    .flatMap((one) => (one.what === 'naf' ? [nafRecord(one, one.time)] : aisSentences(one, fleet.seed, true).flat()))
    .join('\n');
}

function history(fleet: Fleet): Transmission[] {
  const all: Transmission[] = [];
  for (const from of times(start - 48 * HOUR, start - 1, 20 * MINUTE)) {
    all.push(...transmissions(fleet, from, from + 20 * MINUTE, 'history'));
  }
  return all;
}

const demo = () => new Fleet(1, demoSizes, { startTime: start });

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

    it('keeps off the land, except in the ports', function () {
      const onLand = loadLand();
      if (!onLand) return this.skip();
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
