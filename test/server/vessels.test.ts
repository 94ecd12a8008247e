/** Who is who: registry entries and what comes over the air. */
import { expect } from 'chai';
import fc from 'fast-check';
import { type EncodableAis, encodeAis } from '../../decoders/ais/encoder.ts';
import { createDecoder } from '../../decoders/registry.ts';
import type { Report } from '../../decoders/report.ts';
import { toReport } from '../../decoders/to-report.ts';
import { Berths } from '../../server/ingest/berths.ts';
import { FeedWindows } from '../../server/ingest/feed-windows.ts';
import { Newcomers } from '../../server/ingest/newcomers.ts';
import { Reception } from '../../server/ingest/reception.ts';
import { parseRegistration } from '../../server/ingest/registration.ts';
import { profileOf, senderOf, Vessels } from '../../server/ingest/vessels.ts';
import { type FeedRecord, noCounters } from '../../server/models/feed.ts';
import { registryEntry, type Vessel } from '../../server/models/vessel.ts';
import { bytesOf, decodeAll } from '../decoders/collect.ts';
import { heard } from './heard.ts';

/** What the decoders make of an AIS message. */
function received(message: EncodableAis): Report {
  const { message: decoded, meta } = decodeAll(encodeAis(message).join('\n')).messages[0]!;
  return toReport(decoded, meta);
}

