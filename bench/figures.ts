/** Figures and tables, as all benches give them. */
import { cpus, loadavg } from 'node:os';

/** Processes that wanted to run, on average over the last minute: much above one means that figures are low. */
export function loadNow(): number {
  return rounded(loadavg()[0]!, 2)!;
}

/** A machine that is half taken by others gives low figures, and ratios that depend on who had which moment. */
export function busy(load: number): string {
  return load > cpus().length / 2 ? ': a busy machine, so that figures are low and ratios rough' : '';
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function rounded<T extends number | undefined>(value: T, digits: number): T {
  return (value === undefined ? value : Number(value.toFixed(digits))) as T;
}

/** Columns as wide as they have to be; the first and, for words, all of them begin on the left. */
export function table(rows: readonly string[][], align: 'left' | 'right' = 'right'): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length))) ?? [];
  const pad = (cell: string, column: number) =>
    column === 0 || align === 'left' ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!);
  return rows.map((row) => row.map(pad).join('  ').trimEnd());
}
