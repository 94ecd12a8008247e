/** Iridium SBD DirectIP: the vector, its elements, payload codecs as data, and streams. */
import { expect } from 'chai';
import { DirectIpDecoder, type SbdCodec, sbdCodecs, toReport } from '../../decoders/index.ts';
import type { DirectIpMessage } from '../../decoders/vms/directip.ts';
import { begins } from '../../decoders/vms/directip-decoder.ts';
import { plain, t622 } from '../../decoders/vms/sbd-codec.ts';
import { bytesOf, Collector, decodeAll, NOW } from './collect.ts';
import { vmsVectors } from './vectors.ts';

const vectors = vmsVectors.filter(({ format }) => format === 'IridiumSBD-DirectIP');
const raw = vectors[0]!.raw;

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const decode = (hex: string) => decodeAll(bytes(hex), 'directip');

function only(hex: string): DirectIpMessage {
  const { messages, stats } = decode(hex);
  expect(stats.rejected).to.deep.equal({});
  expect(messages).to.have.length(1);
  return messages[0]!.message as DirectIpMessage;
}

const u16 = (value: number): string => value.toString(16).padStart(4, '0');
const u32 = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
const element = (id: number, hex: string): string => `0${id}${u16(hex.length / 2)}${hex}`;

const SESSION = Date.UTC(2024, 4, 1, 6) / 1000;

interface Parts {
  status?: number;
  imei?: string;
  payload?: string;
  more?: string;
  session?: number;
}

function message({ status = 0, imei = '300434067548650', payload, more = '', session = SESSION }: Parts = {}): string {
  const digits = Buffer.from(imei, 'latin1').toString('hex');
  const header = `${u32(7)}${digits}${status.toString(16).padStart(2, '0')}${u16(5)}${u16(6)}${u32(session)}`;
  const elements = element(1, header) + more + (payload === undefined ? '' : element(2, payload));
  return `01${u16(elements.length / 2)}${elements}`;
}

/** The `plain` layout. */
const place = (lat: number, lon: number, time: number, speed = 75, course = 1234): string =>
  u32(Math.round(lat * 1e6)) + u32(Math.round(lon * 1e6)) + u32(time) + u16(speed) + u16(course);

function readWith(codecs: readonly SbdCodec[], hex: string): DirectIpMessage {
  const collector = new Collector();
  new DirectIpDecoder(collector, codecs).push(bytes(hex), NOW, true);
  return collector.messages[0]!.message as DirectIpMessage;
}

describe('DirectIP vectors', () => {
  it('are all here', () => expect(vectors).to.have.length(1));

  it(vectors[0]!.id, () => {
    const got = only(raw);
    const { imei, cdr, momsn, mtmsn, session_status, session_time, payload_hex, fix_time } = vectors[0]!.expect;
    expect(got).to.include({ imei, cdr, momsn, mtmsn, session_status, session_time });
    expect(got).to.include({ payload: payload_hex, time: fix_time, device_id: imei, codec: 't622', speed: 0 });
    expect(got.lat).to.be.closeTo(Number(vectors[0]!.expect.lat), 5.1e-6);
    expect(got.lon).to.be.closeTo(Number(vectors[0]!.expect.lon), 5.1e-6);
    expect(got.values).to.deep.equal({ event: 0x23, valid: 1 });
  });
});

