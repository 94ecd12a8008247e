/** What the search box takes for a place. */
import { expect } from 'chai';
import type { Zone } from '../../geofences/types.ts';
import { middleOf, placeOf, searchNames, searchZones } from '../../web/console/search-places.ts';

const PLACE = { lat: 16.5, lon: 108.9 };

function zone(id: string, name: string, geometry: Zone['geometry'], more: Partial<Zone['properties']> = {}): Zone {
  return { id, geometry, properties: { name, kind: 'port', version: 1, source: 'test', ...more } };
}

describe('coordinates in the search box', () => {
  it('are read in every notation that people use', () => {
    for (const text of [
      '16.5 108.9',
      '16.5, 108.9',
      '16,5; 108,9',
      "16°30'N 108°54'E",
      '16°30.0′N 108°54.0′E',
      'N16 30 E108 54',
      '16-30-00N 108-54-00E',
      '16°30′B 108°54′Đ',
      "108°54'E 16°30'N",
      '108.9 16.5',
      '16 30 108 54',
      '16 30 00 108 54 00',
      "16o30'N 108o54'E",
      "16o 30' N, 108o 54' E",
      '16 độ 30 phút B, 108 độ 54 phút Đ',
      '16 độ 30 phút 0 giây Bắc; 108 độ 54 phút 0 giây Đông',
      '16 do 30 phut B, 108 do 54 phut Đ',
      'lat 16.5 lon 108.9',
      'lat: +16.5, lng: 108.9',
      'Longitude=108.9 Latitude=16.5',
      "Vĩ độ: 16°30'N; Kinh độ: 108°54'E",
      "Vĩ độ Bắc 16°30', Kinh độ Đông 108°54'",
      "16°30' Vĩ độ Bắc, 108°54' Kinh độ Đông",
      'geo:16.5,108.9',
      'geo:16.5,108.9;u=35',
      '+16.5+108.9',
      '+16.5+108.9/',
      "16o30'00 108o54'00",
      '16˚30,000 108˚54,000',
      '16d30m00s 108d54m00s',
      '16d30m00s N, 108d54m00s E',
    ]) {
      const found = placeOf(text);
      expect(found?.lat, text).to.be.closeTo(PLACE.lat, 1e-6);
      expect(found?.lon, text).to.be.closeTo(PLACE.lon, 1e-6);
    }
  });

  it('are told apart by their letters, whichever comes first', () => {
    expect(placeOf('16°E 10°N')).to.deep.equal({ lat: 10, lon: 16 });
    expect(placeOf('lon 16 lat 10')).to.deep.equal({ lat: 10, lon: 16 });
    expect(placeOf('-16.5-108.9')).to.deep.equal({ lat: -16.5, lon: -108.9 });
    expect(placeOf('70O 12N')).to.deep.equal({ lat: 12, lon: -70 });
  });

  it('are not seen in what is no place', () => {
    for (const text of [
      '',
      'qna 91234',
      '574000123',
      '16.5',
      '116 108',
      '200 10',
      '16.5N 108.9N',
      'lat 108.9E lon 16.5N',
      'lat 16.5',
      '16 30 108',
      '16 70 108 54',
      '+16.5',
      'geo:16.5',
    ]) {
      expect(placeOf(text), text).to.equal(undefined);
    }
  });
});

describe('names in the search box', () => {
  it('of both archipelagos are found as the map writes them, without diacritics, and by what charts call them', () => {
    for (const [query, lat] of [
      ['quan dao hoang sa', 16.5],
      ['Hoàng Sa (Việt Nam)', 16.5],
      ['paracel', 16.5],
      ['Quần đảo Trường Sa', 9.5],
      ['spratly islands', 9.5],
    ] as const) {
      const [found] = searchNames(query, 5);
      expect([found?.lat, found?.name.startsWith('Quần đảo')], query).to.deep.equal([lat, true]);
    }
  });

  const port = zone('p', 'Cảng cá Thọ Quang', { type: 'Point', coordinates: [108.25, 16.1] }, { code: '0602' });
  const area = zone(
    'a',
    'Vùng cấm Đông Hải',
    {
      type: 'Polygon',
      coordinates: [
        [
          [108, 15],
          [110, 15],
          [110, 17],
          [108, 17],
          [108, 15],
        ],
      ],
    },
    { nameEn: 'East Sea closure', kind: 'closed' },
  );

  it('find zones by name without diacritics, by English name and by code', () => {
    const found = (query: string) => searchZones([port, area], query, 5).map(({ id }) => id);
    expect(found('tho quang')).to.deep.equal(['p']);
    expect(found('dong hai')).to.deep.equal(['a']);
    expect(found('east sea')).to.deep.equal(['a']);
    expect(found('0602')).to.deep.equal(['p']);
    expect(found('  ')).to.deep.equal([]);
  });

  it('lead to the middle of what a zone spans', () => {
    expect(middleOf(area)).to.deep.equal({ lon: 109, lat: 16 });
    expect(middleOf(port)).to.deep.equal({ lon: 108.25, lat: 16.1 });
  });

  it('find islands', () => {
    expect(searchNames('ly son', 5).map(({ name }) => name)).to.deep.equal(['Lý Sơn']);
  });
});
