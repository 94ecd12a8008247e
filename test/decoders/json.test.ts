/** JSON: objects out of any stream, positions by our own schema, Signal K. */
import { expect } from 'chai';
import fc from 'fast-check';
import { JsonObjects, MAX_OBJECT } from '../../decoders/json/objects.ts';
import { createDecoder, type DecoderFormat } from '../../decoders/registry.ts';
import type { VmsMessage } from '../../decoders/vms/message.ts';
import { bytesOf, Collector, decodeAll, NOW } from './collect.ts';

function objectsOf(input: string | Uint8Array, lists: string[] = []) {
  const found = { objects: [] as string[], envelopes: [] as string[], broken: [] as [string, string][] };
  const objects = new JsonObjects(
    {
      object: (text) => found.objects.push(text),
      envelope: (text) => found.envelopes.push(text),
      broken: (reason, text) => found.broken.push([reason, text]),
    },
    lists,
  );
  objects.push(typeof input === 'string' ? new TextEncoder().encode(input) : input);
  objects.end();
  return found;
}

describe('Objects in a stream of JSON', function () {
  this.timeout(60_000);

  const one = '{"a":{"b":[1,{"c":"}{[\\"\\\\"}]},"d":"ñ"}';

  it('are found in lines, arrays, sequences and without anything between', () => {
    for (const text of [
      `${one}\n${one}\r\n`,
      `[${one}, ${one}]`,
      `[\n ${one}\n,\n ${one}\n]\n`,
      `${one}${one}`,
      `\ufeff${one}\x1e${one}`,
    ]) {
      expect(objectsOf(text), text).to.deep.equal({ objects: [one, one], envelopes: [], broken: [] });
    }
  });

  it('are found one by one in a list inside an envelope', () => {
    const text = `{"protocol":"x","n":[1],"msgs": [ ${one},\n${one} ],"after":{"msgs":[{}]}}${one}`;
    expect(objectsOf(text, ['msgs'])).to.deep.equal({
      objects: [one, one, one],
      envelopes: ['{"protocol":"x","n":[1],"msgs": [],"after":{"msgs":[{}]}}'],
      broken: [],
    });
    expect(objectsOf(text).objects).to.have.length(2);
    const long = `{"msgs":[${`${one},`.repeat(5000)}${one}]}`;
    expect(objectsOf(long, ['msgs']).objects).to.have.length(5001);
  });

  it('are found again behind one that broke off', () => {
    for (const [text, reasons] of [
      [`{"a":1,\n${one}`, ['bad-json']],
      [`{"a":1\n${one}`, ['bad-json']],
      [`{"a":"no end\n${one}`, ['bad-json']],
      [`{"a":[1,2}${one}`, ['bad-json']],
      [`# comment\n${one}`, ['not-json']],
      [`x y z ${one}`, ['not-json']],
      [`1,2,3\n${one}`, ['not-json']],
      [`{"a":"${'x'.repeat(MAX_OBJECT)}"}${one}`, ['too-long']],
      [`${'{"a":'.repeat(100)}1${'}'.repeat(100)}${one}`, ['too-deep']],
      [`{"a":1,"b":${one}`, ['bad-json']],
      [`{"msgs":[${one},\n{"msgs":[${one}]}`, ['bad-json']],
    ] as const) {
      const { objects, broken } = objectsOf(text, ['msgs']);
      expect(
        broken.map(([reason]) => reason),
        text.slice(0, 30),
      ).to.deep.equal(reasons);
      const last = text.startsWith('{"a":1,"b":') ? [] : [one];
      expect(objects.slice(-1), text.slice(0, 30)).to.deep.equal(last);
    }
  });

  it('are those that JSON.stringify wrote, whatever they hold and however they are cut', () => {
    const values = fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), { maxLength: 8 });
    fc.assert(
      fc.property(values, fc.constantFrom('', '\n', ', ', ' '), fc.nat(3), (all, between, indent) => {
        const texts = all.map((value) => JSON.stringify(value, undefined, indent));
        const bytes = new TextEncoder().encode(`[${texts.join(between)}]`);
        expect(objectsOf(bytes)).to.deep.equal({ objects: texts, envelopes: [], broken: [] });
      }),
    );
  });

  it('cost time in proportion to their length, and bounded room', () => {
    for (const text of [
      '{'.repeat(500_000),
      '{"a":'.repeat(400_000),
      '['.repeat(500_000),
      `{"${'a'.repeat(1_000_000)}`,
      '{"msgs":['.repeat(100_000),
    ]) {
      const collector = new Collector();
      const decoder = createDecoder('ais-json', collector);
      decoder.push(new TextEncoder().encode(text), NOW);
      expect(JSON.stringify(decoder.save()).length).to.be.below(4 * MAX_OBJECT);
    }
  });
});

