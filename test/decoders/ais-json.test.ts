/** What gpsd and AIS-catcher have decoded, against our own decoding of the same sentences. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { createDecoder } from '../../decoders/registry.ts';
import { toReport } from '../../decoders/to-report.ts';
import { Collector, decodeAll, NOW } from './collect.ts';

type Fields = Record<string, unknown>;

function read(lines: unknown[]) {
  const collector = new Collector();
  const decoder = createDecoder('ais-json', collector);
  decoder.push(new TextEncoder().encode(lines.map((line) => JSON.stringify(line)).join('\n')), NOW);
  decoder.end(NOW);
  return { messages: collector.messages, rejections: collector.rejections, stats: decoder.stats };
}

const only = (line: unknown): Fields => {
  const { messages, rejections } = read([line]);
  expect(rejections).to.deep.equal([]);
  expect(messages).to.have.length(1);
  return messages[0]!.message as unknown as Fields;
};

describe('AIS as JSON', function () {
  this.timeout(60_000);

  const scaled = {
    class: 'AIS',
    device: 'stdin',
    type: 1,
    repeat: 0,
    mmsi: 371798000,
    scaled: true,
    status: 0,
    status_text: 'Under way using engine',
    turn: 'fastleft',
    speed: 12.3,
    accuracy: true,
    lon: -123.395383,
    lat: 48.381633,
    course: 224,
    heading: 215,
    second: 33,
    maneuver: 0,
    raim: false,
    radio: 34017,
  };

  it('of gpsd has our names and units, scaled and unscaled', () => {
    const expected = {
      class: 'AIS',
      type: 1,
      repeat: 0,
      mmsi: 371798000,
      status: 0,
      turn: 'fastleft',
      speed: 12.3,
      accuracy: true,
      lon: -123.395383,
      lat: 48.381633,
      course: 224,
      heading: 215,
      second: 33,
      raim: false,
      radio: 34017,
    };
    expect(only(scaled)).to.deep.equal(expected);
    const raw = { ...scaled, scaled: false, turn: -127, speed: 123, lon: -74_037_230, lat: 29_028_980, course: 2240 };
    expect(only(raw)).to.deep.equal({ ...expected, lon: -123.3953833, lat: 48.3816333 });
  });

  it('on a coarse grid is scaled by it', () => {
    const raw = { class: 'AIS', mmsi: 1, scaled: false, lon: 108 * 600, lat: -15 * 600 };
    expect(only({ ...raw, type: 27, speed: 12, course: 181 })).to.include({
      lon: 108,
      lat: -15,
      speed: 12,
      course: 181,
    });
    expect(only({ ...raw, type: 27, speed: 63, course: 511 })).not.to.have.any.keys('speed', 'course');
    expect(only({ ...raw, type: 17 })).to.include({ lon: 108, lat: -15 });
    expect(only({ ...raw, type: 22, ne_lon: '1080', ne_lat: '600' })).to.include({ ne_lon: 1.8, ne_lat: 1 });
  });

  it('loses every “not available”', () => {
    const none = { status: 15, turn: 'nan', speed: 'nan', lon: 181, lat: 91, course: 360, heading: 511, second: 60 };
    const absent = ['status', 'turn', 'speed', 'lon', 'lat', 'course', 'heading', 'second', 'maneuver'];
    expect(only({ ...scaled, ...none })).not.to.have.any.keys(...absent);
    const raw = {
      ...none,
      scaled: false,
      turn: -128,
      speed: 1023,
      lon: 181 * 600_000,
      lat: 91 * 600_000,
      course: 3600,
    };
    expect(only({ ...scaled, ...raw })).not.to.have.any.keys(...absent);
    expect(only({ ...scaled, speed: 'fast' }).speed).to.equal(102.2);
    const ship = {
      class: 'AIS',
      type: 5,
      mmsi: 1,
      imo: 0,
      callsign: '',
      shipname: '',
      shiptype: 0,
      to_bow: 0,
      to_stern: 0,
      to_port: 0,
      to_starboard: 0,
      epfd: 0,
      eta: '00-00T24:60Z',
      draught: 0,
      destination: '',
      dte: 0,
    };
    expect(only(ship)).to.deep.equal({ class: 'AIS', type: 5, repeat: 0, mmsi: 1, dte: 0 });
  });

  it('of gpsd joins both parts of type 24, which we part again', () => {
    const joined = {
      class: 'AIS',
      type: 24,
      repeat: 0,
      mmsi: 338020001,
      shipname: 'SEA J',
      shiptype: 37,
      vendorid: 'SHID',
      model: 1,
      serial: 69,
      callsign: '',
      to_bow: 3,
      to_stern: 5,
      to_port: 2,
      to_starboard: 2,
    };
    expect(read([joined]).messages.map(({ message }) => ('part' in message ? message.part : ''))).to.deep.equal([
      'A',
      'B',
    ]);
    expect(read([{ ...joined, partno: 0 }]).messages).to.have.length(1);
  });

  it('of AIS-catcher is decoded from its sentences, and has its time, channel and station', () => {
    const line = {
      class: 'AIS',
      device: 'AIS-catcher',
      rxuxtime: 1667409204.123,
      channel: 'A',
      station_id: 7,
      nmea: ['!AIVDM,1,1,,A,13`fL1PP140KCELMBO7SS?wH0@Jv,0*50'],
      type: 1,
      mmsi: 1,
      lon: 5,
    };
    const [{ message, meta }] = read([line]).messages as [ReturnType<typeof read>['messages'][0]];
    const [own] = decodeAll(line.nmea[0]!).messages;
    expect(message).to.deep.equal(own!.message);
    expect(meta).to.include({ stationTime: 1_667_409_204_123, channel: 'A', station: '7', talker: 'AI' });
    expect(toReport(message, meta)).to.include({ format: 'ais', mmsi: 244030470 });
    const tagged = { ...line, rxuxtime: undefined, rxtime: '20221102171324' };
    expect(read([tagged]).messages[0]!.meta.stationTime).to.equal(Date.UTC(2022, 10, 2, 17, 13, 24));
  });

  it('takes the decoded fields where the sentences are of no use', () => {
    const fields = {
      class: 'AIS',
      type: 1,
      mmsi: 244030470,
      speed: 6.8,
      course: 90.800003,
      lon: 5.964237,
      lat: 51.18597,
      turn: 20,
      turn_unscaled: -21,
      accuracy: false,
      raim: false,
    };
    for (const nmea of [
      undefined,
      [],
      ['!AIVDM,1,1,,A,13`fL1PP140KCELMBO7SS?wH0@Jv,0*51'],
      [5],
      Array(20).fill('!AIVDM'),
    ]) {
      expect(only({ ...fields, nmea })).to.include({ course: 90.8, turn: -19.7, lon: 5.964237 });
    }
  });

  it('never joins parts of different messages', () => {
    const part = { class: 'AIS', type: 5, mmsi: 351759000 };
    const first = '!AIVDM,2,1,3,B,55P5TL01VIaAL@7WKO@mBplU@<PDhh000000001S;AJ::4A80?4i@E53,0*3E';
    const second = '!AIVDM,2,2,3,B,1@0000000000000,2*55';
    const { messages } = read([
      { ...part, nmea: [first] },
      { ...part, nmea: [second] },
    ]);
    expect(messages.map(({ message }) => 'shipname' in message)).to.deep.equal([false, false]);
    expect(only({ ...part, nmea: [first] })).not.to.have.property('callsign');
    expect(only({ ...part, nmea: [first, second] })).to.include({ shipname: 'MT.MITCHELL' });
  });

  it('of AIS-catcher comes in an envelope that may be large', () => {
    const message = { ...scaled, device: 'AIS-catcher' };
    const envelope = {
      protocol: 'jsonaiscatcher',
      encodetime: '20221102171325',
      stationid: 'x',
      receiver: { version: 39 },
      msgs: Array(1000).fill(message),
    };
    const text = new TextEncoder().encode(JSON.stringify(envelope, undefined, 2));
    for (const format of ['ais-json', 'auto'] as const) {
      const { messages, rejected } = decodeAll(text, format);
      expect(rejected).to.deep.equal([]);
      expect(messages).to.have.length(1000);
    }
  });

  it('passes over what gpsd says of itself, and says why an object cannot be used', () => {
    expect(read([{ class: 'TPV', lat: 1 }, { class: 'VERSION' }, { lat: 1 }]).stats).to.deep.include({
      sentences: 0,
      rejected: {},
    });
    expect(read([{ class: 'AIS', type: 1 }]).stats.rejected).to.deep.equal({ 'bad-mmsi': 1 });
    expect(read([{ class: 'AIS', mmsi: 1, type: 28 }]).stats.rejected).to.deep.equal({ 'unknown-type': 1 });
    expect(read([{ class: 'AIS', mmsi: 1 }]).stats.rejected).to.deep.equal({ 'unknown-type': 1 });
  });
});

const logs = [
  { name: 'kystverket_1000.nm4', url: new URL('../fixtures/kystverket_1000.nm4', import.meta.url) },
  { name: 'us-coast-sar.nmea.gz', url: new URL('../fixtures/us-coast-sar.nmea.gz', import.meta.url) },
];

/** gpsd 3.22 prints the rate of turn without its sign, and in whole degrees, when it scales it. */
function isLike(name: string, ours: unknown, theirs: unknown, isScaled: boolean): boolean {
  if (name === 'turn' && isScaled && typeof ours === 'number' && typeof theirs === 'number') {
    return Math.abs(Math.abs(ours) - theirs) <= 0.56;
  }
  if (typeof ours !== 'number' || typeof theirs !== 'number') return ours === theirs;
  return Math.abs(ours - theirs) <= (isScaled && /lon|lat/.test(name) ? 5.1e-7 : 1e-9);
}

