/** Records of notice 1008: as the default layout has them, as an edited one has, and as they must not be lost. */
import { expect } from 'chai';
import fc from 'fast-check';
import { createDecoder } from '../../decoders/registry.ts';
import type { Vn1008Message } from '../../decoders/vms/vn1008.ts';
import { type EncodableVn1008, encodeVn1008 } from '../../decoders/vms/vn1008-encoder.ts';
import { defaultVn1008Layout, type Vn1008Layout } from '../../decoders/vms/vn1008-layout.ts';
import { checkVn1008Layout } from '../../decoders/vms/vn1008-layout-check.ts';
import { Collector, NOW } from './collect.ts';

function read(text: string, layout?: Vn1008Layout) {
  const collector = new Collector();
  const decoder = createDecoder('vn1008', collector, { vn1008: layout });
  decoder.push(new TextEncoder().encode(text), NOW);
  decoder.end(NOW);
  return { ...collector, stats: decoder.stats };
}

function only(text: string, layout?: Vn1008Layout): Vn1008Message {
  const { messages, rejections } = read(text, layout);
  expect(rejections).to.deep.equal([]);
  expect(messages).to.have.length(1);
  return messages[0]!.message as Vn1008Message;
}

function reason(text: string, layout?: Vn1008Layout): string {
  const { messages, rejections, stats } = read(text, layout);
  expect(messages).to.deep.equal([]);
  expect(stats.sentences).to.equal(1);
  return rejections.map((one) => one.reason).join();
}

function edited(changes: object): Vn1008Layout {
  const checked = checkVn1008Layout(changes);
  if ('faults' in checked) throw new Error(JSON.stringify(checked.faults));
  return checked.layout;
}

const record = 'POS,17,TS12345,081530,A,1530.5000,N,10839.1200,E,7.2,181.0,010326';

/** Fields side by side without separators, as other notices have them. */
const fixedWidths = edited({
  separator: '',
  impliedDecimals: 4,
  date: 'yyyymmdd',
  timeZone: '+07:00',
  speed: 'km/h',
  kinds: {
    position: {
      mref: ['POS'],
      parts: [
        { field: 'mref', width: 3 },
        { field: 'seqno', width: 6 },
        { field: 'id', width: 10 },
        { field: 'time', width: 6 },
        { field: 'state' },
        { field: 'latitude', width: 8 },
        { field: 'northSouth' },
        { field: 'longitude', width: 9 },
        { field: 'eastWest' },
        { field: 'speed', width: 5 },
        { field: 'direction', width: 5 },
        { field: 'date', width: 8 },
      ],
    },
    sos: {
      ...defaultVn1008Layout.kinds.sos,
      parts: defaultVn1008Layout.kinds.sos.parts.map((part) =>
        'width' in part && part.field === 'date' ? { ...part, width: 8 } : part,
      ),
    },
    downlink: { mref: ['IMG'], parts: [{ field: 'mref', width: 3 }, { field: 'id', width: 10 }, { field: 'text' }] },
    poll: {
      mref: ['POL'],
      parts: [
        { field: 'mref', width: 3 },
        { field: 'id', width: 10 },
      ],
    },
    reply: {
      mref: ['REP'],
      separator: ';',
      parts: ['mref', 'id', 'date', 'time', 'latitude', 'northSouth', 'longitude', 'eastWest'].map((field) => ({
        field,
      })),
    },
  },
});