function only(value: unknown, format: DecoderFormat): VmsMessage | string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const { messages, rejected } = decodeAll(new TextEncoder().encode(text), format);
  expect(messages.length + rejected.length, text).to.equal(1);
  return rejected[0]?.reason ?? (messages[0]!.message as VmsMessage);
}

describe('Positions as JSON', () => {
  const sound = { time: '2026-03-01T08:15:30+07:00', lat: 15.508, lon: 108.652, registration: 'QNa-91234-TS' };

  it('have the fields that are documented', () => {
    const full = {
      ...sound,
      speed: 7.2,
      course: 181,
      heading: 360,
      name: 'Hải Đăng',
      callsign: 'XVAB',
      device_id: 'TS1',
      internal_reference: 'VNM1',
      flag: 'VNM',
      mmsi: 574123456,
      imo: '9074729',
      type: 'POS',
      colour: 'blue',
      owner: null,
    };
    const { colour: _, owner: __, ...known } = full;
    expect(only(full, 'json')).to.deep.equal({
      ...known,
      class: 'VMS',
      format: 'json',
      time: '2026-03-01T01:15:30Z',
      heading: 0,
      imo: 9074729,
    });
  });

  it('come as an object, an array, lines or a list in an envelope', () => {
    const one = JSON.stringify(sound);
    for (const text of [one, `[${one}]`, `${one}\n`, `{"positions":[${one}],"sender":"x"}`]) {
      expect(only(text, 'json')).to.include({ lat: 15.508 });
    }
  });

  it('take back what haidang decode wrote', () => {
    const line = only(sound, 'json');
    expect(only(line, 'json')).to.deep.equal(line);
  });

  it('say their time with its zone, or as an epoch', () => {
    const timeOf = (time: unknown) => {
      const message = only({ ...sound, time }, 'json');
      return typeof message === 'string' ? message : message.time;
    };
    expect(timeOf('2026-03-01T01:15:30.25Z')).to.equal('2026-03-01T01:15:30.250Z');
    expect(timeOf('2026-03-01 08:15+0700')).to.equal('2026-03-01T01:15:00Z');
    expect(timeOf(1772327730)).to.equal('2026-03-01T01:15:30Z');
    expect(timeOf(1772327730250)).to.equal('2026-03-01T01:15:30.250Z');
    expect(timeOf('2026-03-01T08:15:30')).to.equal('no-time-zone');
    expect(timeOf('2026-02-30T08:15:30Z')).to.equal('bad-time');
    expect(timeOf('yesterday')).to.equal('bad-time');
    expect(timeOf(true)).to.equal('bad-time');
    expect(timeOf(null)).to.equal('no-date-time');
    expect(timeOf(5)).to.equal('bad-time');
  });

  it('say why they cannot be used', () => {
    expect(only({ ...sound, lat: 91 }, 'json')).to.equal('bad-latitude');
    expect(only({ ...sound, lat: '15.5' }, 'json')).to.equal('bad-latitude');
    expect(only({ ...sound, lon: -180.5 }, 'json')).to.equal('bad-longitude');
    expect(only({ ...sound, lon: null }, 'json')).to.equal('no-position');
    expect(only({ ...sound, registration: ' ' }, 'json')).to.equal('no-identity');
    expect(only('{"lat":15.5,}', 'json')).to.equal('bad-json');
    expect(only('hello', 'json')).to.equal('not-json');
  });

  it('may be without a position', () => {
    expect(only({ name: 'Hải Đăng', mmsi: 574123456 }, 'json')).to.deep.equal({
      class: 'VMS',
      format: 'json',
      name: 'Hải Đăng',
      mmsi: 574123456,
    });
  });

  it('never make the decoder throw', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), (values) => {
        for (const format of ['json', 'signalk', 'ais-json'] as const) {
          decodeAll(new TextEncoder().encode(values.map((value) => JSON.stringify(value)).join('\n')), format);
        }
      }),
    );
  });
});

