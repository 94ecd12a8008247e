/** Message → Report: who, where, when. */

import { expect } from 'chai';
import type { EncodableAis } from '../../decoders/ais/encoder.ts';
import { craftKind, createDecoder, encodeAis, encodeNaf, flagOf, type Report, toReport } from '../../decoders/index.ts';
import { bytesOf, decodeAll, NOW } from './collect.ts';
import { payloadVectors } from './vectors.ts';

function aisReport(message: EncodableAis, receivedAt = NOW, tagTime?: number): Report {
  let report: Report | undefined;
  const decoder = createDecoder('auto', {
    message: (decoded, meta) => {
      report = toReport(decoded, meta);
    },
    rejected: () => {},
  });
  const tag = tagTime === undefined ? undefined : { time: tagTime };
  decoder.push(bytesOf(encodeAis(message, { tag }).join('\n')), receivedAt, true);
  return report!;
}

const boat = { mmsi: 574001234, lon: 109.25, lat: 13.75, speed: 8.3, course: 271.4 } as const;
const at = (time: string) => Date.parse(`2024-01-01T${time}Z`);

describe('The time of a fix', () => {
  const fixTime = (second: number, received: string) => aisReport({ type: 18, ...boat, second }, at(received)).fixTime;

  it('is the UTC second of the minute in which it was received', () => {
    expect(fixTime(12, '12:00:13.500')).to.equal(at('12:00:12'));
    expect(fixTime(59, '12:01:01')).to.equal(at('12:00:59'));
    expect(fixTime(59, '00:00:01')).to.equal(Date.parse('2023-12-31T23:59:59Z'));
  });

  it('may be up to 30 s ahead of a clock that runs behind', () => {
    expect(fixTime(30, '12:00:00')).to.equal(at('12:00:30'));
    expect(fixTime(31, '12:00:00')).to.equal(at('11:59:31'));
  });

  it('comes from the station before the clock here', () => {
    const report = aisReport({ type: 18, ...boat, second: 12 }, at('15:00:00'), at('12:00:13') / 1000);
    expect(report.fixTime).to.equal(at('12:00:12'));
    expect(report.fixTimeEstimated).to.equal(undefined);
  });

  it('is the receive time, and said to be, when there is no second', () => {
    for (const second of [60, 61, 62, 63]) {
      const report = aisReport({ type: 18, ...boat, second }, at('12:00:13.500'));
      expect(report).to.include({ fixTime: at('12:00:13.500'), fixTimeEstimated: true });
    }
    expect(aisReport({ type: 27, ...boat })).to.include({ fixTime: NOW, fixTimeEstimated: true });
  });

  it('is what a base station or an answer to an inquiry says in full', () => {
    const utc = { year: 2024, month: 1, day: 1, hour: 11, minute: 58, second: 30 };
    for (const type of [4, 11] as const) {
      const report = aisReport({ type, mmsi: 5740001, lon: 109, lat: 13, ...utc }, at('12:00:13'));
      expect(report.fixTime).to.equal(at('11:58:30'));
      expect(report.fixTimeEstimated).to.equal(undefined);
      // A clock that runs ahead by more than half a minute is trusted for its second only.
      const ahead = { type, mmsi: 5740001, lon: 109, lat: 13, ...utc, hour: 12, minute: 1 } as const;
      expect(aisReport(ahead, at('12:00:13')).fixTime).to.equal(at('12:00:30'));
      const unset = { type, mmsi: 5740001, lon: 109, lat: 13 } as const;
      expect(aisReport(unset, at('12:00:13'))).to.include({ fixTime: at('12:00:13'), fixTimeEstimated: true });
    }
  });
});

describe('The time of arrival', () => {
  const etaTime = (received: string, month: number, day: number, hour = 6, minute = 30) =>
    aisReport({ type: 5, mmsi: 574001234, month, day, hour, minute }, Date.parse(received)).etaTime;

  it('is in the year that comes nearest', () => {
    expect(etaTime('2024-05-01T00:00:00Z', 5, 3)).to.equal(Date.parse('2024-05-03T06:30:00Z'));
    expect(etaTime('2024-12-30T00:00:00Z', 1, 2)).to.equal(Date.parse('2025-01-02T06:30:00Z'));
    expect(etaTime('2024-01-02T00:00:00Z', 12, 30)).to.equal(Date.parse('2023-12-30T06:30:00Z'));
    expect(etaTime('2023-11-01T00:00:00Z', 2, 29)).to.equal(Date.parse('2024-02-29T06:30:00Z'));
  });

  it('is none when a part of it is missing or no calendar has it', () => {
    expect(etaTime('2021-05-01T00:00:00Z', 2, 29)).to.equal(undefined);
    expect(etaTime('2024-05-01T00:00:00Z', 4, 31)).to.equal(undefined);
    expect(etaTime('2024-05-01T00:00:00Z', 5, 3, 24)).to.equal(undefined);
    expect(etaTime('2024-05-01T00:00:00Z', 0, 3)).to.equal(undefined);
  });
});

