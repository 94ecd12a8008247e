/** Who is who: registry entries and what comes over the air. */
import { expect } from 'chai';
import type { Report } from '../../decoders/report.ts';
import { parseRegistration } from '../../server/ingest/registration.ts';
import { Vessels } from '../../server/ingest/vessels.ts';
import { registryEntry } from '../../server/models/vessel.ts';

const heard = (fields: Partial<Report>): Report => ({
  format: 'naf',
  message: { class: 'VMS', format: 'naf' } as Report['message'],
  meta: { receivedAt: 0 },
  craft: 'vessel',
  ...fields,
});

describe('vessels', () => {
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
