/** A report as a workbook: a sheet with its numbers, one for each table, one with what the columns mean. */
import { keepSecret, type Language } from '../exports/sheet.ts';
import type { WorkbookCell, WorkbookSheet } from '../exports/workbook.ts';
import type { MadeReport } from './make.ts';
import type { ReportColumn, ReportValue } from './report.ts';
import { countedIn, headingsOf, madeByWords, periodWords, reportWords as say, textOf } from './words.ts';

/** The workbook's writer shows times by the clock in Vietnam: a time of UTC is so much earlier to it. */
const LOCAL_OFFSET_MS = 7 * 3_600_000;
/** Excel takes no longer name of a sheet. */
const LONGEST_NAME = 31;
const TIME_WIDTH = 17;

export function reportSheets(report: MadeReport, language: Language): WorkbookSheet[] {
  const { title, about, isDemo, figures, tables } = report;
  const top = [
    ...(isDemo ? [say.demo[language]] : []),
    title[language],
    periodWords(report.period, language),
    madeByWords(report, language),
  ];
  return [
    {
      name: say.figures[language],
      headLines: [...top, about[language], say.trace[language], keepSecret[language]],
      head: [say.number, say.figures, say.value, say.definition].map((words) => words[language]),
      rows: figures.map(({ number, words, value, definition }) => [
        ...[number, words[language], value, definition[language]],
      ]),
      widths: [6, 48, 10, 110],
    },
    ...tables.map(({ words, columns, rows }) => ({
      name: words[language].slice(0, LONGEST_NAME),
      headLines: rows.length === 0 ? [...top, say.empty[language]] : top,
      head: [...headingsOf(columns, language), say.countedIn[language]],
      rows: rows.map((row) => [
        ...columns.flatMap((column) => cellsOf(column, row.cells[column.name], language)),
        countedIn(row, report),
      ]),
      widths: [...columns.flatMap(({ width, isTime }) => (isTime ? [TIME_WIDTH, TIME_WIDTH] : [width])), 14],
    })),
    {
      name: say.definitions[language].slice(0, LONGEST_NAME),
      headLines: [title[language]],
      head: [say.table, say.column, say.definition].map((words) => words[language]),
      rows: tables.flatMap(({ words, columns }) =>
        columns.map((column) => [words[language], column.words[language], column.definition[language]]),
      ),
      widths: [26, 26, 110],
    },
  ];
}

function cellsOf({ isTime }: ReportColumn, value: ReportValue, language: Language): WorkbookCell[] {
  if (isTime) {
    const at = typeof value === 'object' && 'at' in value ? value.at : undefined;
    return at === undefined ? [null, null] : [{ at }, { at: at - LOCAL_OFFSET_MS }];
  }
  if (value === undefined) return [null];
  return [typeof value === 'number' ? value : textOf(value, language)];
}
