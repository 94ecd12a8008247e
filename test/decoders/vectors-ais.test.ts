/** Every payload vector, field by field. The vectors keep raw "not available" values; here they must be absent. */
import { expect } from 'chai';
import { decodeAll } from './collect.ts';
import { type PayloadVector, payloadVectors } from './vectors.ts';

type Fields = Record<string, unknown>;
type Value = number | string | boolean | null;

const names: Record<string, string> = {
  nav_status: 'status',
  sog: 'speed',
  cog: 'course',
  ship_type: 'shiptype',
  station_type: 'stationtype',
  aton_status: 'regional',
  data_hex: 'data',
  eta_month: 'month',
  eta_day: 'day',
  eta_hour: 'hour',
  eta_minute: 'minute',
};

/** Values that mean "not available", by the vectors' names; ais.md §3. */
function isAbsent(type: number, name: string, value: Value): boolean {
  if (value === null || value === '') return true;
  const number = Number(value);
  switch (name) {
    case 'lon':
    case 'ne_lon':
    case 'sw_lon':
      return Math.abs(number) > 180;
    case 'lat':
    case 'ne_lat':
    case 'sw_lat':
      return Math.abs(number) > 90;
    case 'sog':
      return number === (type === 27 ? 63 : type === 9 ? 1023 : 102.3);
    case 'cog':
    case 'heading':
      return number >= 360;
    case 'nav_status':
      return number === 15;
    case 'second':
      return type === 4 || type === 11 ? number > 59 : number === 60;
    case 'alt':
      return number === 4095;
    case 'year':
    case 'imo':
    case 'draught':
    case 'epfd':
    case 'maneuver':
      return number === 0;
    case 'month':
    case 'eta_month':
      return number < 1 || number > 12;
    case 'day':
    case 'eta_day':
      return number === 0;
    case 'hour':
    case 'eta_hour':
      return number > 23;
    case 'minute':
    case 'eta_minute':
      return number > 59;
    case 'ship_type':
      return number === 0 && type !== 23;
    case 'mothership_mmsi':
      return number === 0;
    default:
      return false;
  }
}

function check(vector: PayloadVector, message: Fields): void {
  const { type } = vector.expect;
  const hull = ['to_bow', 'to_stern', 'to_port', 'to_starboard'];
  const noHull = hull.every((side) => !vector.expect[side]);
  for (const [name, value] of Object.entries(vector.expect)) {
    const where = `${vector.id} ${name}`;
    const got = message[names[name] ?? name];
    if (name === 'bits' || name === 'name_ext') continue;
    if (name === 'turn') continue;
    if (name === 'rot_raw') checkTurn(where, Number(value), vector.expect.turn as number | null, message.turn);
    else if (name === 'partno') expect(message.part, where).to.equal({ 0: 'A', 1: 'B' }[Number(value)]);
    // pyais, from which this one was taken, splits what gpsd and libais give as one name.
    else if (name === 'name') expect(got, where).to.equal(fullName(vector) || undefined);
    else if (name === 'data_hex') expect(String(got ?? ':').split(':')[1], where).to.equal(value);
    else if (isAbsent(type, name, value) || (hull.includes(name) && noHull)) expect(got, where).to.equal(undefined);
    else if (typeof value === 'number') expect(got, where).to.be.closeTo(value, tolerance(type, name));
    else expect(got, where).to.equal(value);
  }
}

function fullName(vector: PayloadVector): string {
  const name = String(vector.expect.name ?? '');
  return vector.expect.name_ext ? name.padEnd(20) + vector.expect.name_ext : name;
}

/** The vectors print degrees to six decimals, regions (22, 23) to four. */
function tolerance(type: number, name: string): number {
  if (!/lon|lat/.test(name)) return 1e-9;
  return type === 22 || type === 23 ? 5.1e-5 : 5.1e-7;
}

function checkTurn(where: string, raw: number, turn: number | null, got: unknown): void {
  if (raw === -128) expect(got, where).to.equal(undefined);
  else if (raw === 127) expect(got, where).to.equal('fastright');
  else if (raw === -127) expect(got, where).to.equal('fastleft');
  else expect(got, where).to.be.closeTo(turn!, 0.051);
}

describe('AIS payload vectors', () => {
  for (const vector of payloadVectors) {
    it(`${vector.id}: type ${vector.expect.type}, ${vector.case}`, () => {
      const { messages, stats } = decodeAll(`${vector.lines.join('\r\n')}\r\n`);
      expect(stats.rejected).to.deep.equal({});
      expect(messages).to.have.length(1);
      check(vector, messages[0]!.message as unknown as Fields);
    });
  }
});
