/** Plays the day before and the shift itself into the product, a step of its clock after the other. */
import { type EncodableAis, encodeAis } from '../../decoders/ais/encoder.ts';
import type { Boat } from '../../server/simulator/craft.ts';
import { aisSentences, nafRecord } from '../../server/simulator/messages.ts';
import { type Transmission, transmissions } from '../../server/simulator/schedule.ts';
import type { RehearsalFleet } from './fleet.ts';
import type { Officer } from './officer.ts';
import { HOUR, MINUTE, ON_LAND, OUTAGE, SART, SART_TEST, type Script, STORED } from './script.ts';
import type { World } from './world.ts';

const STEP_MS = MINUTE;
const STEP_BEFORE_MS = 10 * MINUTE;
/** Real milliseconds that a step of the clock takes. */
const REAL_MS = 30;
const DAY_BEFORE_HOURS = 26;
/** A provider passes a position on so much later. */
const PASSED_ON_MS = MINUTE;
const RECORDS_A_BODY = 100;

interface Shift {
  fleet: RehearsalFleet;
  script: Script;
  world: World;
  officer: Officer;
  /** Virtual epoch ms. */
  start: number;
  hours: number;
  /** Has the clock come to a virtual time; absent: it is told so. */
  pass?: (until: number) => Promise<void>;
}

export class Play {
  readonly #shift: Shift;
  /** Fixes that a provider could not deliver. */
  #held: string[] = [];
  #wasOnLand = false;

  constructor(shift: Shift) {
    this.#shift = shift;
  }

  /** A day and two hours before the shift, so that everybody is known by their ways. */
  async before(): Promise<void> {
    const { world, start, fleet, script, officer } = this.#shift;
    const silentSince = start + STORED.silentSince * HOUR;
    const last = [4, 2, 0].map((hours) => silentSince - hours * HOUR);
    await world.naf(
      script.back.vms!.provider,
      last.map((time) => this.#naf(script.back, time)),
    );
    for (let from = start - DAY_BEFORE_HOURS * HOUR; from < start; from += STEP_BEFORE_MS) {
      await this.#send(transmissions(fleet, from, from + STEP_BEFORE_MS, 'history'), from + STEP_BEFORE_MS);
    }
    await officer.look(start);
  }

  async play(progress: (hour: number) => void): Promise<void> {
    const { start, hours, fleet, officer } = this.#shift;
    for (let step = 0; step * STEP_MS < hours * HOUR; step++) {
      const from = start + step * STEP_MS;
      if (step % 60 === 0) progress(step / 60);
      await this.#events(from);
      await this.#send(transmissions(fleet, from, from + STEP_MS, 'history'), from + STEP_MS);
      await officer.look(from + STEP_MS);
    }
  }

  async #send(all: readonly Transmission[], until: number): Promise<void> {
    const { world, fleet, pass } = this.#shift;
    if (pass) await pass(until);
    else await world.advance(until, REAL_MS);
    const byProvider = new Map<string, string[]>();
    for (const one of all) {
      if (one.what !== 'naf') continue;
      const record = this.#naf(one.craft as Boat, one.time);
      const { provider } = (one.craft as Boat).vms!;
      if (provider === OUTAGE.provider && this.#isOut(one.time)) this.#held.push(record);
      else byProvider.set(provider, [...(byProvider.get(provider) ?? []), record]);
    }
    for (const [provider, records] of byProvider) await world.naf(provider, records);
    const ais = all.filter(({ what }) => what !== 'naf');
    const sentences = (kind: string) =>
      ais.filter(({ craft }) => craft.kind === kind).flatMap((one) => aisSentences(one, fleet.seed, true));
    world.coast(sentences('boat').flat());
    world.radio(sentences('merchant'));
    await world.settled();
  }

  #naf(boat: Boat, time: number): string {
    const { fleet, start, script } = this.#shift;
    let state = fleet.stateAt(boat, time);
    if (boat === script.onLand && !this.#wasOnLand && time >= start + ON_LAND.at * HOUR) {
      this.#wasOnLand = true;
      state = { ...state, lon: ON_LAND.place[0], lat: ON_LAND.place[1] };
    }
    return nafRecord({ time, craft: boat, state, what: 'naf' }, time + PASSED_ON_MS);
  }

  #isOut(time: number): boolean {
    const hour = (time - this.#shift.start) / HOUR;
    return hour >= OUTAGE.from && hour < OUTAGE.to;
  }

  /** What happens beside the ordinary traffic of the minute that begins at `from`. */
  async #events(from: number): Promise<void> {
    const { world, start, script } = this.#shift;
    const is = (hour: number) => Math.floor((from - start - hour * HOUR) / STEP_MS) === 0;
    if (is(OUTAGE.to)) {
      await inBodies(this.#held, (records) => world.naf(OUTAGE.provider, records));
      this.#held = [];
    }
    if (is(STORED.back)) {
      const since = start + STORED.silentSince * HOUR;
      const spacing = (from - since) / (STORED.fixes + 1);
      const stored = Array.from({ length: STORED.fixes }, (_, i) => this.#naf(script.back, since + (i + 1) * spacing));
      await inBodies(stored, (records) => world.naf(script.back.vms!.provider, records));
    }
    for (const sart of [SART, SART_TEST]) {
      const hour = (from - start) / HOUR;
      if (hour >= sart.from && hour < sart.to) world.radio(burst(sart, from, sart === SART ? 14 : 15));
    }
  }
}

async function inBodies(records: readonly string[], send: (part: string[]) => Promise<void>): Promise<void> {
  for (let i = 0; i < records.length; i += RECORDS_A_BODY) await send(records.slice(i, i + RECORDS_A_BODY));
}

/** Eight messages a minute, as a SART sends them (ITU-R M.1371). */
function burst({ mmsi, place: [lon, lat] }: typeof SART, from: number, status: 14 | 15): string[][] {
  const text = status === 14 ? 'SART ACTIVE' : 'SART TEST';
  const position: EncodableAis = { type: 1, mmsi, status, lon, lat, accuracy: true, speed: 0.6, course: 140 };
  return Array.from({ length: 8 }, (_, i) => {
    const tag = { time: Math.floor(from / 1000) + 2 * i, station: 'demo-sontra' };
    return encodeAis(i === 7 ? { type: 14, mmsi, text } : { ...position, second: (2 * i) % 60 }, { tag });
  });
}
