/** A report on paper: A4 across, its numbers with their definitions, its tables, and room for who signs. Pure. */
import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { heading, table, text } from '../evidence/layout.ts';
import { printable } from '../evidence/printable.ts';
import { keepSecret, type Language } from '../exports/sheet.ts';
import type { MadeReport, MadeTable } from './make.ts';
import type { ReportColumn, ReportRow } from './report.ts';
import { countedIn, madeByWords, periodWords, reportWords as say, textOf, utcMinute } from './words.ts';

/** Rows of a table on paper; the other formats have them all. */
const MOST_PRINTED = 2000;
/** Points between the margins of A4 across, and what a table's lines and padding take of each column. */
const WIDTH = 778;
const PADDING = 8.5;
const TIME_WIDTH = 17;

const words = {
  page: { vi: 'Trang', en: 'Page' },
  maker: { vi: 'Người lập', en: 'Made by' },
  head: { vi: 'Thủ trưởng đơn vị', en: 'Head of the unit' },
  sign: { vi: '(ký, ghi rõ họ tên)', en: '(signature and full name)' },
};

/** @param font name under which the fonts are known */
export function reportDocument(report: MadeReport, language: Language, font: string): TDocumentDefinitions {
  const { title, about, tables, isDemo } = report;
  return {
    info: { title: title[language], author: report.madeBy, creator: 'Hải Đăng', producer: 'Hải Đăng' },
    pageSize: 'A4',
    pageOrientation: 'landscape',
    pageMargins: [32, 36, 32, 40],
    defaultStyle: { font, fontSize: 8.5, lineHeight: 1.1 },
    styles: {
      title: { fontSize: 16, bold: true },
      heading: { fontSize: 11, bold: true, margin: [0, 12, 0, 4] },
      small: { fontSize: 7, color: '#46545f' },
      head: { bold: true, fillColor: '#eceff1', fontSize: 7 },
      cell: { fontSize: 7 },
    },
    ...(isDemo && { watermark: { text: 'DEMO', opacity: 0.08, bold: true } }),
    footer: (page, pages) => ({
      margin: [32, 10, 32, 0],
      style: 'small',
      columns: [
        { text: printable(madeByWords(report, language)), width: '*' },
        { text: `${words.page[language]} ${page}/${pages}`, width: 70, alignment: 'right' },
      ],
    }),
    content: [
      ...(isDemo ? [{ text: say.demo[language], bold: true, alignment: 'center' as const }] : []),
      { text: title[language], style: 'title' },
      { text: printable(periodWords(report.period, language)), bold: true },
      { text: printable(about[language]) },
      { text: keepSecret[language], style: 'small' },
      ...figures(report, language),
      ...tables.flatMap((one) => rows(report, one, language)),
      ...definitions(report, language),
      signatures(language),
    ],
  };
}

function figures({ figures: all }: MadeReport, language: Language): Content[] {
  const body = all.map(({ number, words: name, value, definition }) => [
    ...[text(String(number)), text(name[language])],
    { text: String(value), bold: true, alignment: 'right' as const, fontSize: 9 },
    text(definition[language]),
  ]);
  const header = [say.number, say.figures, say.value, say.definition].map((one) => one[language]);
  return [heading(say.figures[language]), table([24, 190, 46, '*'], header, body), small(say.trace[language])];
}

function rows(report: MadeReport, { words: name, columns, rows: all }: MadeTable, language: Language): Content[] {
  const title = heading(`${name[language]} (${all.length})`);
  if (all.length === 0) return [title, { text: say.empty[language] }];
  const header = [...columns.map((column) => column.words[language]), say.countedIn[language]];
  const body = all
    .slice(0, MOST_PRINTED)
    .map((row) => [...columns.map((column) => cell(column, row, language)), text(countedIn(row, report))]);
  const left = all.length - body.length;
  const cut = {
    vi: `Còn ${left} dòng không in; tệp XLSX hoặc CSV có đủ.`,
    en: `${left} more rows are not printed; the XLSX or CSV file has them all.`,
  };
  return [title, table(widthsOf(columns), header, body), ...(left > 0 ? [small(cut[language])] : [])];
}

/** Both clocks, one above the other. */
function cell({ name }: ReportColumn, row: ReportRow, language: Language): TableCell {
  const value = row.cells[name];
  const said = textOf(value, language);
  return text(typeof value === 'object' && 'at' in value ? `${said}\n${utcMinute(value.at)} UTC` : said);
}

/** Shares of the page, by what the columns want. */
function widthsOf(columns: readonly ReportColumn[]): number[] {
  const wanted = [...columns.map(({ width, isTime }) => (isTime ? TIME_WIDTH : width)), 8];
  const room = WIDTH - wanted.length * PADDING;
  const all = wanted.reduce((sum, width) => sum + width, 0);
  return wanted.map((width) => (width / all) * room);
}

function definitions({ tables }: MadeReport, language: Language): Content[] {
  const body = tables.flatMap(({ words: name, columns }) =>
    columns.map((column) => [
      ...[text(name[language]), text(column.words[language]), text(column.definition[language])],
    ]),
  );
  const header = [say.table, say.column, say.definition].map((one) => one[language]);
  return [heading(say.definitions[language]), table([130, 130, '*'], header, body)];
}

function small(said: string): Content {
  return { text: printable(said), style: 'small', margin: [0, 2, 0, 0] };
}

function signatures(language: Language): Content {
  const sign = (who: string) => ({
    width: '*',
    alignment: 'center' as const,
    stack: [
      { text: who, bold: true },
      { text: words.sign[language], style: 'small' },
      { text: ' ', margin: [0, 34, 0, 0] as [number, number, number, number] },
    ],
  });
  return {
    unbreakable: true,
    columns: [sign(words.maker[language]), sign(words.head[language])],
    margin: [0, 16, 0, 0],
  };
}
