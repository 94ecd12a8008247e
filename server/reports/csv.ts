/** A report as one CSV file: what it is, its numbers with definitions, then table after table. No cell is a formula (csv-text.ts). */
import { csvLine } from '../../decoders/tables/csv-text.ts';
import { keepSecret, type Language } from '../exports/sheet.ts';
import type { MadeReport, MadeTable } from './make.ts';
import { countedIn, headingsOf, madeByWords, periodWords, reportWords as say, textOf, utcMinute } from './words.ts';

export function* reportCsv(report: MadeReport, language: Language): Generator<string> {
  const line = (...cells: string[]): string => `${csvLine(cells)}\r\n`;
  yield '\uFEFF';
  if (report.isDemo) yield line(say.demo[language]);
  yield line(report.title[language]);
  yield line(report.about[language]);
  yield line(periodWords(report.period, language));
  yield line(madeByWords(report, language));
  yield line(keepSecret[language]);
  yield `\r\n${line(say.number[language], say.figures[language], say.value[language], say.definition[language])}`;
  for (const { number, words, value, definition } of report.figures)
    yield line(String(number), words[language], String(value), definition[language]);
  yield line(say.trace[language]);
  for (const table of report.tables) yield* tableLines(report, table, language, line);
  yield `\r\n${line(say.table[language], say.column[language], say.definition[language])}`;
  for (const { words, columns } of report.tables)
    for (const column of columns) yield line(words[language], column.words[language], column.definition[language]);
}

function* tableLines(
  report: MadeReport,
  { words, columns, rows }: MadeTable,
  language: Language,
  line: (...cells: string[]) => string,
): Generator<string> {
  yield `\r\n${line(words[language])}`;
  if (rows.length === 0) {
    yield line(say.empty[language]);
    return;
  }
  yield line(...headingsOf(columns, language), say.countedIn[language]);
  for (const row of rows) {
    const cells = columns.flatMap(({ name, isTime }) => {
      const value = row.cells[name];
      const text = textOf(value, language);
      if (!isTime) return [text];
      return [text, typeof value === 'object' && 'at' in value ? utcMinute(value.at) : ''];
    });
    yield line(...cells, countedIn(row, report));
  }
}
