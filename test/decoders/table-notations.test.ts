/** What people write into tables: angles, times, headers, and maps made by hand. */
import { expect } from 'chai';
import fc from 'fast-check';
import { type ColumnMap, checkColumnMap, resolveColumns } from '../../decoders/tables/column-map.ts';
import { parseAngle, parseAngles } from '../../decoders/tables/coordinates.ts';
import { parseTime } from '../../decoders/tables/dates.ts';
import { guessColumns } from '../../decoders/tables/guess-columns.ts';
import { zoneMinutes } from '../../decoders/time-zone.ts';

describe('An angle in a cell', function () {
  this.timeout(60_000);

  it('is read in every usual notation', () => {
    for (const [text, degrees, axis] of [
      ["15°30.5'N", 15.5083333, 'lat'],
      ['15 30 30 N', 15.5083333, 'lat'],
      ['1530.5N', 15.5083333, 'lat'],
      ['N15.508', 15.508, 'lat'],
      ['15,508', 15.508],
      ['-15.508', -15.508],
      ['+015.5', 15.5],
      ['.94', 0.94],
      ['15.508°', 15.508],
      ['15°30\'30"N', 15.5083333, 'lat'],
      ["15°30'30''N", 15.5083333, 'lat'],
      ['15º 30′ 30,6″ B', 15.5085, 'lat'],
      ['15° 30,5’ Bắc', 15.5083333, 'lat'],
      ['108°20’Đ', 108.3333333, 'lon'],
      ['108 20.5 Đông', 108.3416667, 'lon'],
      ['E10830.500', 108.5083333, 'lon'],
      ['153030N', 15.5083333, 'lat'],
      ['1083030.6E', 108.5085, 'lon'],
      ['15d30.5m N', 15.5083333, 'lat'],
      ['15-30.5S', -15.5083333, 'lat'],
      ['15-30-30 S', -15.5083333, 'lat'],
      ['15:30:30', 15.5083333],
      ['vĩ độ 15,5 Nam', -15.5, 'lat'],
      ['97.87925 W', -97.87925, 'lon'],
      ['97° 52\' 45.3" O', -97.87925, 'lon'],
      ['0', 0],
      ['180', 180],
    ] as const) {
      expect(parseAngle(text), text).to.deep.equal({ degrees, axis });
    }
  });

  it('is none where it could be anything', () => {
    for (const text of [
      '',
      'N',
      'abc',
      '1530.5',
      '200',
      '180.1',
      '15.5.5',
      "15°60'N",
      '15 30 60 N',
      '-15.5S',
      'N15.5E',
      '15,5,5',
      '1.234,5',
      '1e1',
      "15°30'N108°",
      '99'.repeat(40),
    ]) {
      expect(parseAngle(text), text).to.equal(undefined);
    }
    expect(parseAngle('15,5', 'point')).to.equal(undefined);
    expect(parseAngle('15.5', 'comma')).to.equal(undefined);
  });

  it('comes in pairs', () => {
    for (const [text, first, second] of [
      ["15°30.5'N, 108°20'E", 15.5083333, 108.3333333],
      ['15.508, 108.35', 15.508, 108.35],
      ['15,508; 108,35', 15.508, 108.35],
      ['15.508 108.35', 15.508, 108.35],
      ['15.508,108.35', 15.508, 108.35],
      ['N15 30.5 E108 20.5', 15.5083333, 108.3416667],
      ["15°30'30\"N 108°20'E", 15.5083333, 108.3333333],
      ["15°30'N - 108°20'E", 15.5, 108.3333333],
      ['1530.5N10820.5E', 15.5083333, 108.3416667],
      ['108.35 / 15.5', 108.35, 15.5],
    ] as const) {
      const pair = parseAngles(text);
      expect(
        pair?.map(({ degrees }) => degrees),
        text,
      ).to.deep.equal([first, second]);
    }
    for (const text of ['15.5', '', 'Quảng Nam', '15,5,108,5']) expect(parseAngles(text), text).to.equal(undefined);
  });

  it('comes back from degrees, minutes and seconds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -90 * 36_000, max: 90 * 36_000 }),
        fc.constantFrom('°', ' ', '-', ':'),
        (tenths, sign) => {
          const size = Math.abs(tenths);
          const parts = [Math.floor(size / 36_000), Math.floor(size / 600) % 60, (size % 600) / 10];
          const letter = tenths < 0 ? 'S' : 'N';
          const text = sign === '°' ? `${parts[0]}°${parts[1]}'${parts[2]}"` : parts.join(sign);
          const angle = parseAngle(`${text} ${letter}`);
          expect(angle?.degrees).to.be.closeTo(tenths / 36_000, 1e-7);
        },
      ),
    );
  });

  it('never makes the reader throw', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789.,-+°\'" NSEWBĐo:d'), maxLength: 200 });
    fc.assert(
      fc.property(text, (some) => {
        parseAngle(some);
        parseAngles(some);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('A time in a cell', function () {
  this.timeout(60_000);
  const vietnam = { order: 'dmy' as const, zone: 420 };

  function iso(text: string, date?: string, reading: Parameters<typeof parseTime>[2] = vietnam): string {
    const time = parseTime(text, date, reading);
    return typeof time === 'number' ? new Date(time).toISOString().replace('.000', '') : time;
  }

  it('is read in every usual notation, in the map’s zone or in its own', () => {
    for (const [text, expected] of [
      ['10/01/2019 03:59', '2019-01-09T20:59:00Z'],
      ['1/2/2019 3:59', '2019-01-31T20:59:00Z'],
      ['10-01-2019 03:59:07', '2019-01-09T20:59:07Z'],
      ['10.01.19 03:59', '2019-01-09T20:59:00Z'],
      ['03:59 10/01/2019', '2019-01-09T20:59:00Z'],
      ['03:59 10-01-19', '2019-01-09T20:59:00Z'],
      ['08h15 ngày 04/05/2019', '2019-05-04T01:15:00Z'],
      ['8 giờ 15 phút, 04/05/2019', '2019-05-04T01:15:00Z'],
      ['4/5/2019 8:15:30 SA', '2019-05-04T01:15:30Z'],
      ['8:15:30 CH 4/5/2019', '2019-05-04T13:15:30Z'],
      ['4/5/2019 12:15 AM', '2019-05-03T17:15:00Z'],
      ['10-Jan-2019 03:59', '2019-01-09T20:59:00Z'],
      ['10 de enero de 2019 03:59', '2019-01-09T20:59:00Z'],
      ['2019-01-10 03:59:05', '2019-01-09T20:59:05Z'],
      ['2019/1/5 3:59', '2019-01-04T20:59:00Z'],
      ['20190110 035905', '2019-01-09T20:59:05Z'],
      ['20190110035905', '2019-01-09T20:59:05Z'],
      ['2019-01-10T03:59:05Z', '2019-01-10T03:59:05Z'],
      ['2019-01-10T03:59:05.25+02:00', '2019-01-10T01:59:05.250Z'],
      ['10/01/2019 03:59 UTC', '2019-01-10T03:59:00Z'],
      ['10/01/2019 03:59 (GMT+7)', '2019-01-09T20:59:00Z'],
      ['43475.166006944446', '2019-01-09T20:59:03Z'],
      ['1547092740', '2019-01-10T03:59:00Z'],
      ['1547092740123', '2019-01-10T03:59:00.123Z'],
    ] as const) {
      expect(iso(text), text).to.equal(expected);
    }
    expect(iso('03/15/2019 10:00', undefined, { order: 'mdy', zone: 0 })).to.equal('2019-03-15T10:00:00Z');
    expect(iso('19/03/15 10:00', undefined, { order: 'ymd', zone: 0 })).to.equal('2019-03-15T10:00:00Z');
    expect(iso('42013.166006944446', undefined, { ...vietnam, from1904: true })).to.equal('2019-01-09T20:59:03Z');
  });

  it('takes its date from a column of its own', () => {
    for (const [time, date] of [
      ['03:59', '10/01/2019'],
      ['03:59:00', '2019-01-10'],
      ['03:59', '43475'],
      ['0.16597222222222222', '43475'],
      ['3:59 SA', '10/01/2019 00:00:00'],
    ] as const) {
      expect(iso(time, date), time).to.equal('2019-01-09T20:59:00Z');
    }
  });

  it('is none where a part is missing or does not exist', () => {
    for (const [text, reason] of [
      ['', 'no-date-time'],
      ['10/01/2019', 'no-date-time'],
      ['03:59', 'no-date-time'],
      ['20190110', 'no-date-time'],
      ['31/02/2019 10:00', 'bad-date'],
      ['10/13/2019 10:00', 'bad-date'],
      ['abc', 'bad-date'],
      ['12345', 'bad-date'],
      ['10/01/1999 03:59', 'bad-date'],
      ['10/01/2019 25:00', 'bad-time'],
      ['10/01/2019 13:00 CH', 'bad-time'],
      ['1'.repeat(80), 'bad-time'],
    ] as const) {
      expect(iso(text), text).to.equal(reason);
    }
  });

  it('never makes the reader throw', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789/-.: TZ+hAPMSCHngày'), maxLength: 80 });
    fc.assert(
      fc.property(text, text, (some, date) => {
        parseTime(some, date, vietnam);
      }),
      { numRuns: 2000 },
    );
  });

  it('knows zones as people write them', () => {
    expect(
      ['Z', 'utc', 'GMT+7', '+07:00', '+0700', '+7', 'Asia/Ho_Chi_Minh', 'UTC-05:30', '+15', '7', 'constructor'].map(
        zoneMinutes,
      ),
    ).to.deep.equal([0, 0, 420, 420, 420, 420, 420, -330, undefined, undefined, undefined]);
  });
});

describe('A header', () => {
  const columnsOf = (header: string[]) => guessColumns(header)?.map.columns;

  it('in Vietnamese is understood with accents and without, and means local time', () => {
    const expected = { registration: 0, name: 1, owner: 2, lon: 3, lat: 4, time: 5, speed: 6, course: 7 };
    for (const header of [
      ['Số đăng ký', 'Tên tàu', 'Chủ tàu', 'Kinh độ', 'Vĩ độ', 'Thời gian', 'Tốc độ', 'Hướng'],
      ['So dang ky', 'Ten tau', 'Chu tau', 'Kinh do', 'Vi do', 'Thoi gian', 'Toc do', 'Huong'],
      [
        'SỐ ĐĂNG KÝ TÀU CÁ',
        'TÊN TÀU',
        'HỌ TÊN CHỦ TÀU',
        'KINH ĐỘ (E)',
        'VĨ ĐỘ (N)',
        'THỜI GIAN GỬI',
        'VẬN TỐC (HẢI LÝ/GIỜ)',
        'HƯỚNG ĐI',
      ],
      ['Số đăng ký', 'Tên tàu', 'Chủ tàu', 'Kinh độ', 'Vĩ độ', 'Thời gian', 'Tốc độ', 'Hướng'].map((name) =>
        name.normalize('NFD'),
      ),
    ]) {
      const guess = guessColumns(header);
      const places = Object.fromEntries(guess!.columns.map(({ field, number }) => [field, number - 1]));
      expect(places, header.join()).to.deep.equal(expected);
      expect(guess!.map).to.include({ timeZone: '+07:00', dateOrder: 'dmy' });
      expect(guess!.assumptions.find(({ setting }) => setting === 'timeZone')).to.include({
        sure: 0.9,
        because: 'language',
      });
    }
  });

  it('in English and Spanish is understood too, and means UTC', () => {
    const mexico = [
      'Nombre',
      'RNP',
      'Puerto Base',
      'Permisionario o Concesionario',
      'FechaRecepcionUnitrac',
      'Latitud',
      'Longitud',
      'Velocidad',
      'Rumbo',
    ];
    expect(columnsOf(mexico)).to.deep.equal({
      name: 'Nombre',
      internal_reference: 'RNP',
      home_port: 'Puerto Base',
      owner: 'Permisionario o Concesionario',
      time: 'FechaRecepcionUnitrac',
      lat: 'Latitud',
      lon: 'Longitud',
      speed: 'Velocidad',
      course: 'Rumbo',
    });
    expect(columnsOf(['MMSI', 'BaseDateTime', 'LAT', 'LON', 'SOG', 'COG', 'VesselName'])).to.include({
      mmsi: 'MMSI',
      time: 'BaseDateTime',
      name: 'VesselName',
    });
    expect(guessColumns(mexico)!.map.timeZone).to.equal('UTC');
    expect(guessColumns(['id', 'date', 'time', 'position'])!.map.columns).to.deep.equal({
      device_id: 'id',
      date: 'date',
      time: 'time',
      position: 'position',
    });
  });

  it('says units, zones and order where it does, and the guess says how sure it is', () => {
    const said = guessColumns(['Tên tàu', 'Thời gian (UTC)', 'Kinh độ/Vĩ độ', 'Tốc độ (km/h)', 'STT'])!;
    expect(said.map).to.include({ timeZone: 'UTC', speed: 'km/h', positionOrder: 'lon-lat' });
    expect(
      said.assumptions.filter(({ because }) => because === 'header').map(({ setting }) => setting),
    ).to.have.members(['timeZone', 'speed', 'positionOrder']);
    expect(said.unused).to.deep.equal(['STT']);
    expect(guessColumns(['time GMT+7', 'lat', 'lon', 'speed m/s'])!.map).to.include({
      timeZone: '+07:00',
      speed: 'm/s',
    });
    const unsaid = guessColumns(['id', 'time', 'lat', 'lon', 'speed'])!;
    expect(unsaid.assumptions.find(({ setting }) => setting === 'speed')).to.include({ value: 'kn', because: 'usual' });
    expect(unsaid.columns.find(({ field }) => field === 'device_id')!.sure).to.be.below(0.7);
  });

  it('is none without a time or a position', () => {
    expect(guessColumns(['Tên tàu', 'Kinh độ', 'Vĩ độ'])).to.equal(undefined);
    expect(guessColumns(['Tên tàu', 'Thời gian', 'Kinh độ'])).to.equal(undefined);
    expect(guessColumns(['QNa-91234-TS', '15.5', '108.6', '2019-01-10 03:59'])).to.equal(undefined);
    expect(guessColumns([])).to.equal(undefined);
  });
});

describe('A column map made by hand', () => {
  const sound = { columns: { time: 'Giờ', lat: 'Vĩ độ', lon: 3 } };

  function faults(map: unknown): string[] {
    const checked = checkColumnMap(map);
    if (!('faults' in checked)) return [];
    for (const { vi } of checked.faults) expect(vi).to.match(/\S/);
    return checked.faults.map(({ at, en }) => `${at}: ${en}`);
  }

  it('is taken with its defaults, and finds its columns by name or number', () => {
    const checked = checkColumnMap(sound) as { map: ColumnMap };
    expect(checked.map).to.deep.include({
      header: true,
      speed: 'kn',
      timeZone: 'UTC',
      dateOrder: 'dmy',
      charset: 'auto',
    });
    expect(resolveColumns(checked.map, ['gio', 'VI DO', 'x'])).to.deep.equal({ cells: { time: 0, lat: 1, lon: 2 } });
    expect(resolveColumns(checked.map, ['ngay', 'VI DO', 'x'])).to.deep.equal({ missing: ['Giờ'] });
  });

  it('is refused in clear sentences', () => {
    expect(faults([])).to.deep.equal(['.: it has to be an object']);
    expect(faults({ ...sound, colums: {} })).to.deep.equal(['.: there is nothing called “colums”']);
    expect(faults({ columns: { lat: 1, lon: 2 } })).to.deep.equal(['columns.time: the column of the time is missing']);
    expect(faults({ columns: { time: 1, lat: 2 } })[0]).to.include('columns.lon');
    expect(faults({ columns: { ...sound.columns, speeed: 4 } })[0]).to.include('there is nothing called “speeed”');
    expect(faults({ columns: { ...sound.columns, speed: 0 } })[0]).to.include('a whole number from 1 to 256');
    expect(faults({ columns: { ...sound.columns, speed: '' } })[0]).to.include('the name or the number');
    expect(faults({ ...sound, header: false })[0]).to.include('only numbers');
    expect(
      faults({ ...sound, speed: 'mph', timeZone: 'ICT+', dateOrder: 'xyz', decimal: '.', delimiter: ':' }),
    ).to.have.length(5);
  });
});
