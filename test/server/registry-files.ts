/** Tables as provinces send them, for tests: in the encodings and with the notations that are met. */

const cp1258 = new Map<string, number>();
{
  const decoder = new TextDecoder('windows-1258');
  for (let byte = 255; byte >= 0; byte--) cp1258.set(decoder.decode(Uint8Array.of(byte)), byte);
}

/** Vietnamese as Windows-1258 writes it: letters with their own mark in one byte, the tone in a second one. */
export function windows1258(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const letter of text.normalize('NFC')) {
    const own = cp1258.get(letter);
    if (own !== undefined) bytes.push(own);
    else bytes.push(...twoBytes(letter));
  }
  return Uint8Array.from(bytes);
}

function twoBytes(letter: string): number[] {
  const [base = '', ...marks] = letter.normalize('NFD');
  for (const tone of marks) {
    const rest = (base + marks.filter((mark) => mark !== tone).join('')).normalize('NFC');
    const [first, second] = [cp1258.get(rest), cp1258.get(tone)];
    if (first !== undefined && second !== undefined) return [first, second];
  }
  throw new Error(`Windows-1258 has no ${letter}`);
}

export function utf16(text: string, { mark = true, little = true } = {}): Uint8Array {
  const buffer = Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le');
  return little ? buffer : buffer.swap16();
}

const HEADING = 'STT;Số đăng ký;Tên tàu;Lmax (m);Công suất (kW);Nghề chính;Chủ tàu;Số điện thoại;Hạn giấy phép;MMSI';

/** Sound vessels from a number on. */
export function vesselLines(count: number, from = 10_000): string[] {
  return Array.from({ length: count }, (_, n) => {
    const digits = String(from + n).padStart(5, '0');
    const spelt = [`QNa-${digits}-TS`, `qna ${digits} ts`, `QNA ${digits}TS`][n % 3]!;
    const until = n % 2 === 0 ? '31/12/2027' : '2027-12-31';
    const length = `${12 + (n % 14)},${n % 10}`;
    return `${n + 1};${spelt};Biển Đông ${n};${length};${90 + n};lưới vây;Nguyễn Văn Đức ${n};0905${String(100_000 + n)};${until};${574_100_000 + n}`;
  });
}

/** Twenty rows each of which is wrong in its own way, or in one of the usual ways again. @param twin a registration that stands above */
export function faultyLines(twin: string): string[] {
  const sound = (more: Partial<Record<number, string>>, n: number): string => {
    const cells = [
      `${n}`,
      `QNa-${70_000 + n}-TS`,
      'Lỗi',
      '17,5',
      '300',
      'lưới rê',
      'Trần Ánh',
      '0905000111',
      '01/01/2028',
      '',
    ];
    for (const [at, text] of Object.entries(more)) cells[Number(at)] = text!;
    return cells.join(';');
  };
  const changes: Partial<Record<number, string>>[] = [
    { 1: '' },
    { 1: 'QXY-90001-TS' },
    { 1: '12345' },
    { 1: twin },
    { 3: '175' },
    { 3: 'mười bảy' },
    { 3: '0' },
    { 4: '1.200' },
    { 4: 'abc' },
    { 7: '12' },
    { 8: '31/02/2027' },
    { 8: 'hết' },
    { 8: '2027/13/01' },
    { 9: '57412' },
    { 9: '5741000000' },
    { 9: '574100000' },
    { 2: 'x'.repeat(81) },
    { 1: 'QNa-123-TS', 3: '17;5' },
    { 1: 'QNa 9999999' },
    { 4: '-5' },
  ];
  return changes.map(sound);
}

export function vesselTable(lines: readonly string[]): string {
  return ['DANH SÁCH TÀU CÁ TỈNH QUẢNG NAM', 'Cập nhật đến 20/11/2026', '', HEADING, ...lines].join('\r\n');
}