describe('A DirectIP message', () => {
  it('carries what tells a repeated one', () => {
    expect(only(message())).to.include({ imei: '300434067548650', momsn: 5, cdr: 7, mtmsn: 6, type: 'ok' });
  });

  it('says how its session went; what a failed one carried is kept but not believed', () => {
    const payload = place(13.7, 109.3, SESSION - 60);
    expect(only(message({ payload, status: 2 }))).to.include({ type: 'location-poor', lat: 13.7 });
    const failed = only(message({ payload, status: 13 }));
    expect(failed).to.include({ type: 'link-lost', payload }).and.not.have.any.keys('lat', 'time', 'codec');
    expect(only(message({ status: 99 })))
      .to.include({ session_status: 99 })
      .and.not.have.property('type');
  });

  it('keeps the place that the network knows apart from that of the vessel', () => {
    const network = element(3, `03${'0a'}${u16(30_000)}${'14'}${u16(15_000)}${u32(12)}`);
    const alone = only(message({ more: network }));
    expect(alone).to.include({ network_lat: -10.5, network_lon: -20.25, network_radius_km: 12 });
    expect(alone).not.to.have.any.keys('lat', 'lon', 'time');
    const { message: kept, meta } = decode(message({ more: network })).messages[0]!;
    expect(toReport(kept, meta)).not.to.have.any.keys('lat', 'lon', 'fixTime');
    const both = only(message({ more: network, payload: place(13.7, 109.3, SESSION) }));
    expect(both).to.include({ network_lat: -10.5, lat: 13.7 });
    for (const bad of [`00${'5b'}0000${'14'}0000${u32(1)}`, `00${'0a'}ea60${'14'}0000${u32(1)}`, '00'.repeat(10)]) {
      expect(only(message({ more: element(3, bad) }))).not.to.have.any.keys('network_lat', 'network_lon');
    }
  });

  it('passes over elements that it does not know', () => {
    expect(only(message({ more: `${element(5, '01')}${element(9, 'abcdef')}`, payload: 'ff' }))).to.include({
      payload: 'ff',
    });
  });

  it('becomes a report', () => {
    const { message: decoded, meta } = decode(message({ payload: place(13.7, 109.3, SESSION - 60) })).messages[0]!;
    expect(toReport(decoded, meta)).to.include({
      format: 'directip',
      craft: 'vessel',
      deviceId: '300434067548650',
      lat: 13.7,
      lon: 109.3,
      speedKn: 7.5,
      courseDeg: 123.4,
      fixTime: (SESSION - 60) * 1000,
    });
  });
});

describe('A payload codec', () => {
  it('fits where the length is its own and the position makes sense', () => {
    const codec = (payload: string) => only(message({ payload })).codec;
    expect(codec(place(-13.7, -109.3, SESSION))).to.equal('plain');
    for (const payload of [
      place(91, 109.3, SESSION),
      place(13.7, 181, SESSION),
      place(13.7, 109.3, SESSION - 90 * 86_400),
      place(13.7, 109.3, SESSION + 7200),
      place(13.7, 109.3, SESSION).slice(2),
      `${place(13.7, 109.3, SESSION)}00`,
    ]) {
      const got = only(message({ payload }));
      expect(got).to.include({ payload }).and.not.have.any.keys('codec', 'lat', 'lon', 'time');
    }
  });

  it('leaves out what its device has not got', () => {
    const got = only(message({ payload: place(13.7, 109.3, SESSION, 0xffff, 0xffff) }));
    expect(got).to.include({ lat: 13.7 }).and.not.have.any.keys('speed', 'course');
  });

  it('believes no position that its device calls invalid', () => {
    const at = 2 * (raw.length / 2 - 6);
    expect(raw.slice(at, at + 2)).to.equal('01');
    const got = only(`${raw.slice(0, at)}00${raw.slice(at + 2)}`);
    expect(got).to.include({ codec: 't622', time: '2023-07-18T02:10:08Z' }).and.not.have.any.keys('lat', 'lon');
  });

  it('is data: bits of any width, signs, scales, both byte orders', () => {
    const odd: SbdCodec = {
      name: 'odd',
      fields: [
        { bits: 3 },
        { name: 'lat', bits: 21, signed: true, scale: 1e-4 },
        { name: 'lon', bits: 24, signed: true, littleEndian: true, scale: 1e-4 },
        { name: 'time', bits: 24, scale: 60, offset: Date.UTC(2020, 0, 1) / 1000 },
        { name: 'speed', bits: 7, scale: 0.5 },
        { name: 'battery', bits: 9, scale: 0.1 },
      ],
    };
    const minutes = (SESSION - Date.UTC(2020, 0, 1) / 1000) / 60;
    const lat = (137_000 | (0b101 << 21)).toString(16).padStart(6, '0');
    const lon = (0x1000000 - 1_093_000).toString(16).padStart(6, '0').match(/../g)!.reverse().join('');
    const payload = `${lat}${lon}${minutes.toString(16).padStart(6, '0')}${u16((15 << 9) | 412)}`;
    const got = readWith([odd], message({ payload }));
    expect(got).to.include({ codec: 'odd', lat: 13.7, lon: -109.3, speed: 7.5, time: '2024-05-01T06:00:00Z' });
    expect(got.values?.battery).to.be.closeTo(41.2, 1e-9);
  });

  it('belongs to its devices', () => {
    const payload = place(13.7, 109.3, SESSION);
    const twin: SbdCodec = { ...plain, name: 'twin', imei: ['30043406'] };
    expect(readWith([plain, twin], message({ payload })).codec).to.equal('twin');
    expect(readWith([plain, twin], message({ payload, imei: '300534060000000' })).codec).to.equal('plain');
    // A device whose layout is known is not read with another's.
    expect(readWith([plain, { ...t622, imei: ['3004'] }], message({ payload }))).not.to.have.property('codec');
    // Where two make sense of it, neither is believed.
    expect(readWith([plain, { ...plain, name: 'again' }], message({ payload }))).not.to.have.any.keys('codec', 'lat');
  });

  it('that people wrote is checked', () => {
    const written = JSON.parse(JSON.stringify([t622, { ...plain, imei: ['3004'] }]));
    expect(sbdCodecs(written)).to.deep.equal(written);
    const fault = (change: object, field: object = {}) =>
      sbdCodecs([{ name: 'a', fields: [{ bits: 4 }, { bits: 8, ...field }], ...change }]);
    expect(sbdCodecs({})).to.equal('codecs: a list is needed');
    expect(sbdCodecs([null])).to.equal('codecs[0]: an object is needed');
    expect(fault({ name: '' })).to.equal('codecs[0]: name: a text is needed');
    expect(fault({ imei: 'x' })).to.match(/^codecs\[0\]: imei:/);
    expect(fault({ fields: [] })).to.match(/fields: a list/);
    expect(fault({ fields: [1] })).to.match(/fields\[0\]: an object/);
    expect(fault({ length: 1 })).to.equal('codecs[0]: length: whole bytes, at least 2, are needed');
    expect(fault({}, { bits: 33 })).to.equal('codecs[0]: fields[1]: bits: 1 to 32 are needed');
    expect(fault({}, { bits: '8' })).to.match(/bits:/);
    expect(fault({}, { littleEndian: true })).to.match(/fields\[1\]: littleEndian: whole bytes/);
    expect(fault({}, { signed: 1 })).to.match(/true or false/);
    expect(fault({}, { scale: 'x' })).to.match(/scale: a number/);
    expect(fault({}, { widht: 1 })).to.match(/widht: there is no such setting/);
    expect(fault({}, { name: 7 })).to.match(/name: a text/);
  });
});