/** Both parts of a type 24 are printed together, some applications are printed decoded, the seven-letter vendor is of an older edition. */
const notCompared: Record<number, string[]> = { 24: ['vendorid'], 17: ['lon', 'lat'], 6: ['data'], 8: ['data'] };

describe('AIS as gpsdecode prints it', function () {
  this.timeout(120_000);

  before(function () {
    if (spawnSync('gpsdecode', ['-V']).status === 0) return;
    if (process.env.CI) throw new Error('gpsdecode is missing: install gpsd-clients');
    console.log('      skipped: gpsdecode is not installed (Debian: gpsd-clients)');
    this.skip();
  });

  for (const { name, url } of logs) {
    for (const mode of ['-j', '-u']) {
      it(`is read as we decode it: ${name}, ${mode === '-j' ? 'scaled' : 'unscaled'}`, function () {
        if (!existsSync(url)) {
          console.log(`      skipped: ${name} is not here`);
          this.skip();
        }
        const file = readFileSync(url);
        const text = (name.endsWith('.gz') ? gunzipSync(file) : file).toString('latin1').replace(/^\\[^\\]*\\/gm, '');
        const { stdout } = spawnSync('gpsdecode', [mode], { input: Buffer.from(text, 'latin1'), maxBuffer: 2 ** 28 });
        const { messages: theirs, rejected } = decodeAll(stdout, 'ais-json');
        expect(rejected).to.deep.equal([]);
        const bySender = new Map<string, Fields[]>();
        for (const { message } of decodeAll(Buffer.from(text, 'latin1')).messages) {
          const key = `${message.type} ${message.mmsi}`;
          bySender.set(key, [...(bySender.get(key) ?? []), message as unknown as Fields]);
        }
        const missing = theirs.filter(({ message }) => {
          const fields = message as unknown as Fields;
          const skipped = notCompared[fields.type as number] ?? [];
          return !bySender.get(`${fields.type} ${fields.mmsi}`)?.some((own) =>
            [...new Set([...Object.keys(own), ...Object.keys(fields)])].every(
              (field) =>
                skipped.includes(field) ||
                // Printed as 0 where it was left out, and as nothing where it was sent as 0.
                (own[field] === 0 && fields[field] === undefined) ||
                // gpsd does not print these.
                (['assigned', 'virtual_aid', 'epfd', 'radio', 'ais_version'].includes(field) &&
                  fields[field] === undefined) ||
                isLike(field, own[field], fields[field], mode === '-j'),
            ),
          );
        });
        expect(missing.slice(0, 3).map(({ message }) => message)).to.deep.equal([]);
        expect(theirs.length).to.be.above(800);
      });
    }
  }
});
