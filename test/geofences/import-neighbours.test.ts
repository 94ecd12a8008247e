import { expect } from 'chai';
import { isUsable, repairZones, usableZones } from '../../geofences/import/check.ts';
import type { Zone } from '../../geofences/types.ts';
import { box, checkFeatures, codes, type Pair, polygon } from './import-files.ts';
import { usableArea } from './import-repairs.ts';

describe('check of zones: beside the zones there are', () => {
  const inUse: Zone = {
    id: 'old',
    geometry: { type: 'Polygon', coordinates: [box(110, 12, 111, 13)] },
    properties: { name: 'Vùng cũ', kind: 'closed', version: 4, source: 'test' },
  };
  const circle: Zone = {
    id: 'round',
    geometry: { type: 'Point', coordinates: [115, 10] },
    properties: { name: 'Vùng tròn', kind: 'closed', version: 1, source: 'test', radiusNm: 10 },
  };
  const existing = [inUse, circle];

  it('says with what zone of the same kind it shares how much', () => {
    const check = checkFeatures([polygon([box(110.5, 12.5, 111.5, 13.5)], { kind: 'closed' })], { existing });
    expect(codes(check)).to.deep.equal(['overlaps-zone']);
    expect(check.findings[0]).to.include({ severity: 'info' });
    expect(check.findings[0]!.vi).to.match(/chồng lên vùng cùng loại “Vùng cũ” 300\d km²/);
    const other = checkFeatures([polygon([box(110.5, 12.5, 111.5, 13.5)], { kind: 'monitored' })], { existing });
    expect(other.findings).to.deep.equal([]);
    const beside = checkFeatures([polygon([box(111, 12, 112, 13)], { kind: 'closed' })], { existing });
    expect(beside.findings).to.deep.equal([]);
  });

  it('lays areas over circles, and over the zones before them in the file', () => {
    const check = checkFeatures(
      [
        polygon([box(114, 9, 115, 11)], { kind: 'closed' }, 'a'),
        polygon([box(114.5, 9, 116, 11)], { kind: 'closed' }, 'b'),
      ],
      { existing },
    );
    expect(
      check.findings.map(({ zone, en }) => [zone?.id, /overlaps “(.*?)”.* by (\d+)/.exec(en)?.slice(1)]),
    ).to.deep.equal([
      ['a', ['Vùng tròn', '538']],
      ['b', ['Vùng tròn', '1076']],
      ['b', ['Vùng A', '12126']],
    ]);
  });

  it('is the next version of a zone with its id', () => {
    const check = checkFeatures([polygon([box(110, 12, 111, 13)], { kind: 'closed', version: 9 }, 'old')], {
      existing,
    });
    expect(codes(check)).to.deep.equal(['replaces-zone']);
    expect(check.findings[0]!.vi).to.include(
      'thay vùng đang dùng “Vùng cũ” (cùng mã “old”, phiên bản 4) bằng phiên bản 5',
    );
    expect(usableZones(check)[0]!.properties.version).to.equal(5);
  });
});

describe('repair of zones', () => {
  const faulty = [
    polygon(
      [
        [
          [15, 108],
          [15, 109],
          [16, 109],
          [16, 108],
        ],
      ],
      { name: 'Đảo', validFrom: '1/4/2026' },
      'a',
    ),
    polygon(
      [
        [
          [108, 15],
          [109, 16],
          [109, 15],
          [108, 16],
          [108, 15],
        ],
      ],
      { kind: 'cấm' },
      'a',
    ),
  ];

  it('mends all that it offers to mend, and the result is found good', () => {
    const check = checkFeatures(faulty);
    expect(isUsable(check)).to.equal(false);
    const repaired = repairZones(check);
    expect(codes(repaired).filter((code) => code !== 'overlaps-zone')).to.deep.equal([]);
    const zones = usableZones(repaired);
    expect(zones.map(({ id }) => id)).to.deep.equal(['a', 'a-2']);
    const again = checkFeatures(zones.map((zone) => ({ type: 'Feature', ...zone })));
    expect(isUsable(again)).to.equal(true);
    expect(usableZones(again)).to.deep.equal(zones);
  });

  it('mends in the order in which the numbers of its repairs were made', () => {
    // A bow-tie with a spike that runs out through another edge: taken out first, it leaves no trace in the parts.
    const bow: Pair[] = [
      [108, 15],
      [109, 16],
      [109, 15.5],
      [107, 15.495],
      [109, 15.49],
      [109, 15],
      [108, 16],
      [108, 15],
    ];
    const check = checkFeatures([polygon([bow])]);
    expect(codes(check)).to.deep.equal(['spike', 'self-crossing']);
    const repaired = repairZones(check);
    expect(codes(repaired)).to.deep.equal([]);
    expect(usableArea(repaired)).to.be.closeTo(5936.336, 0.01);
  });

  it('mends only what is accepted, and the file as read stays', () => {
    const check = checkFeatures(faulty);
    const before = JSON.stringify(check.drafts);
    const some = repairZones(check, ({ code }) => code === 'unclosed-ring');
    expect(codes(some)).to.deep.equal(['date-invalid', 'swapped-lat-lon', 'self-crossing', 'duplicate-id']);
    expect(JSON.stringify(check.drafts)).to.equal(before);
  });
});
