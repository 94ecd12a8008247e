/** What every report says, and how its values are written in files. Pure. */
import { formatPosition } from '../../geofences/position-text.ts';
import type { Language } from '../exports/sheet.ts';
import type { Words } from '../system-words.ts';
import type { MadeReport } from './make.ts';
import type { Period, ReportColumn, ReportRow, ReportValue } from './report.ts';

const LOCAL_OFFSET_MS = 7 * 3_600_000;

/** `26/11/2026 08:05`, of UTC or, with its offset, of GMT+7. */
function minuteOf(time: number, offsetMs: number): string {
  const [date = '', clock = ''] = new Date(time + offsetMs).toISOString().split('T');
  return `${date.split('-').toReversed().join('/')} ${clock.slice(0, 5)}`;
}

export const localMinute = (time: number): string => minuteOf(time, LOCAL_OFFSET_MS);
export const utcMinute = (time: number): string => minuteOf(time, 0);
export const bothClocks = (time: number): string => `${localMinute(time)} GMT+7 = ${utcMinute(time)} UTC`;

export function periodWords({ from, to }: Period, language: Language): string {
  const span = `${bothClocks(from)} – ${bothClocks(to)}`;
  return language === 'vi' ? `Kỳ báo cáo: ${span}.` : `Period: ${span}.`;
}

export function madeByWords({ madeAt, madeBy }: MadeReport, language: Language): string {
  const when = bothClocks(madeAt);
  return language === 'vi' ? `Lập lúc ${when}, bởi ${madeBy}.` : `Made ${when}, by ${madeBy}.`;
}

export const reportWords = {
  demo: { vi: 'DEMO – DỮ LIỆU MÔ PHỎNG', en: 'DEMO – SIMULATED DATA' },
  figures: { vi: 'Số liệu', en: 'Figures' },
  number: { vi: 'Số', en: 'No.' },
  value: { vi: 'Giá trị', en: 'Value' },
  definition: { vi: 'Định nghĩa', en: 'Definition' },
  column: { vi: 'Cột', en: 'Column' },
  table: { vi: 'Bảng', en: 'Table' },
  definitions: { vi: 'Định nghĩa các cột', en: 'What the columns mean' },
  countedIn: { vi: 'Tính vào số', en: 'Counted in no.' },
  empty: { vi: 'Không có dòng nào trong kỳ này.', en: 'There are no rows in this period.' },
  trace: {
    vi: 'Mỗi số liệu là số dòng (hoặc tổng một cột) của bảng có ghi số đó ở cột “Tính vào số”.',
    en: 'Each figure is the number of rows (or the sum of a column) of the table that name it under “Counted in no.”.',
  },
} as const satisfies Record<string, Words>;

/** What is not known is written as nothing. */
export function textOf(value: ReportValue, language: Language): string {
  if (value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  if ('at' in value) return localMinute(value.at);
  return 'lon' in value ? formatPosition(value.lon, value.lat) : value[language];
}

/** Headings in files: a time has one for each clock. */
export function headingsOf(columns: readonly ReportColumn[], language: Language): string[] {
  return columns.flatMap(({ words, isTime }) =>
    isTime ? [`${words[language]} (GMT+7)`, `${words[language]} (UTC)`] : [words[language]],
  );
}

/** Numbers of the figures that count a row: `1; 3`. */
export function countedIn({ counts }: ReportRow, { figures }: Pick<MadeReport, 'figures'>): string {
  return figures
    .filter(({ name }) => counts.includes(name))
    .map(({ number }) => number)
    .join('; ');
}