describe('Signal K', () => {
  const at = '2026-03-01T01:15:30Z';
  const position = { path: 'navigation.position', value: { longitude: 108.652, latitude: 15.508 } };
  const vessel = 'vessels.urn:mrn:imo:mmsi:574123456';

  function messagesOf(...deltas: unknown[]): VmsMessage[] {
    const { messages, rejected } = decodeAll(
      new TextEncoder().encode(deltas.map((delta) => JSON.stringify(delta)).join('\n')),
      'signalk',
    );
    expect(rejected).to.deep.equal([]);
    return messages.map(({ message }) => message as VmsMessage);
  }

  const update = (timestamp: string, ...values: unknown[]) => ({ timestamp, source: { label: 'x' }, values });

  it('has SI units, and the vessel in its context', () => {
    const values = [
      position,
      { path: 'navigation.speedOverGround', value: 3.7 },
      { path: 'navigation.courseOverGroundTrue', value: Math.PI },
      { path: 'navigation.headingTrue', value: 2 * Math.PI },
    ];
    expect(messagesOf({ context: vessel, updates: [update(at, ...values)] })).to.deep.equal([
      {
        class: 'VMS',
        format: 'signalk',
        time: at,
        lat: 15.508,
        lon: 108.652,
        speed: 7.192,
        course: 180,
        heading: 0,
        mmsi: 574123456,
      },
    ]);
  });

  it('spreads a report over updates and deltas, each value with its own time', () => {
    const speed = (value: number) => ({ path: 'navigation.speedOverGround', value });
    const [first, second, third] = messagesOf(
      {
        context: vessel,
        updates: [
          update('2026-03-01T01:15:28Z', speed(1)),
          update(at, position),
          update('2026-03-01T01:15:31Z', speed(2)),
        ],
      },
      {
        context: vessel,
        updates: [update('2026-03-01T01:15:40Z', { path: 'navigation.courseOverGroundTrue', value: 1 })],
      },
      { context: vessel, updates: [update('2026-03-01T01:15:41Z', position)] },
      { context: vessel, updates: [update('2026-03-01T01:20:00Z', position)] },
    );
    // The nearest in time, also when it comes behind the position.
    expect(first!.speed).to.equal(3.888);
    expect(second).to.include({ speed: 3.888, course: 57.3 });
    // What is five minutes old says nothing any more.
    expect(third).not.to.have.any.keys('speed', 'course');
  });

  it('remembers who a vessel is, whichever way it was said', () => {
    const [message] = messagesOf(
      {
        context: vessel,
        updates: [{ values: [{ path: '', value: { name: 'Hải Đăng', communication: { callsignVhf: 'XVAB' } } }] }],
      },
      {
        context: vessel,
        updates: [
          {
            values: [
              { path: 'registrations.imo', value: 'IMO 9074729' },
              { path: 'flag', value: 'VN' },
            ],
          },
        ],
      },
      {
        context: vessel,
        updates: [{ values: [{ path: 'registrations.national.vn.registration', value: 'QNa-91234-TS' }] }],
      },
      { context: vessel, updates: [update(at, position)] },
    );
    expect(message).to.include({
      name: 'Hải Đăng',
      callsign: 'XVAB',
      imo: 9074729,
      flag: 'VN',
      registration: 'QNa-91234-TS',
    });
  });

  it('knows the server’s own vessel by its greeting, and others by UUID', () => {
    const uuid = 'vessels.urn:mrn:signalk:uuid:c0d79334-4e25-4245-8892-54e8ccc8021d';
    const [own, other] = messagesOf(
      { name: 'signalk-server', version: '2.8.0', self: vessel, roles: ['main'] },
      { updates: [update(at, position)] },
      { context: uuid, updates: [update(at, position)] },
    );
    expect(own!.mmsi).to.equal(574123456);
    expect(other!.device_id).to.equal(uuid.replace('vessels.', ''));
  });

  it('leaves out what is null', () => {
    const [message] = messagesOf(
      { context: vessel, updates: [update(at, { path: 'navigation.speedOverGround', value: 2 })] },
      { context: vessel, updates: [update(at, { path: 'navigation.position', value: null })] },
      {
        context: vessel,
        updates: [update(at, { path: 'navigation.position', value: { latitude: null, longitude: null } })],
      },
      {
        context: vessel,
        updates: [update(at, { path: 'navigation.speedOverGround', value: null }), update(at, position)],
      },
    );
    expect(message).to.deep.equal({
      class: 'VMS',
      format: 'signalk',
      time: at,
      lat: 15.508,
      lon: 108.652,
      mmsi: 574123456,
    });
  });

  it('says why a delta cannot be used', () => {
    const delta = (changes: object) =>
      only({ context: vessel, updates: [update(at, position)], ...changes }, 'signalk');
    const place = (value: unknown, timestamp: unknown = at) =>
      delta({ updates: [{ timestamp, values: [{ path: 'navigation.position', value }] }] });
    expect(delta({ context: 'aton.urn:mrn:imo:mmsi:995741234' })).to.equal('not-a-vessel');
    expect(delta({ context: 'vessels.self' })).to.equal('no-identity');
    expect(delta({ updates: [5] })).to.equal('bad-update');
    expect(place({ latitude: 91, longitude: 0 })).to.equal('bad-latitude');
    expect(place({ latitude: 1, longitude: 181 })).to.equal('bad-longitude');
    expect(place({ latitude: 1 })).to.equal('bad-longitude');
    expect(place(position.value, null)).to.equal('no-date-time');
    expect(place(position.value, '2026-03-01T08:15:30')).to.equal('no-time-zone');
  });

  it('does not change what it has saved', () => {
    const decoder = createDecoder('signalk', new Collector());
    const named = (name: string) =>
      bytesOf(JSON.stringify({ context: vessel, updates: [{ values: [{ path: 'name', value: name }] }] }));
    decoder.push(named('A'), NOW);
    const state = decoder.save();
    const before = JSON.stringify(state);
    decoder.push(named('B'), NOW);
    expect(JSON.stringify(state)).to.equal(before);
  });

  it('forgets the vessel that was silent longest', () => {
    const name = (index: number) => ({
      context: `vessels.urn:mrn:imo:mmsi:${574_000_000 + index}`,
      updates: [{ values: [{ path: 'name', value: `V${index}` }] }],
    });
    const place = (index: number) => ({
      context: `vessels.urn:mrn:imo:mmsi:${574_000_000 + index}`,
      updates: [update(at, position)],
    });
    const messages = messagesOf(
      name(0),
      name(1),
      ...Array.from({ length: 999 }, (_, index) => name(index + 2)),
      place(1),
      place(0),
    );
    expect(messages.map((message) => message.name)).to.deep.equal(['V1', undefined]);
  });
});
