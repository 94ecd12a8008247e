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
    if (name === 'rot_raw') checkTurn(where, Number(value), message.turn);
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

/** M.1371-5: raw = 4.733·√(degrees a minute); ours is to 0.1. */
function checkTurn(where: string, raw: number, got: unknown): void {
  const degrees = (Math.sign(raw) * Math.round((raw / 4.733) ** 2 * 10)) / 10 + 0;
  const expected = { [-128]: undefined, [-127]: 'fastleft', 127: 'fastright' };
  expect(got, where).to.equal(raw in expected ? expected[raw as -128] : degrees);
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

/** Where a decoder that the vectors were tried on says something else, and why ours is right. */
interface Disagreement {
  peer: 'pyais' | 'libais' | 'gpsd';
  what: RegExp;
  types?: readonly number[];
  why: string;
}

const disagreements: readonly Disagreement[] = [
  {
    peer: 'libais',
    what: /AIS_ERR_BAD_BIT_COUNT|: AIS_ERR_$/,
    why: 'takes one length of a type only; real transponders send others, whose fields are where they always are',
  },
  {
    peer: 'libais',
    what: /DAC:FI not known|AIS_UNINITIALIZED/,
    why: 'refuses a binary message whose application it does not know; its header and its bits are good',
  },
  {
    peer: 'libais',
    what: /^(?:name|shipname|callsign|text): .*(?:[-`]).* vs .*[_']/,
    types: [5, 19, 21, 24],
    why: 'has - for _ and ` for an apostrophe in its letters; M.1371 table 47 has 31 for _ and 39 for the apostrophe',
  },
  {
    peer: 'libais',
    what: /^name: '(.{20}).+' vs '\1'/,
    types: [21],
    why: 'gives name and extension as one, as we do; the vector comes from pyais, which gives two',
  },
  {
    peer: 'gpsd',
    what: /^name: '(.{20}).+' vs '\1'/,
    types: [21],
    why: 'gives name and extension as one, as we do; the vector comes from pyais, which gives two',
  },
  {
    peer: 'gpsd',
    what: /ERR:none/,
    types: [24],
    why: 'waits for the other half of type 24, which may never be heard; each half stands by itself',
  },
  {
    peer: 'gpsd',
    what: /ERR:none/,
    types: [21, 23, 25, 26, 27],
    why: 'takes some lengths of a type only; surplus bits mean nothing, and fields cut off are absent',
  },
  {
    peer: 'pyais',
    what: /^(?:lat|lon): /,
    types: [17],
    why: 'reads the reference site as unsigned tenths of minutes; it is signed, and a 1/600 of a degree',
  },
  {
    peer: 'pyais',
    what: /^text: '(.*).' vs '\1'/,
    types: [14],
    why: 'makes a letter of the last bits, which are less than six',
  },
  {
    peer: 'pyais',
    what: /^(?:name|shipname|destination): '([^@]*)@.*' vs '\1'/,
    why: 'reads on behind the first @, which ends a text',
  },
  {
    peer: 'pyais',
    what: /^(?:shipname|callsign): '(\S.*)' vs ' +\1'/,
    types: [5],
    why: 'drops spaces in front, which the sender put there',
  },
  {
    peer: 'pyais',
    what: /^ship_type: 0 vs [1-9]/,
    why: 'makes 0 of ship types that are reserved; what was sent is kept',
  },
  {
    peer: 'pyais',
    what: /UnknownPartNoException/,
    types: [24],
    why: 'refuses parts of type 24 that M.1371-5 does not define; who sent it is known all the same',
  },
];

describe('AIS payload vectors on which decoders disagree', () => {
  const all = payloadVectors.flatMap((vector) =>
    Object.entries(vector.differ ?? {}).flatMap(([peer, items]) => items.map((item) => ({ vector, peer, item }))),
  );
  const reasonOf = ({ vector, peer, item }: (typeof all)[number]): Disagreement | undefined =>
    disagreements.find(
      (one) => one.peer === peer && one.what.test(item) && (one.types?.includes(vector.expect.type) ?? true),
    );

  for (const disagreement of disagreements) {
    const { peer, why, types } = disagreement;
    it(`${peer} ${why}${types ? ` (${types.join(', ')})` : ''}`, () => {
      const mine = all.filter((one) => reasonOf(one) === disagreement);
      expect(mine).not.to.have.length(0);
      for (const { vector } of mine) {
        check(vector, decodeAll(vector.lines.join('\n')).messages[0]!.message as unknown as Fields);
      }
    });
  }

  it('are all explained', () => {
    const open = all.filter((one) => reasonOf(one) === undefined);
    expect(open.map(({ vector, peer, item }) => `${vector.id} ${peer}: ${item}`)).to.deep.equal([]);
  });
});
