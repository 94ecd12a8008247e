/** Who is who: registry entries and what comes over the air. */
import { expect } from 'chai';
import { type EncodableAis, encodeAis } from '../../decoders/ais/encoder.ts';
import { createDecoder } from '../../decoders/registry.ts';
import type { Report } from '../../decoders/report.ts';
import { toReport } from '../../decoders/to-report.ts';
import { parseRegistration } from '../../server/ingest/registration.ts';
import { senderOf, Vessels } from '../../server/ingest/vessels.ts';
import { registryEntry } from '../../server/models/vessel.ts';
import { bytesOf, decodeAll } from '../decoders/collect.ts';

const heard = (fields: Partial<Report>): Report => ({
  format: 'naf',
  message: { class: 'VMS', format: 'naf' } as Report['message'],
  meta: { receivedAt: 0 },
  craft: 'vessel',
  ...fields,
});

/** What the decoders make of an AIS message. */
function received(message: EncodableAis): Report {
  const { message: decoded, meta } = decodeAll(encodeAis(message).join('\n')).messages[0]!;
  return toReport(decoded, meta);
}

describe('vessels', () => {
  it('takes a beacon on fishing gear for no vessel as soon as it says what it is', () => {
    const vessels = new Vessels();
    const place = { lon: 109.2, lat: 13.7, second: 5 };
    const kindAfter = (message: EncodableAis) => vessels.resolve(received(message))!.vessel.kind;
    const buoy = { mmsi: 574_900_123 };
    expect(kindAfter({ type: 18, ...buoy, ...place })).to.equal('vessel');
    expect(kindAfter({ type: 24, part: 'A', ...buoy, shipname: 'NET 12-85%' })).to.equal('gear');
    expect(kindAfter({ type: 18, ...buoy, ...place })).to.equal('gear');
    expect(kindAfter({ type: 18, mmsi: 941_500_551, ...place })).to.equal('gear');
  });

  it('tells a beacon from a bare row of positions, too', () => {
    const vessels = new Vessels();
    const kinds: string[] = [];
    const decoder = createDecoder('nmea', {
      message: () => {},
      rejected: () => {},
      positions: (columns) => {
        for (let row = 0; row < columns.count; row++) {
          kinds.push(vessels.resolve(senderOf(columns, row))!.vessel.kind);
        }
      },
    });
    const place = { lon: 109.2, lat: 13.7, second: 5 };
    const heardOf = [941_500_551, 574_000_006].flatMap((mmsi) => encodeAis({ type: 18, mmsi, ...place }));
    decoder.push(bytesOf(`${heardOf.join('\n')}\n`), 0);
    decoder.end(0);
    expect(kinds).to.deep.equal(['gear', 'vessel']);
  });

  it('takes a boat with a mistyped MMSI for no beacon once her name is known', () => {
    const vessels = new Vessels();
    const boat = { mmsi: 118_529_631 };
    const kindAfter = (message: EncodableAis) => vessels.resolve(received(message))!.vessel.kind;
    expect(kindAfter({ type: 18, ...boat, lon: 109.2, lat: 13.7 })).to.equal('gear');
    expect(kindAfter({ type: 24, part: 'A', ...boat, shipname: 'RALPH HENRY' })).to.equal('unknown');
    expect(kindAfter({ type: 18, ...boat, lon: 109.2, lat: 13.7 })).to.equal('unknown');
  });

  it('keeps a registered boat a vessel, whatever her transponder calls itself', () => {
    const vessels = new Vessels();
    vessels.register(registryEntry.parse({ registration: 'QNa-90004-TS', mmsi: 574_000_004 }), 0);
    const heardAs = received({ type: 24, part: 'A', mmsi: 574_000_004, shipname: 'NET 12-85%' });
    expect(vessels.resolve(heardAs)!.vessel.kind).to.equal('vessel');
  });

  it('knows the flag of every administration', () => {
    const vessels = new Vessels();
    const flagOf = (mmsi: number) => vessels.resolve(received({ type: 18, mmsi, lon: 109, lat: 13 }))!.vessel.flag;
    expect([574_000_005, 412_345_678, 200_123_456].map(flagOf)).to.deep.equal(['VNM', 'CHN', undefined]);
  });

  it('reads registration numbers as they are found in the wild', () => {
    const wild: [string, string][] = [
      ['QNa 90668 TS', 'QNa-90668-TS'],
      ['BTh 99630TS', 'BTh-99630-TS'],
      ['KG - 94793 TS', 'KG-94793-TS'],
      ['QN-0349TS', 'QN-0349-TS'],
      ['DNa-90001-TS', 'ĐNa-90001-TS'],
      ['qng 91234', 'QNg-91234-TS'],
    ];
    for (const [text, canonical] of wild) expect(parseRegistration(text)).to.equal(canonical);
    for (const text of ['XX-91234-TS', 'QNa-12-TS', 'HAI AU', '']) expect(parseRegistration(text)).to.equal(undefined);
  });

  it('keeps two registered boats apart that claim the same MMSI', () => {
    const vessels = new Vessels();
    const first = vessels.register(registryEntry.parse({ registration: 'QNa-90001-TS', mmsi: 574000001 }), 0).vessel;
    const second = vessels.register(registryEntry.parse({ registration: 'QNa-90002-TS', mmsi: 574000001 }), 0).vessel;
    expect(second.id).not.to.equal(first.id);
    expect(second.mmsi).to.equal(undefined);
    const ais = vessels.resolve(heard({ format: 'ais', mmsi: 574000001 }))!;
    expect(ais.vessel.id).to.equal(first.id);
  });

  it('ties a boat heard before to its registry entry, and finds it by any spelling', () => {
    const vessels = new Vessels();
    const before = vessels.resolve(heard({ format: 'ais', mmsi: 574000002, name: 'HAI AU' }))!.vessel;
    const { vessel, created } = vessels.register(
      registryEntry.parse({ registration: 'ĐNa-90003-TS', mmsi: 574000002 }),
      0,
    );
    expect(created).to.equal(false);
    expect(vessel.id).to.equal(before.id);
    expect(vessels.resolve(heard({ registration: 'dna 90003ts' }))!.vessel.id).to.equal(before.id);
  });

  it('takes no control characters and no endless names from the air, and no empty registration from the registry', () => {
    const { vessel } = new Vessels().resolve(heard({ registration: `A\0B\r\nBcc: x${'Z'.repeat(10_000)}` }))!;
    expect(vessel.label)
      .to.match(/^ABBcc: xZ+$/)
      .and.to.have.length(40);
    expect(registryEntry.safeParse({ registration: ' *-' }).success).to.equal(false);
  });
});
