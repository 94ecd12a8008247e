/** Inmarsat-C DNID records: every vector, the session around them, damaged records, and what their fields may say. */
import { expect } from 'chai';
import { toReport } from '../../decoders/index.ts';
import type { InmarsatMessage } from '../../decoders/vms/inmarsat-c.ts';
import { begins } from '../../decoders/vms/inmarsat-c-decoder.ts';
import { bytesOf, decodeAll } from './collect.ts';
import { vmsVectors } from './vectors.ts';

const vectors = vmsVectors.filter(({ format }) => format === 'InmarsatC-DNID');

/** One character a byte. */
const record = (hex: string): string => Buffer.from(hex, 'hex').toString('latin1');
const hexOf = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

const decode = (text: string) => decodeAll(bytesOf(text), 'inmarsat-c');

function only(text: string): InmarsatMessage {
  const { messages, stats } = decode(text);
  expect(stats.rejected).to.deep.equal({});
  expect(messages).to.have.length(1);
  return messages[0]!.message as InmarsatMessage;
}

function reason(text: string): string {
  const { messages, rejected } = decode(text);
  expect(messages).to.have.length(0);
  expect(rejected).to.have.length(1);
  expect(rejected[0]!.text).to.equal(hexOf(text));
  return rejected[0]!.reason;
}

const names: Record<string, string> = { les_msg_ref: 'les_message_ref', speed_kn: 'speed' };

describe('Inmarsat-C vectors', () => {
  it('are all here', () => expect(vectors).to.have.length(10));

  for (const { id, raw, expect: expected } of vectors) {
    it(id, () => {
      const message = only(record(raw)) as unknown as Record<string, unknown>;
      const { day, hour, minute, ...fields } = expected;
      for (const [name, value] of Object.entries(fields)) {
        const got = message[names[name] ?? name];
        if (typeof value === 'number') expect(got, name).to.be.closeTo(value, 5.1e-6);
        else expect(got, name).to.equal(value);
      }
      const time = new Date(String(message.time));
      expect([time.getUTCDate(), time.getUTCHours(), time.getUTCMinutes()]).to.deep.equal([day, hour, minute]);
      expect(String(message.time).slice(0, 7)).to.equal(String(expected.stored_time).slice(0, 7));
      expect(message).to.include({ type: 'normal', device_id: `${expected.dnid}/${expected.member}`, record: 'DNID' });
    });
  }
});

const good = record(vectors[9]!.raw);
const other = record(vectors[2]!.raw);
const HEADER = 22;
const at = (index: number, replacement: string, text = good): string =>
  text.slice(0, index) + replacement + text.slice(index + replacement.length);
const without = (index: number): string => good.slice(0, index) + good.slice(index + 1);

describe('An Inmarsat-C session', () => {
  it('is text with records in between', () => {
    const session = `DNID  10890 3\r\nRetrieving DNID data...\r\n${good}${other}\r\n> `;
    const { messages, stats } = decode(session);
    expect(messages).to.have.length(2);
    expect(stats).to.deep.equal({ sentences: 2, messages: 2, rejected: {}, damaged: {}, pending: 0 });
    expect(begins(session)).to.equal(session.indexOf('Retr'));
    expect(begins(`xx${good}`)).to.equal(2);
    expect(begins('T&T, no record')).to.equal(-1);
  });

  it('uses a record whose message reference lost its last byte, without the reference', () => {
    const { messages, damaged, stats } = decode(`${without(9)}${other}\r\n> `);
    expect(messages).to.have.length(2);
    const { les_message_ref, ...rest } = only(good);
    expect(les_message_ref).to.equal(49689);
    expect(messages[0]!.message).to.deep.equal(rest);
    expect(stats).to.deep.include({ rejected: {}, damaged: { 'short-message-ref': 1 } });
    expect(damaged[0]!.text).to.equal(hexOf(without(9)));
  });

  it('keeps what cannot be used for repair, and finds the next record', () => {
    for (const [what, bad, why] of [
      ['no member number', without(20), 'bad-header'],
      ['no byte of the stored time', without(14), 'bad-header'],
      ['no end of header', without(21), 'bad-header'],
      ['an end of header twice', `${good.slice(0, HEADER)}\x02${good.slice(HEADER, -1)}`, 'bad-report-format'],
      ['a byte of the body missing', good.slice(0, -4), 'too-short'],
      ['only a header', good.slice(0, HEADER), 'too-short'],
      ['only a mark', good.slice(0, 4), 'bad-header'],
      ['another type', at(4, '\x09'), 'bad-header'],
      ['another header length', at(5, '\x17'), 'bad-header'],
      ['another presentation', at(10, '\x03'), 'bad-header'],
      ['too many data', at(12, '\0\x40'), 'bad-header'],
    ] as const) {
      const { messages, rejected, stats } = decode(bad + other);
      expect(messages, what).to.have.length(1);
      expect(messages[0]!.message, what).to.include({ les_message_ref: 276257 });
      expect(stats.rejected, what).to.deep.equal({ [why]: 1 });
      expect(hexOf(bad).startsWith(rejected[0]!.text), what).to.equal(true);
      expect(rejected[0]!.text.length, what).to.be.at.least(hexOf(bad).length - 2);
    }
  });

  it('tells a record that breaks off at the end', () => {
    for (let length = 4; length < good.length; length++) {
      const { messages, stats } = decode(good.slice(0, length));
      expect(messages).to.have.length(0);
      expect(stats.sentences, `${length} bytes`).to.equal(1);
    }
    expect(decode(good.slice(0, 3)).stats.sentences).to.equal(0);
  });
});

