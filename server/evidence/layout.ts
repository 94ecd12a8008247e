/** The pieces that an evidence file is laid out with: texts of a table, pairs of what and value, headings, times. Pure. */
import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { printable } from './printable.ts';
import type { wordIn } from './words.ts';

export type T = ReturnType<typeof wordIn>;

const LOCAL_MS = 7 * 3_600_000;

/** `25/11/2026 08:05:09`, of UTC or, with its offset, of GMT+7. */
export function stamp(time: number, offsetMs = 0): string {
  const [date = '', clock = ''] = new Date(time + offsetMs).toISOString().split('T');
  return `${date.split('-').toReversed().join('/')} ${clock.slice(0, 8)}`;
}

export function local(time: number): string {
  return stamp(time, LOCAL_MS);
}

export function both(time: number): string {
  return `${local(time)} GMT+7 = ${stamp(time)} UTC`;
}

export function text(value: string, style = 'cell'): TableCell {
  return { text: printable(value), style };
}

export function table(widths: (string | number)[], header: string[], rows: TableCell[][]): Content {
  return {
    layout: 'lightHorizontalLines',
    table: { headerRows: 1, widths, body: [header.map((one) => text(one, 'head')), ...rows] },
  };
}

/** Pairs of what and value; those without a value are left out. */
export function facts(pairs: [string, string | undefined][]): Content {
  const rows = pairs.filter((pair): pair is [string, string] => Boolean(pair[1]));
  return {
    layout: 'noBorders',
    table: {
      widths: [130, '*'],
      body: rows.map(([what, value]) => [{ text: what, color: '#46545f' }, { text: printable(value) }]),
    },
  };
}

export function heading(value: string): Content {
  return { text: value, style: 'heading', headlineLevel: 1 };
}