describe('vessels', () => {
  it('are shown to the rules with gear, provider, risk, papers and permissions, as the registry has them', () => {
    const vessels = new Vessels();
    const permissions = [{ zones: ['boundary'], from: '2026-03-01', to: '2026-03-31', basis: 'hiệp định nghề cá' }];
    const entry = registryEntry.parse({
      registration: 'QNa-91234-TS',
      gear: 'lưới kéo',
      provider: 'VNPT',
      highRisk: true,
      licenceUntil: '2026-06-30',
      certificateUntil: '2026-12-31',
      permissions,
    });
    const { vessel } = vessels.register(entry, 0);
    expect(profileOf(vessel)).to.deep.include({
      gear: 'trawl',
      provider: 'VNPT',
      highRisk: true,
      licenceUntil: '2026-06-30',
      certificateUntil: '2026-12-31',
      permissions,
    });
    expect(vessels.register(registryEntry.parse(entry), 1).outcome, 'the same again').to.equal('unchanged');
    expect(() =>
      registryEntry.parse({ registration: 'x', permissions: [{ from: '2026-02-30', to: '2026-03-01', basis: 'y' }] }),
    ).to.throw();
  });

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

  it('takes up no more senders that nobody knew when somebody invents them, but for calls for help; known ones go on', () => {
    const vessels = new Vessels(new Newcomers(3, 1));
    const berths = new Berths();
    const reception = new Reception({
      vessels,
      berths,
      windows: new FeedWindows(),
      introduce: () => {},
      touch: () => {},
    });
    const feed: FeedRecord = { feed: 1, name: 'AIS', url: 'udp://x', format: 'nmea', counters: noCounters() };
    const decoder = createDecoder('nmea', reception.sinkOf(feed));
    const hear = (at: number, ...mmsis: number[]) => {
      const place = { lat: 15.5, lon: 109.5, speed: 5 };
      const lines = mmsis.flatMap((mmsi) => encodeAis({ type: 1, mmsi, ...place, second: 60 }));
      decoder.push(Buffer.from(lines.map((line) => `${line}\r\n`).join('')), at, true);
      return vessels.size;
    };
    const day = 24 * 3_600_000;
    expect(
      vessels.register(registryEntry.parse({ registration: 'QNa-90001-TS', mmsi: 574000001 }), 0).outcome,
    ).to.equal('created');
    expect(hear(day, 574000001, 574000002, 574000003)).to.equal(3);
    expect(hear(day + 60_000, 574000004, 574000005, 574000002)).to.equal(3);
    expect(feed.counters.rejected).to.deep.equal({ 'too-many-unknown': 2 });
    const known = berths.of(vessels.ofMmsi(574000002)!.id);
    expect(berths.latestOf(known)?.receivedAt, 'who is known').to.equal(day + 60_000);
    expect(hear(day + 120_000, 970000001, 970000002), 'a call for help').to.equal(4);
    // The registry is not refused, and what was first heard long ago counts no more; as after a restart.
    vessels.register(registryEntry.parse({ registration: 'QNa-90009-TS' }), day + 180_000);
    const restarted = new Vessels(new Newcomers(3, 1));
    for (const mmsi of [574000001, 574000002, 574000003]) restarted.keep(vessels.get(vessels.ofMmsi(mmsi)!.id)!);
    const meets = (at: number) =>
      restarted.resolve(heard({ format: 'ais', mmsi: 574000007, meta: { receivedAt: at } }));
    expect(meets(29 * day)).to.equal(undefined);
    expect(meets(31 * day)?.changed).to.equal(true);
  });

  it('keeps two registered boats apart that claim the same MMSI', () => {
    const vessels = new Vessels();
    const first = vessels.register(registryEntry.parse({ registration: 'QNa-90001-TS', mmsi: 574000001 }), 0).vessel;
    const claim = registryEntry.parse({ registration: 'QNa-90002-TS', mmsi: 574000001 });
    const second = vessels.register(claim, 0);
    expect(second.vessel.id).not.to.equal(first.id);
    expect(second.vessel.mmsi).to.equal(undefined);
    expect(second.outcome).to.equal('created');
    expect(second.conflicts).to.deep.equal([{ field: 'mmsi', value: '574000001', heldBy: 'QNa-90001-TS' }]);
    const ais = vessels.resolve(heard({ format: 'ais', mmsi: 574000001 }))!;
    expect(ais.vessel.id).to.equal(first.id);
    const again = vessels.register(claim, 1);
    expect(again.outcome).to.equal('unchanged');
    expect(again.conflicts).to.have.length(1);
  });

  it('gives an identity to the boat that claims it once the other has been given another one', () => {
    const vessels = new Vessels();
    const first = registryEntry.parse({ registration: 'QNa-90001-TS', mmsi: 574000001 });
    const second = registryEntry.parse({ registration: 'QNa-90002-TS', mmsi: 574000001 });
    vessels.register(first, 0);
    const { vessel } = vessels.register(second, 0);
    vessels.register({ ...first, mmsi: 574000009 }, 0);
    const mended = vessels.register(second, 0);
    expect(mended).to.deep.include({ outcome: 'updated', conflicts: [] });
    expect(mended.vessel).to.include({ id: vessel.id, mmsi: 574000001 });
    expect(vessels.resolve(heard({ format: 'ais', mmsi: 574000001 }))!.vessel.id).to.equal(vessel.id);
  });

  it('lets a registered boat keep the identity that it has when the one that it claims is taken', () => {
    const vessels = new Vessels();
    vessels.register(registryEntry.parse({ registration: 'QNa-90001-TS', deviceId: 'X1' }), 0);
    const own = registryEntry.parse({ registration: 'QNa-90002-TS', deviceId: 'X2' });
    vessels.register(own, 0);
    const { vessel, conflicts } = vessels.register({ ...own, deviceId: 'x-1' }, 0);
    expect(vessel.deviceId).to.equal('X2');
    expect(conflicts).to.deep.equal([{ field: 'deviceId', value: 'x-1', heldBy: 'QNa-90001-TS' }]);
  });

  it('counts an entry as created once, as updated when it says something new, else as unchanged', () => {
    const vessels = new Vessels();
    const entry = registryEntry.parse({ registration: 'QNg 95001 TS', lengthM: 17 });
    vessels.resolve(heard({ registration: 'QNg-95001-TS' }));
    const outcomes = [entry, entry, { ...entry, lengthM: 18 }].map((one) => vessels.register(one, 0).outcome);
    expect(outcomes).to.deep.equal(['created', 'unchanged', 'updated']);
  });

  it('takes an identity that was only heard for the boat that the registry gives it to', () => {
    const vessels = new Vessels();
    const boat = vessels.resolve(heard({ registration: 'QNa-90004-TS' }))!.vessel;
    const radio = vessels.resolve(heard({ format: 'ais', mmsi: 574000004 }))!.vessel;
    const entry = registryEntry.parse({ registration: 'QNa-90004-TS', mmsi: 574000004 });
    const { vessel, changed, conflicts } = vessels.register(entry, 0);
    expect(vessel.id).to.equal(boat.id);
    expect(conflicts).to.deep.equal([]);
    expect(changed.map(({ id }) => id)).to.deep.equal([radio.id]);
    expect(vessels.resolve(heard({ format: 'ais', mmsi: 574000004 }))!.vessel.id).to.equal(boat.id);
  });

  it('does not tie together names of which only the script differs', () => {
    const vessels = new Vessels();
    const ids = ['粤渔00123', '琼渔00123', '粤渔-00123'].map(
      (registration) => vessels.register(registryEntry.parse({ registration }), 0).vessel.id,
    );
    expect(ids[0]).to.equal(ids[2]).and.not.equal(ids[1]);
  });

  it('knows after a restart whoever it knew before, in whatever order the store gives them back', () => {
    const names = fc.constantFrom('QNa-90001-TS', 'QNa-90002-TS', 'QNg-95001-TS');
    const numbers = fc.constantFrom(574000001, 574000002, 574000003);
    const words = fc.constantFrom('D1', 'D2', 'D3');
    const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
    const report = fc.record({
      format: fc.constantFrom('ais' as const, 'naf' as const),
      registration: maybe(names),
      deviceId: maybe(words),
      internalReference: maybe(words),
      callsign: maybe(words),
      mmsi: maybe(numbers),
    });
    const entry = fc.record({ registration: names, mmsi: maybe(numbers), deviceId: maybe(words) });
    const step = fc.oneof(report, fc.record({ entry }));
    const take = (vessels: Vessels, one: Partial<Report> | { entry: object }) =>
      'entry' in one
        ? vessels.register(registryEntry.parse(JSON.parse(JSON.stringify(one.entry))), 0)
        : vessels.resolve(heard(one));
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 12 }),
        fc.array(step, { maxLength: 6 }),
        fc.boolean(),
        (first, rest, turned) => {
          const lasting = new Vessels();
          const stored = new Map<string, string>();
          for (const one of first) {
            const came = take(lasting, one);
            if (!came) continue;
            const others = 'outcome' in came ? came.changed : [];
            for (const vessel of [came.vessel, ...others]) stored.set(vessel.id, JSON.stringify(vessel));
          }
          const restarted = new Vessels();
          const rows = [...stored.values()];
          for (const row of turned ? rows.reverse() : rows) restarted.keep(JSON.parse(row) as Vessel);
          const known = (vessels: Vessels) => [574000001, 574000002, 574000003].map((mmsi) => vessels.ofMmsi(mmsi));
          for (const one of rest) {
            expect(known(restarted)).to.deep.equal(known(lasting));
            expect(take(restarted, one)).to.deep.equal(take(lasting, one));
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('ties a boat heard before to its registry entry, and finds it by any spelling', () => {
    const vessels = new Vessels();
    const before = vessels.resolve(heard({ format: 'ais', mmsi: 574000002, name: 'HAI AU' }))!.vessel;
    const { vessel } = vessels.register(registryEntry.parse({ registration: 'ĐNa-90003-TS', mmsi: 574000002 }), 0);
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
