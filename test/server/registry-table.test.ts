/** Files of rows → cells, and which column means what. */
import { expect } from 'chai';
import { guessChoice, headingRow } from '../../server/registry-import/columns.ts';
import { type RawTable, readTable } from '../../server/registry-import/table.ts';
import { type Reading, readValue } from '../../server/registry-import/values.ts';
import { utf16, vesselLines, vesselTable, windows1258 } from './registry-files.ts';

const text = vesselTable(vesselLines(2));
const read = (bytes: Uint8Array): RawTable => readTable(bytes) as RawTable;
const reading: Reading = { isWorkbook: false, from1904: false };

describe('a table of the registry', () => {
  const encodings: Record<string, Uint8Array> = {
    'UTF-8': Buffer.from(text),
    'UTF-8 with its mark': Buffer.from(`\uFEFF${text}`),
    'UTF-8 with its letters apart': Buffer.from(text.normalize('NFD')),
    'UTF-16': utf16(text),
    'UTF-16, the other way round': utf16(text, { little: false }),
    'UTF-16 without its mark': utf16(text, { mark: false }),
    'Windows-1258': windows1258(text),
  };
  for (const [name, bytes] of Object.entries(encodings)) {
    it(`is read from ${name}, its heading found below the title, rows numbered as a spreadsheet does`, () => {
      const { rows } = read(bytes).sheets[0]!;
      const at = headingRow('vessels', rows);
      expect(rows[at]!.cells[1]).to.equal('Số đăng ký');
      expect(rows[at]!.number).to.equal(4);
      expect(rows.at(-1)).to.deep.include({ number: 6 });
      expect(rows.at(-1)!.cells.slice(1, 4)).to.deep.equal(['qna 10001 ts', 'Biển Đông 1', '13,1']);
    });
  }

  it('may have commas, semicolons or tabs between its cells, and commas in its numbers', () => {
    for (const separator of [',', ';', '\t']) {
      const lines = `so dang ky${separator}lmax\nQNa-91234-TS${separator}"17,5"\n`;
      expect(read(Buffer.from(lines)).sheets[0]!.rows[1]!.cells).to.deep.equal(['QNa-91234-TS', '17,5']);
    }
  });

  it('that is none is said to be none', () => {
    expect(readTable(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 1, 2))).to.equal('old-xls');
    expect(readTable(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0))).to.equal('zip-damaged');
    expect(readTable(Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0, 3))).to.equal('not-a-table');
    expect(readTable(new Uint8Array())).to.deep.include({ sheets: [] });
  });
});

describe('headings of the registry', () => {
  const choice = (headings: string[], table: Parameters<typeof guessChoice>[0] = 'vessels') =>
    Object.fromEntries(Object.entries(guessChoice(table, headings)).map(([field, at]) => [field, headings[at]]));

  it('are known in Vietnamese, each column for one field', () => {
    const headings = [
      ...[
        'STT',
        'Họ và tên chủ tàu',
        'Số điện thoại chủ tàu',
        'Địa chỉ chủ tàu',
        'Số đăng ký tàu cá',
        'Chiều dài lớn nhất (Lmax)',
      ],
      ...[
        'Tổng công suất (CV)',
        'Số giấy phép khai thác',
        'Ngày cấp GPKT',
        'Ngày hết hạn giấy phép',
        'Hạn đăng kiểm',
        'Mã thiết bị GSHT',
        'Ghi chú',
      ],
    ];
    expect(choice(headings)).to.deep.equal({
      owner: 'Họ và tên chủ tàu',
      ownerPhone: 'Số điện thoại chủ tàu',
      ownerAddress: 'Địa chỉ chủ tàu',
      registration: 'Số đăng ký tàu cá',
      lengthM: 'Chiều dài lớn nhất (Lmax)',
      powerCv: 'Tổng công suất (CV)',
      licenceNumber: 'Số giấy phép khai thác',
      licenceFrom: 'Ngày cấp GPKT',
      licenceUntil: 'Ngày hết hạn giấy phép',
      certificateUntil: 'Hạn đăng kiểm',
      deviceId: 'Mã thiết bị GSHT',
    });
  });

  it('are known in English', () => {
    const headings = [
      'No',
      'Registration number',
      'Vessel name',
      'MMSI',
      'Length overall (m)',
      'Owner',
      'Phone',
      'Home port',
    ];
    expect(Object.keys(choice(headings)).sort()).to.deep.equal([
      'homePort',
      'lengthM',
      'mmsi',
      'name',
      'owner',
      'ownerPhone',
      'registration',
    ]);
  });

  it('of ports name the port, its code and its place', () => {
    expect(choice(['TT', 'Tên cảng cá', 'Mã cảng', 'Tỉnh/TP', 'Loại', 'Vĩ độ', 'Kinh độ'], 'ports')).to.deep.equal({
      portName: 'Tên cảng cá',
      code: 'Mã cảng',
      province: 'Tỉnh/TP',
      portClass: 'Loại',
      lat: 'Vĩ độ',
      lon: 'Kinh độ',
    });
  });
});

describe('cells of the registry', () => {
  const value = (field: Parameters<typeof readValue>[0], cell: string, how: Partial<Reading> = {}) => {
    const found = readValue(field, cell, { ...reading, ...how });
    return found instanceof Error ? 'faulty' : found;
  };

  it('hold numbers as Vietnam and as programs write them, and none that could be two', () => {
    expect(value('lengthM', '17,5')).to.equal(17.5);
    expect(value('lengthM', '17.50 m')).to.equal(17.5);
    expect(value('powerKw', '1 200')).to.equal(1200);
    expect(value('powerKw', '1.200,5')).to.equal(1200.5);
    expect(value('powerKw', '1,200.5')).to.equal(1200.5);
    expect(value('powerKw', '1.200')).to.equal('faulty');
    expect(value('powerKw', '85.125', { isWorkbook: true })).to.equal(85.125);
    expect(value('powerCv', '400')).to.equal(294.2);
    expect(value('lengthM', '1,2,3')).to.equal('faulty');
  });

  it('hold days in both orders of writing and as a spreadsheet counts them, and only days that there are', () => {
    expect(value('licenceUntil', '31/12/2026')).to.equal('2026-12-31');
    expect(value('licenceUntil', '1.2.2026')).to.equal('2026-02-01');
    expect(value('licenceUntil', '2026-12-31')).to.equal('2026-12-31');
    expect(value('licenceUntil', '31/12/2026 00:00:00')).to.equal('2026-12-31');
    expect(value('licenceUntil', '46387')).to.equal('2026-12-31');
    expect(value('licenceUntil', '44925', { from1904: true })).to.equal('2026-12-31');
    expect(value('licenceUntil', '31/02/2026')).to.equal('faulty');
  });

  it('hold registrations and telephone numbers in one form', () => {
    expect(value('registration', 'qng 90001 ts')).to.equal('QNg-90001-TS');
    expect(value('registration', 'DNa - 90001TS')).to.equal('ĐNa-90001-TS');
    expect(value('ownerPhone', '905123456')).to.equal('0905123456');
    expect(value('ownerPhone', '+84 905 123 456')).to.equal('0905123456');
    expect(value('mmsi', '5.74123456E8')).to.equal(574_123_456);
    expect(value('imo', '9074729')).to.equal(9_074_729);
    expect(value('imo', '9074720')).to.equal('faulty');
    expect(value('position', '15°52.8’N 108°21.7’E')).to.deep.equal([108.3616667, 15.88]);
  });
});