describe('A DirectIP stream', () => {
  it('finds messages among anything else', () => {
    const noise = Buffer.from('\x01\x01\x00\x35\x01HTTP\x01', 'latin1').toString('hex');
    const { messages, stats } = decode(noise + raw + message() + noise + raw + noise);
    expect(messages).to.have.length(3);
    expect(stats).to.deep.include({ rejected: {}, sentences: 3 });
    expect(begins(Buffer.from(noise + raw, 'hex').toString('latin1'))).to.equal(noise.length / 2);
    expect(begins('nothing')).to.equal(-1);
  });

  it('rejects what contradicts itself, and finds the next', () => {
    for (const [bad, reason] of [
      [raw.replace('010035', '010036'), 'bad-length'],
      [raw.replace('010035', '010034'), 'bad-length'],
      [raw.replace('020013', '020014'), 'bad-length'],
      [raw.replace('01001c', '01001d'), undefined],
    ] as const) {
      const { messages, rejected, stats } = decode(bad + message());
      expect(messages).to.have.length(1);
      // What does not begin as a message is none.
      expect(stats.rejected).to.deep.equal(reason ? { [reason]: 1 } : {});
      if (reason) expect(bad).to.include(rejected[0]!.text.slice(0, 60));
    }
  });

  it('tells a message that breaks off at the end', () => {
    for (let length = 6; length < raw.length / 2; length++) {
      expect(decode(raw.slice(0, 2 * length)).stats.rejected, `${length} bytes`).to.deep.equal({ truncated: 1 });
    }
    expect(decode(raw.slice(0, 10)).stats.sentences).to.equal(0);
  });

  it('takes the largest message there is, and believes no larger one', () => {
    const payload = 'ab'.repeat(1960);
    const largest = bytes(message({ payload }));
    for (const size of [1, 500, 1000, largest.length]) {
      const chunks: Uint8Array[] = [];
      for (let at = 0; at < largest.length; at += size) chunks.push(largest.subarray(at, at + size));
      expect(decodeAll(chunks, 'directip').messages[0]!.message).to.include({ payload });
    }
    expect(decodeAll(bytesOf('\x01\xff\xff\x01\0\x1c\0\0\0\u30234067548650'), 'directip').stats.sentences).to.equal(0);
  });
});