describe('An Inmarsat-C position report', () => {
  const stored = (iso: string, text = good): string => {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, Date.parse(iso) / 1000, true);
    return at(14, Buffer.from(bytes).toString('latin1'), text);
  };
  /** Day, hour and minute of the body. */
  const made = (day: number, hour: number, minute: number, text: string): string => {
    const bits = (day << 10) | (hour << 5) | (minute / 2);
    return at(HEADER + 6, String.fromCharCode(bits >> 8, bits & 0xff), text);
  };
  const time = (storedAt: string, day: number, hour: number, minute: number) =>
    only(made(day, hour, minute, stored(storedAt))).time;

  it('takes month and year from when it was stored', () => {
    expect(time('2024-05-10T12:00:00Z', 10, 11, 58)).to.equal('2024-05-10T11:58:00Z');
    expect(time('2024-05-10T12:00:00Z', 11, 11, 58)).to.equal('2024-04-11T11:58:00Z');
    expect(time('2024-01-01T00:01:00Z', 31, 23, 58)).to.equal('2023-12-31T23:58:00Z');
    expect(time('2024-03-10T12:00:00Z', 30, 0, 0)).to.equal('2024-01-30T00:00:00Z');
    expect(time('2024-03-10T12:00:00Z', 29, 0, 0)).to.equal('2024-02-29T00:00:00Z');
    expect(time('2023-03-10T12:00:00Z', 29, 0, 0)).to.equal('2023-01-29T00:00:00Z');
  });

  it('allows for a clock ahead of the station', () => {
    expect(time('2024-05-10T12:00:00Z', 10, 12, 2)).to.equal('2024-05-10T12:02:00Z');
    expect(time('2024-05-10T12:00:00Z', 10, 18, 0)).to.equal('2024-05-10T18:00:00Z');
    expect(time('2024-05-31T23:59:00Z', 1, 0, 0)).to.equal('2024-06-01T00:00:00Z');
    expect(time('2024-12-31T23:59:00Z', 1, 0, 2)).to.equal('2025-01-01T00:02:00Z');
    expect(time('2024-05-31T23:59:00Z', 1, 1, 0)).to.equal('2024-05-01T01:00:00Z');
  });

  it('with an impossible field is rejected', () => {
    expect(reason(made(0, 1, 0, good))).to.equal('bad-date');
    expect(reason(made(1, 24, 0, good))).to.equal('bad-time');
    expect(reason(made(1, 1, 60, good))).to.equal('bad-time');
    expect(reason(at(HEADER, '\x57\xff'))).to.equal('bad-latitude');
    expect(reason(at(HEADER + 2, '\xcb'))).to.equal('bad-latitude');
    expect(reason(at(HEADER + 2, '\x9b\xd0'))).to.equal('bad-longitude');
  });

  it('names the reason of the report', () => {
    const mem = (code: number) => only(at(HEADER + 5, String.fromCharCode(code)));
    expect(mem(0x40)).to.include({ type: 'power-up', mem_code: '0x40' });
    expect(mem(0x45)).to.include({ type: 'antenna-blocked', mem_code: '0x45' });
    expect(mem(0x58)).to.include({ type: 'manual', mem_code: '0x58' });
    expect(mem(0x5b)).to.include({ type: 'gps-blocked', mem_code: '0x5B' });
    expect(mem(0x6f)).to.include({ mem_code: '0x6F' });
    expect(mem(0x6f)).not.to.have.property('type');
  });

  it('knows both hemispheres', () => {
    const message = only(at(HEADER, String.fromCharCode(good.charCodeAt(HEADER) | 0x20)));
    expect(message.lat).to.be.closeTo(-58.45333, 5.1e-6);
    const west = String.fromCharCode(good.charCodeAt(HEADER + 2) | 0x04);
    expect(only(at(HEADER + 2, west)).lon).to.be.closeTo(-11.29667, 5.1e-6);
  });

  it('leaves out speed and course that are not there', () => {
    expect(only(at(HEADER + 8, '\xff\xff\xff'))).not.to.have.any.keys('speed', 'course');
    const short = at(12, '\x08', good.slice(0, HEADER + 8));
    expect(only(short))
      .to.include({ lat: only(good).lat })
      .and.not.have.any.keys('speed', 'course');
  });

  it('becomes a report', () => {
    const { message, meta } = decode(other).messages[0]!;
    expect(toReport(message, meta)).to.include({
      format: 'inmarsat-c',
      craft: 'vessel',
      deviceId: '10883/19',
      lat: 57.464,
      speedKn: 3.6,
      courseDeg: 112,
      fixTime: Date.UTC(2019, 3, 15, 13, 16),
    });
  });
});

describe('Other Inmarsat-C records', () => {
  it('are passed on without position', () => {
    const text = 'QNg 90123 TS';
    const message = only(record(`015426540317${'01000000'}01c4${'0c00'}4714b75c${'40e2011b'}02`) + text);
    expect(message).to.deep.equal({
      class: 'VMS',
      format: 'inmarsat-c',
      record: 'MSG',
      device_id: '453108288',
      mes_number: 453108288,
      les_message_ref: 1,
      les_id: 304,
      ocean_region: 'IOR',
      stored_time: '2019-04-17T11:55:51Z',
      payload: hexOf(text),
    });
    expect(only(record(`015426540515${'01000000'}0703${'4714b75c'}40e2011b02`))).to.include({
      record: 'NDN',
      failure_reason: 7,
      delivery_attempts: 3,
    });
    expect(only(record(`015426540414${'01000000'}03${'4714b75c'}40e2011b02`))).to.include({ record: 'PDN' });
    const withDnid = record(`015426540219${'01000000'}01c4${'0000'}4714b75c${'8a2a'}40e2011b02`);
    expect(only(withDnid)).to.include({ record: 'DNID_MSG', dnid: 10890, device_id: '453108288' });
  });
});