describe('The place of a fix', () => {
  it('is left out where there is none', () => {
    for (const [lon, lat] of [
      [0, 0],
      [109, 90],
      [181, 91],
      [undefined, 13],
      [-180.5, 13],
    ] as const) {
      const report = aisReport({ type: 1, mmsi: 574001234, lon, lat, second: 1, speed: 5 });
      expect(report, `${lon} ${lat}`).not.to.have.any.keys('lon', 'lat', 'fixTime');
      expect(report.mmsi).to.equal(574001234);
    }
    expect(aisReport({ type: 1, mmsi: 1, lon: 0, lat: 51.5 })).to.include({ lon: 0, lat: 51.5 });
  });

  it('claims the accuracy that the message claims', () => {
    expect(aisReport({ type: 1, ...boat, accuracy: true }).accuracyM).to.equal(10);
    expect(aisReport({ type: 1, ...boat }).accuracyM).to.equal(undefined);
    expect(aisReport({ type: 27, ...boat, accuracy: true }).accuracyM).to.equal(185);
  });

  it('comes with speed, course, heading and status, without impossible speeds', () => {
    const moving = aisReport({ type: 1, ...boat, heading: 270, status: 7 });
    expect(moving).to.include({ speedKn: 8.3, courseDeg: 271.4, headingDeg: 270, navStatus: 7 });
    expect(aisReport({ type: 1, ...boat, speed: 102.2 }).speedKn).to.equal(undefined);
  });
});

describe('Who it is', () => {
  it('is read from names, numbers and sizes', () => {
    expect(
      aisReport({
        type: 5,
        mmsi: 574001234,
        imo: 9134270,
        callsign: 'XVAB',
        shipname: 'BD 91234 TS',
        shiptype: 30,
        to_bow: 10,
        to_stern: 8,
      }),
    ).to.include({ imo: 9134270, callsign: 'XVAB', name: 'BD 91234 TS', shipType: 30, lengthM: 18, craft: 'vessel' });
    expect(aisReport({ type: 24, part: 'A', mmsi: 574001234, shipname: 'BD 91234 TS' }).name).to.equal('BD 91234 TS');
    expect(aisReport({ type: 24, part: 'B', mmsi: 574001234, to_port: 2 }).lengthM).to.equal(undefined);
    expect(aisReport({ type: 21, mmsi: 4000003, name: 'IBC G BUOY' })).to.include({
      name: 'IBC G BUOY',
      craft: 'aton',
    });
  });

  it('is told by the shape of the MMSI', () => {
    const kinds = [
      574001234, 5740001, 57400001, 111574001, 995741234, 985741234, 970010001, 972010001, 974010001, 857400001, 0,
      1193046, 123456789, 1000000000, 111111111, 999999999, 980000000, 800000000, 1999999, 971010001, 12345678, 1.5,
    ];
    expect(kinds.map(craftKind)).to.deep.equal([
      'vessel',
      'coast-station',
      'group',
      'sar-aircraft',
      'aton',
      'craft-of-mother-ship',
      'ais-sart',
      'mob',
      'epirb',
      'handheld',
      ...new Array<string>(12).fill('unknown'),
    ]);
  });

  it('has the flag of the administration whose digits it bears', () => {
    const flags: [mmsi: number, flag: string | undefined][] = [
      [574001234, 'VNM'],
      [5740001, 'VNM'],
      [57400001, 'VNM'],
      [111574001, 'VNM'],
      [995741234, 'VNM'],
      [985741234, 'VNM'],
      [857400001, 'VNM'],
      [412345678, 'CHN'],
      [257123456, 'NOR'],
      // Devices without an administration, digits that nobody has, and no identity at all.
      [970010001, undefined],
      [972010001, undefined],
      [974010001, undefined],
      [200123456, undefined],
      [123456789, undefined],
      [0, undefined],
    ];
    for (const [mmsi, flag] of flags) {
      expect(flagOf(mmsi), String(mmsi)).to.equal(flag);
      expect(aisReport({ type: 18, mmsi, lon: 109, lat: 13 }).flag, String(mmsi)).to.equal(flag);
    }
  });

  it('is read from a NAF record', () => {
    const record = encodeNaf({
      type: 'POS',
      time: '2024-01-01T12:00:00Z',
      lat: 13.75,
      lon: 109.25,
      speed: 8.3,
      course: 360,
      flag: 'SEY',
      device_id: 'D1',
      internal_reference: 'VNM1',
      registration: 'BĐ-91234-TS',
      name: 'N',
    });
    const { message, meta } = decodeAll(new TextEncoder().encode(record), 'naf').messages[0]!;
    expect(toReport(message, meta)).to.deep.include({
      format: 'naf',
      craft: 'vessel',
      lat: 13.75,
      lon: 109.25,
      fixTime: at('12:00:00'),
      speedKn: 8.3,
      courseDeg: 0,
      flag: 'SYC',
      deviceId: 'D1',
      internalReference: 'VNM1',
      registration: 'BĐ-91234-TS',
      name: 'N',
    });
  });
});

describe('What a weather report says', () => {
  it('is not where its sender is, nor what it is', () => {
    const weather = payloadVectors.find(({ id }) => id === 'ais-020')!;
    const { message, meta } = decodeAll(weather.lines.join('\n')).messages[0]!;
    expect(message).to.include({ accuracy: false, lon: -6.1340667 });
    expect(toReport(message, meta)).not.to.have.any.keys('lon', 'lat', 'fixTime', 'accuracyM');
    const inland = payloadVectors.find(({ id }) => id === 'ais-021')!;
    const ship = decodeAll(inland.lines.join('\n')).messages[0]!;
    expect(ship.message).to.include({ shiptype: 8010 });
    expect(toReport(ship.message, ship.meta).shipType).to.equal(undefined);
  });
});
