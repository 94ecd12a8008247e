/** Beacons on fishing gear told from vessels, by what one message says and by what has been heard together. */
import { expect } from 'chai';
import { type GearSign, gearSign, type HeardIdentity } from '../../decoders/ais/gear.ts';
import { assignedMids, flagOfMid } from '../../decoders/ais/mid.ts';
import { type EncodableAis, encodeAis, toReport } from '../../decoders/index.ts';
import { isoCountry } from '../../decoders/vms/countries.ts';
import { decodeAll } from './collect.ts';

function craftIn(message: EncodableAis): string {
  const { message: decoded, meta } = decodeAll(encodeAis(message).join('\n')).messages[0]!;
  return toReport(decoded, meta).craft;
}

describe('Fishing gear', () => {
  const check = (heard: HeardIdentity, sign: GearSign | undefined) =>
    expect(gearSign(heard), JSON.stringify(heard)).to.equal(sign);

  it('writes its battery into its name', () => {
    // The first two were seen on a public stream, the others are the forms in which makers describe them.
    for (const [mmsi, name] of [
      [941_500_551, 'LISA BUOY 4 [42%]'],
      [109_050_897, 'NORSOL 5    [69%]'],
      [12_345_678, '12345678-85%'],
      [412_345_678, 'NET-100%'],
      [574_123_456, 'BUOY 3 7%'],
      [574_123_456, 'NET3-11.2V'],
      [574_123_456, '30123-11V'],
      [574_123_456, 'A1 4.1v'],
      [995_741_234, 'F07 55%'],
    ] as const) {
      for (const type of [18, 19, 21, 24, 5]) check({ mmsi, name, types: [type] }, 'battery-in-name');
    }
  });

  it('is no boat whose name ends alike', () => {
    for (const name of [
      'BLUEFIN V',
      'GEORGE V',
      'BD 91234 TS',
      'QNA90001V',
      'OVER 9000%',
      'HENRY 8',
      '1.5%V',
      'LADY 45V A',
    ]) {
      check({ mmsi: 574_123_456, name, types: [24] }, undefined);
    }
  });

  it('calls itself a net or a buoy, unless it is class A, a ship of a kind, or an official aid', () => {
    for (const name of ['NET MARK', 'NETMARK 12', 'FISHING NET 3', 'NET12', 'PHAO LUOI 7', 'BUOY', 'buoy-2']) {
      check({ mmsi: 574_123_456, name, types: [18, 24] }, 'gear-name');
      check({ mmsi: 574_123_456, name, shipType: 30, types: [24] }, 'gear-name');
      check({ mmsi: 574_123_456, name, types: [1, 5, 24] }, undefined);
      check({ mmsi: 574_123_456, name, shipType: 37, types: [24] }, undefined);
      check({ mmsi: 995_741_901, name, types: [21] }, undefined);
    }
    for (const name of ['MAGNET', 'NETTUNO', 'FISH MAGNET', 'BUOYANT', 'GENNET']) {
      check({ mmsi: 574_123_456, name, types: [24] }, undefined);
    }
    // An aid to navigation is often a buoy, but never a net.
    check({ mmsi: 4_000_003, name: 'IBC G BUOY', types: [21] }, undefined);
    check({ mmsi: 4_000_003, name: 'NET 7', types: [21] }, 'gear-name');
  });

  it('bears nine digits that nobody assigns', () => {
    for (const mmsi of [100_900_001, 200_123_456, 799_123_456, 900_123_456, 941_500_551, 985_001_234, 991_001_234]) {
      for (const type of [18, 19, 21, 24]) check({ mmsi, types: [type] }, 'illegal-identity');
      check({ mmsi, types: [1, 3] }, undefined);
      check({ mmsi, types: [4] }, undefined);
      check({ mmsi, name: 'A12', types: [24] }, 'illegal-identity');
      // As it was heard in Australia: a boat whose owner mistyped her number.
      check({ mmsi, name: 'RALPH HENRY', types: [24] }, undefined);
      check({ mmsi, shipType: 36, types: [24] }, undefined);
    }
  });

  it('is not what was never set up, and nothing that saves lives', () => {
    for (const mmsi of [0, 1_193_046, 123_456_789, 111_111_111, 999_999_999, 290_076])
      check({ mmsi, types: [18] }, undefined);
    for (const mmsi of [970_010_001, 972_010_001, 974_010_001])
      check({ mmsi, name: 'NET 50%', types: [18, 24] }, undefined);
    // Handhelds have numbers of their own (M.585).
    check({ mmsi: 826_502_093, types: [18] }, undefined);
    check({ mmsi: 5_741_234, name: 'NET 5', types: [21] }, undefined);
  });

  it('is a craft of its own kind in reports', () => {
    expect(craftIn({ type: 18, mmsi: 941_500_551, lon: 109, lat: 13 })).to.equal('gear');
    expect(craftIn({ type: 24, part: 'A', mmsi: 574_123_456, shipname: 'NET 7-85%' })).to.equal('gear');
    expect(craftIn({ type: 21, mmsi: 941_500_551, name: 'A 1' })).to.equal('gear');
    expect(craftIn({ type: 21, mmsi: 995_741_901, name: 'PHAO 0 DA NANG' })).to.equal('aton');
    expect(craftIn({ type: 28, mmsi: 995_741_901 })).to.equal('aton');
    expect(craftIn({ type: 18, mmsi: 574_123_456, lon: 109, lat: 13 })).to.equal('vessel');
    expect(craftIn({ type: 1, mmsi: 941_500_551, lon: 109, lat: 13 })).to.equal('unknown');
  });

  it('is judged in linear time whatever the name', () => {
    const name = `${'9'.repeat(20_000)} %V`;
    check({ mmsi: 574_123_456, name, types: [24] }, undefined);
  });
});

describe('Maritime identification digits', () => {
  it('are those that the ITU assigns, each once, with ISO codes', () => {
    expect(assignedMids).to.have.length(292);
    expect(new Set(assignedMids).size).to.equal(assignedMids.length);
    for (const mid of assignedMids) {
      expect(mid).to.be.within(201, 775);
      expect(isoCountry(flagOfMid(mid)!), String(mid)).to.equal(flagOfMid(mid));
    }
  });

  it('are Vietnam and its neighbours', () => {
    expect(
      [574, 514, 515, 531, 412, 413, 414, 416, 477, 453, 533, 548, 525, 567, 563, 564, 565, 566, 508].map(flagOfMid),
    ).to.deep.equal([
      'VNM',
      'KHM',
      'KHM',
      'LAO',
      'CHN',
      'CHN',
      'CHN',
      'TWN',
      'HKG',
      'MAC',
      'MYS',
      'PHL',
      'IDN',
      'THA',
      'SGP',
      'SGP',
      'SGP',
      'SGP',
      'BRN',
    ]);
    expect([200, 217, 260, 302, 400, 500, 575, 600, 700, 799].map(flagOfMid)).to.deep.equal(
      new Array(10).fill(undefined),
    );
  });
});