describe('Notice 1008', function () {
  this.timeout(60_000);

  it('reads a periodic position', () => {
    expect(only(record)).to.deep.equal({
      class: 'VMS',
      format: 'vn1008',
      type: 'POS',
      mref: 'POS',
      sequence_no: '17',
      device_id: 'TS12345',
      state: 'A',
      time: '2026-03-01T08:15:30Z',
      lat: 15.5083333,
      lon: 108.652,
      speed: 7.2,
      course: 181,
    });
    expect(only(record.replace('POS', 'VNPT'))).to.include({ type: 'POS', mref: 'VNPT', lat: 15.5083333 });
    expect(only(record.replace('N,10839.1200,E', 'S,10839.1200,W'))).to.include({ lat: -15.5083333, lon: -108.652 });
    expect(only(record.replace('081530', '08:15:30.5').replace('010326', '01/03/26')).time).to.equal(
      '2026-03-01T08:15:30.500Z',
    );
  });

  it('gives no position without a valid fix, but the sign of life', () => {
    expect(only(record.replace(',A,', ',V,'))).to.deep.include({ state: 'V', time: '2026-03-01T08:15:30Z' });
    expect(only(record.replace(',A,', ',V,'))).not.to.have.any.keys('lat', 'lon', 'speed', 'course');
    expect(only('POS,17,TS12345,081530,V,,,,,,,010326')).to.include({ state: 'V', device_id: 'TS12345' });
  });

  it('reads the other kinds of message and does not keep a secret', () => {
    expect(only('IMG,3,TS12345,Gió mạnh, vào bờ')).to.include({ type: 'IMG', text: 'Gió mạnh, vào bờ' });
    const poll = only('POL,TS12345,4,S3CRET');
    expect(poll).to.deep.equal({
      class: 'VMS',
      format: 'vn1008',
      type: 'POLL',
      mref: 'POL',
      device_id: 'TS12345',
      sequence_no: '4',
    });
    expect(only(record.replace('POS', 'REP'))).to.include({ type: 'REPLY', lon: 108.652 });
  });

  it('reads an SOS, and its own time zone', () => {
    const sos = 'SOSTS12345 1530.5000 N 10839.1200 E010326 081530 GMT';
    expect(only(sos)).to.deep.equal({
      class: 'VMS',
      format: 'vn1008',
      type: 'SOS',
      mref: 'SOS',
      device_id: 'TS12345',
      time: '2026-03-01T08:15:30Z',
      lat: 15.5083333,
      lon: 108.652,
    });
    expect(only(`${sos}+7`).time).to.equal('2026-03-01T01:15:30Z');
  });

  it('loses no SOS that says of whom it is, whatever else is wrong with it', () => {
    for (const [text, fault] of [
      ['SOSTS12345 1560.5000 N 10839.1200 E010326 081530 GMT', 'sos-bad-latitude'],
      ['SOSTS12345 1530.5000 N 10839.1200 E310226 081530 GMT', 'sos-bad-date'],
      ['SOSTS12345 1530.5000 N', 'sos-not-the-layout'],
      ['SOSTS12345 help', 'sos-not-the-layout'],
      [record.replace('POS', 'SOS'), 'sos-not-the-layout'],
    ] as const) {
      const { messages, damages } = read(text);
      expect(messages[0]?.message, text).to.include({ type: 'SOS', device_id: 'TS12345' });
      expect(damages.map((one) => one.reason)).to.deep.equal([fault]);
    }
    expect(read(record.replace('POS', 'SOS')).messages[0]!.message).to.include({ lat: 15.5083333, lon: 108.652 });
    expect(reason('SOS')).to.equal('not-the-layout');
  });

  it('says why a record cannot be used', () => {
    expect(reason('hello')).to.equal('not-the-layout');
    expect(reason(`${record},x`)).to.equal('not-the-layout');
    expect(reason(record.replace('TS12345', ''))).to.equal('no-id');
    expect(reason(record.replace('1530.5', '1560.5'))).to.equal('bad-latitude');
    expect(reason(record.replace('1530.5', '9130.5'))).to.equal('bad-latitude');
    expect(reason(record.replace('1530.5', '530.5'))).to.equal('bad-latitude');
    expect(reason(record.replace(',N,', ',E,'))).to.equal('bad-latitude');
    expect(reason(record.replace('10839', '18139'))).to.equal('bad-longitude');
    expect(reason(record.replace('10839.1200,E', ',E'))).to.equal('no-position');
    expect(reason(record.replace('081530', '241530'))).to.equal('bad-time');
    expect(reason(record.replace('010326', '310226'))).to.equal('bad-date');
    expect(reason(record.replace('010326', ''))).to.equal('no-date-time');
    expect(reason(record.replace(',A,', ',5,'))).to.equal('bad-state');
    for (const length of [2049, 3000, 5000]) expect(reason(`${'x'.repeat(length)}\n`)).to.equal('too-long');
    expect(
      reason('hello', edited({ kinds: { position: { ...defaultVn1008Layout.kinds.position, mref: ['POS'] } } })),
    ).to.equal('unknown-message');
  });

  it('goes on behind a record that is too long, and splits at what the layout says', () => {
    expect(read(`${'x'.repeat(9000)}\r\n${record}\r\n\r\n${record}`).messages).to.have.length(2);
    expect(
      read(`${'x'.repeat(9000)}#*${record}#*${record}#`, edited({ recordEnd: '#*' })).stats.rejected,
    ).to.deep.equal({
      'too-long': 1,
      'bad-date': 1,
    });
  });

  it('reads fixed widths, implied decimals, local time and other units', () => {
    const fixed = 'POS000017TS12345   151530A15305000N108391200E013.3181.020260301';
    expect(only(fixed, fixedWidths)).to.include({
      device_id: 'TS12345',
      sequence_no: '000017',
      time: '2026-03-01T08:15:30Z',
      lat: 15.5083333,
      lon: 108.652,
      speed: 7.181,
      course: 181,
    });
    expect(reason(fixed.slice(0, -1), fixedWidths)).to.equal('not-the-layout');
    const seconds = edited({ coordinates: 'ddmmss' });
    expect(only(record.replace('1530.5000', '153030').replace('10839.1200', '1083907.2'), seconds)).to.include({
      lat: 15.5083333,
      lon: 108.652,
    });
    const decimal = edited({ coordinates: 'dd.dddd' });
    expect(only(record.replace('1530.5000,N', '-15.508,').replace('10839.1200', '108.652'), decimal).lat).to.equal(
      -15.508,
    );
  });

  it('gives back what the encoder wrote', () => {
    const word = fc.stringMatching(/^[A-Z0-9]{1,10}$/);
    const units = (degrees: number, perDegree: number) =>
      fc.integer({ min: -degrees * perDegree, max: degrees * perDegree }).map((n) => n / perDegree);
    const position = fc.record({
      time: fc
        .integer({ min: 0, max: 49 * 365 * 86_400 })
        .map((n) => new Date(Date.UTC(2000, 0, 2) + n * 1000).toISOString().replace('.000', '')),
      lat: units(90, 600_000),
      lon: units(180, 600_000),
      device_id: word,
      sequence_no: fc.integer({ min: 0, max: 999_999 }).map((n) => String(n).padStart(6, '0')),
      type: fc.constantFrom('POS' as const, 'REPLY' as const, 'SOS' as const),
      speed: fc.integer({ min: 0, max: 500 }).map((n) => n / 10),
      course: fc.integer({ min: 0, max: 3600 }).map((n) => n / 10),
    });
    fc.assert(
      fc.property(position, fc.constantFrom(defaultVn1008Layout, fixedWidths), (message, layout) => {
        const back = only(encodeVn1008(message, layout), layout);
        expect(back.lat).to.be.closeTo(message.lat, 1e-7);
        expect(back.lon).to.be.closeTo(message.lon, 1e-7);
        expect(back).to.include({ type: message.type, device_id: message.device_id, time: message.time });
        if (message.type !== 'POS') return;
        expect(back.sequence_no).to.equal(message.sequence_no);
        expect(back.speed).to.be.closeTo(message.speed, 0.03);
        expect(back.course).to.equal(message.course);
      }),
    );
  });

  it('writes only what it can read back, whatever the texts hold', () => {
    const text = fc.string({ maxLength: 40 });
    const message = fc.record(
      {
        type: fc.constantFrom('POS', 'IMG', 'SOS', 'POLL', 'REPLY'),
        device_id: text.filter((one) => /[A-Za-z0-9]/.test(one)),
        sequence_no: text,
        text,
        time: fc.constant('2026-03-01T08:15:30Z'),
      },
      { requiredKeys: ['type', 'device_id', 'time'] },
    );
    fc.assert(
      fc.property(message, (some) => {
        const line = encodeVn1008(some as EncodableVn1008);
        expect(line).not.to.match(/[\r\n]/);
        const { messages, rejections } = read(line);
        expect(rejections).to.deep.equal([]);
        expect(messages[0]!.message.type).to.equal(some.type);
      }),
    );
  });
});

