/** What the encoder writes, the decoder reads: every field of the types that the simulator sends. */
import { expect } from 'chai';
import fc from 'fast-check';
import { type EncodableAis, encodeAis } from '../../decoders/ais/encoder.ts';
import { decodeAll } from './collect.ts';

const whole = (min: number, max: number) => fc.integer({ min, max });
const tenths = (min: number, max: number) => whole(min * 10, max * 10).map((n) => n / 10);
const grid = (steps: number, limit: number) =>
  whole(-limit * steps, limit * steps).map((n) => Math.round((n / steps) * 1e7) / 1e7 + 0);
const text = (max: number) => fc.stringMatching(new RegExp(`^[A-Z0-9][ -?A-Z\\[\\]_]{0,${max - 2}}[A-Z0-9]$`));

const header = { repeat: whole(0, 3), mmsi: whole(0, 999_999_999) };
const place = { accuracy: fc.boolean(), lon: grid(600_000, 180), lat: grid(600_000, 90) };
const motion = { speed: tenths(0, 102), course: tenths(0, 359), heading: whole(0, 359), second: whole(0, 59) };
const hull = { to_bow: whole(1, 511), to_stern: whole(0, 511), to_port: whole(0, 63), to_starboard: whole(0, 63) };
/** Any of the fields may be missing but those that make a message. */
function sparse(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> {
  const requiredKeys = ['type', 'part', 'repeat', 'mmsi'].filter((name) => name in fields);
  return fc.record(fields, { requiredKeys });
}

/** Turns that the raw field can hold, as degrees a minute to 0.1. */
const turn = fc.oneof(
  fc.constantFrom('fastleft' as const, 'fastright' as const),
  whole(-126, 126).map((raw) => (Math.sign(raw) * Math.round((raw / 4.733) ** 2 * 10)) / 10 + 0),
);

const types: Record<string, fc.Arbitrary<object>> = {
  'position of class A (1, 2, 3)': sparse({
    type: fc.constantFrom(1, 2, 3),
    ...header,
    ...place,
    ...motion,
    status: whole(0, 14),
    turn,
    maneuver: whole(1, 3),
    raim: fc.boolean(),
    radio: whole(0, 2 ** 19 - 1),
  }),
  'base station (4)': sparse({
    type: fc.constantFrom(4, 11),
    ...header,
    ...place,
    epfd: whole(1, 15),
    raim: fc.boolean(),
    radio: whole(0, 2 ** 19 - 1),
  }),
  'static and voyage of class A (5)': sparse({
    type: fc.constant(5),
    ...header,
    ais_version: whole(0, 3),
    imo: whole(1, 2 ** 30 - 1),
    callsign: text(7),
    shipname: text(20),
    shiptype: whole(1, 255),
    ...hull,
    epfd: whole(1, 15),
    draught: tenths(1, 25),
    destination: text(20),
    dte: whole(0, 1),
  }),
  'position of class B (18)': sparse({
    type: fc.constant(18),
    ...header,
    ...place,
    ...motion,
    reserved: whole(0, 255),
    regional: whole(0, 3),
    cs: fc.boolean(),
    display: fc.boolean(),
    dsc: fc.boolean(),
    band: fc.boolean(),
    msg22: fc.boolean(),
    assigned: fc.boolean(),
    raim: fc.boolean(),
    radio: whole(0, 2 ** 20 - 1),
  }),
  'extended position of class B (19)': sparse({
    type: fc.constant(19),
    ...header,
    ...place,
    ...motion,
    ...hull,
    reserved: whole(0, 255),
    regional: whole(0, 15),
    shipname: text(20),
    shiptype: whole(1, 255),
    epfd: whole(1, 15),
    raim: fc.boolean(),
    dte: whole(0, 1),
    assigned: fc.boolean(),
  }),
  'aid to navigation (21)': sparse({
    type: fc.constant(21),
    ...header,
    ...place,
    ...hull,
    aid_type: whole(0, 31),
    name: text(34),
    epfd: whole(1, 15),
    second: whole(0, 59),
    off_position: fc.boolean(),
    regional: whole(0, 255),
    raim: fc.boolean(),
    virtual_aid: fc.boolean(),
    assigned: fc.boolean(),
  }),
  'name of class B (24A)': sparse({ type: fc.constant(24), part: fc.constant('A'), ...header, shipname: text(20) }),
  'details of class B (24B)': sparse({
    type: fc.constant(24),
    part: fc.constant('B'),
    repeat: header.repeat,
    mmsi: whole(200_000_000, 799_999_999),
    shiptype: whole(1, 255),
    vendorid: text(3),
    model: whole(0, 15),
    serial: whole(0, 2 ** 20 - 1),
    callsign: text(7),
    ...hull,
    epfd: whole(1, 15),
  }),
  'details of a craft of a mother ship (24B)': sparse({
    type: fc.constant(24),
    part: fc.constant('B'),
    repeat: header.repeat,
    mmsi: whole(980_000_000, 989_999_999),
    mothership_mmsi: header.mmsi.filter((n) => n > 0),
  }),
  'long range (27)': sparse({
    type: fc.constant(27),
    ...header,
    accuracy: fc.boolean(),
    lon: grid(600, 180),
    lat: grid(600, 90),
    raim: fc.boolean(),
    status: whole(0, 14),
    speed: whole(0, 62),
    course: whole(0, 359),
    gnss: fc.boolean(),
  }),
};

/** What the decoder always gives, whether or not it was said. */
const isDefault = (name: string, value: unknown) =>
  value === false ||
  (value === 0 &&
    ['radio', 'reserved', 'regional', 'ais_version', 'aid_type', 'model', 'serial', 'repeat'].includes(name)) ||
  (name === 'dte' && value === 1) ||
  (name === 'cs' && value === true) ||
  name === 'class';

describe('encodeAis', function () {
  this.timeout(60_000);

  for (const [name, arbitrary] of Object.entries(types)) {
    it(`is undone by the decoder: ${name}`, () => {
      fc.assert(
        fc.property(arbitrary, whole(0, 9), (message, sequence) => {
          // A half-given hull is a hull whose other sides are 0.
          const sent = Object.keys(message).some((key) => key.startsWith('to_'))
            ? { to_bow: 0, to_stern: 0, to_port: 0, to_starboard: 0, ...message }
            : message;
          const { messages, stats } = decodeAll(`${encodeAis(sent as EncodableAis, { sequence }).join('\n')}\n`);
          expect(stats.rejected).to.deep.equal({});
          expect(messages).to.have.length(1);
          const got = messages[0]!.message as unknown as Record<string, unknown>;
          const noHull = Object.entries(sent).every(([key, value]) => !key.startsWith('to_') || value === 0);
          for (const [key, value] of Object.entries(sent)) {
            expect(got[key], key).to.equal(key.startsWith('to_') && noHull ? undefined : value);
          }
          for (const [key, value] of Object.entries(got)) {
            if (!(key in sent)) expect(isDefault(key, value), `${key}: ${value}`).to.equal(true);
          }
        }),
      );
    });
  }

  it('writes times of class A voyages and base stations', () => {
    const eta = { month: 5, day: 6, hour: 7, minute: 8 };
    const voyage = decodeAll(encodeAis({ type: 5, mmsi: 574000001, ...eta }).join('\n')).messages[0]!.message;
    expect(voyage).to.include({ eta: '05-06T07:08Z', ...eta });
    const utc = { year: 2024, month: 2, day: 29, hour: 23, minute: 59, second: 58 };
    const base = decodeAll(encodeAis({ type: 4, mmsi: 5740001, ...utc }).join('\n')).messages[0]!.message;
    expect(base).to.include({ timestamp: '2024-02-29T23:59:58Z', ...utc });
    const never = decodeAll(encodeAis({ type: 4, mmsi: 5740001, ...utc, year: 2023 }).join('\n')).messages[0]!.message;
    expect(never).not.to.have.property('timestamp');
  });

  it('says nothing where nothing is known', () => {
    const text = JSON.stringify(decodeAll(encodeAis({ type: 1, mmsi: 574000001 })[0]!).messages[0]!.message);
    expect(text).to.equal(
      '{"class":"AIS","type":1,"repeat":0,"mmsi":574000001,"accuracy":false,"raim":false,"radio":0}',
    );
  });

  it('keeps within 82 characters and joins its parts by group', () => {
    const sentences = encodeAis(
      { type: 5, mmsi: 574000001, shipname: 'BD 91234 TS' },
      { tag: { time: 1_700_000_000, station: 'QN1' }, sequence: 3, channel: 'B' },
    );
    expect(sentences).to.have.length(2);
    for (const sentence of sentences) expect(sentence.slice(sentence.indexOf('!')).length).to.be.at.most(80);
    const { messages, stats } = decodeAll(sentences.join('\n'));
    expect(messages[0]!.meta).to.deep.include({
      stationTime: 1_700_000_000_000,
      station: 'QN1',
      channel: 'B',
      group: '1003',
    });
    expect(stats.damaged).to.deep.equal({});
  });
});
