/** A report made: its rows, and its numbers worked out from them and from nothing else. */
import type { Period, Report, ReportFigure, ReportRow, ReportSources, ReportTable } from './report.ts';
import { textOf } from './words.ts';

export interface MadeFigure extends ReportFigure {
  /** Place in the report, from 1: rows in files name the figures that count them by it. */
  number: number;
  value: number;
}

export interface MadeTable extends ReportTable {
  rows: ReportRow[];
}

export interface MadeReport extends Pick<Report, 'name' | 'title' | 'about'> {
  period: Period;
  /** Epoch ms. */
  madeAt: number;
  /** User, key or schedule. */
  madeBy: string;
  isDemo: boolean;
  figures: MadeFigure[];
  tables: MadeTable[];
}

interface MakingOf {
  period: Period;
  madeAt: number;
  madeBy: string;
  isDemo: boolean;
}

export async function makeReport(report: Report, sources: ReportSources, making: MakingOf): Promise<MadeReport> {
  const { name, title, about, tables, rows } = report;
  const found = await rows(sources, making.period);
  const figures = [...report.figures, ...splitFigures(report, found)];
  const made = tables.map((table) => ({ ...table, rows: found[table.name] ?? [] }));
  return {
    ...{ name, title, about, tables: made },
    ...making,
    figures: figures.map((figure, at) => ({ ...figure, number: at + 1, value: amountOf(figure, found) })),
  };
}

/** Marks the rows with the figures of their value, and says which these are; by value. */
function splitFigures({ split, figures }: Report, found: Record<string, ReportRow[]>): ReportFigure[] {
  if (!split) return [];
  const own = figures.filter(({ table }) => table === split.table);
  const rows = found[split.table] ?? [];
  const valueIn = ({ cells }: ReportRow): string => textOf(cells[split.by], 'vi');
  for (const row of rows) {
    const value = valueIn(row);
    row.counts.push(...own.filter(({ name }) => row.counts.includes(name)).map(({ name }) => `${name}:${value}`));
  }
  return [...new Set(rows.map(valueIn))].sort().flatMap((value) =>
    own.map(({ words, ...figure }) => ({
      ...figure,
      name: `${figure.name}:${value}`,
      words: {
        vi: `${value || split.none.vi}: ${words.vi}`,
        en: `${value || split.none.en}: ${words.en}`,
      },
    })),
  );
}

/** Rows that a figure counts. */
export function rowsOf(figure: Pick<ReportFigure, 'name'>, rows: readonly ReportRow[]): ReportRow[] {
  return rows.filter(({ counts }) => counts.includes(figure.name));
}

function amountOf(figure: ReportFigure, found: Record<string, ReportRow[]>): number {
  const counted = rowsOf(figure, found[figure.table] ?? []);
  const { sum } = figure;
  if (sum === undefined) return counted.length;
  return counted.reduce((total, { cells }) => total + (typeof cells[sum] === 'number' ? cells[sum] : 0), 0);
}