describe('A layout of notice 1008 that somebody has edited', () => {
  function faults(layout: unknown): string[] {
    const checked = checkVn1008Layout(layout);
    return 'faults' in checked ? checked.faults.map(({ at, en }) => `${at}: ${en}`) : [];
  }

  it('passes as it stands, and with nothing said', () => {
    expect(checkVn1008Layout(JSON.parse(JSON.stringify(defaultVn1008Layout)))).to.deep.equal({
      layout: defaultVn1008Layout,
    });
    expect(checkVn1008Layout({})).to.deep.equal({ layout: defaultVn1008Layout });
  });

  it('is refused in clear sentences, in both languages', () => {
    const position = (parts: unknown) => ({ kinds: { position: { mref: [], parts } } });
    const named = (...names: string[]) => names.map((field) => ({ field }));
    const sound = named('mref', 'id', 'time', 'date', 'latitude', 'longitude');
    for (const [layout, expected] of [
      [null, '.: it has to be an object'],
      [{ seperator: ';' }, '.: there is nothing called “seperator”'],
      [{ date: 'ddmm' }, 'date: it has to be one of “ddmmyy”, “yymmdd”'],
      [{ timeZone: 'Hanoi' }, 'timeZone: a time zone like “+07:00”'],
      [{ recordEnd: '' }, 'recordEnd: it has to be a text of 1 to 16 characters'],
      [{ validStates: [] }, 'validStates: it has to be a list of short texts'],
      [{ impliedDecimals: 1.5 }, 'impliedDecimals: it has to be a whole number from 0 to 6'],
      [{ kinds: { mayday: {} } }, 'kinds: there is nothing called “mayday”'],
      [{ kinds: { sos: 5 } }, 'kinds.sos: it has to be an object'],
      [position([]), 'kinds.position.parts: it has to be a list of 1 to 60 parts'],
      [
        position([{ field: 'mref' }, { field: 'latitud' }]),
        'kinds.position.parts[1]: it has to be {"literal": "…"} or',
      ],
      [
        position([{ field: 'mref', width: 0 }]),
        'kinds.position.parts[0].width: it has to be a whole number from 1 to 200',
      ],
      [position(sound.slice(1)), 'kinds.position.parts[0]: the first part has to be mref'],
      [position(sound.slice(0, 4)), 'kinds.position.parts: the field latitude is missing'],
      [{ date: 'yyyymmdd' }, 'kinds.sos.parts: the field date needs at least 8 characters'],
      [position([...sound, { field: 'id' }]), 'kinds.position.parts: the field id is there twice'],
      [
        { separator: '', kinds: { position: { mref: [], parts: sound } } },
        'kinds.position.parts: where the field mref ends is not said',
      ],
      [
        { kinds: { poll: { mref: ['SOS'], parts: named('mref', 'id') } } },
        'kinds.poll.mref: MREF “SOS” is already that of sos',
      ],
    ] as const) {
      expect(faults(layout)[0], JSON.stringify(layout)).to.include(expected);
      const checked = checkVn1008Layout(layout);
      if ('faults' in checked) for (const { vi } of checked.faults) expect(vi).to.match(/\S/);
    }
  });

  it('never makes the check throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, kinds) => {
        checkVn1008Layout(value);
        checkVn1008Layout({ kinds });
        checkVn1008Layout({ kinds: { position: kinds, sos: { mref: kinds, parts: kinds } } });
      }),
    );
  });
});
