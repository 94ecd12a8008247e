/**
 * A stream of CSV (RFC 4180, and what spreadsheets make of it) → rows as text, and rows → cells. Quotes, delimiters and
 * line ends are ASCII in every charset that is read, so the stream is cut as bytes, one character a byte.
 */
import { type Delimiter, delimiters } from './column-map.ts';

/** Longest row; one that is longer has most likely lost a quote. */
const MAX_ROW = 65_536;

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

interface RowHandler {
  /** A row without its line end. */
  row(text: string): void;
  /** A line that cannot be a row: `too-long`, or `unclosed-quote` where a quote lost its partner. */
  broken(reason: string, text: string): void;
}

/** JSON-safe. */
export interface CsvRowsState {
  text: string;
  isQuoted: boolean;
  closedAt: number;
  lost: boolean;
}

export class CsvRows {
  private readonly handler: RowHandler;
  /** Absent until a header has shown it: then a quote behind any of them opens a field. */
  delimiter: Delimiter | undefined;
  /** The row that has not ended. */
  private text = '';
  private isQuoted = false;
  /** Where in the row the last quoted part was closed. */
  private closedAt = -1;
  /** Passing over the rest of a line that is too long. */
  private lost = false;

  constructor(handler: RowHandler) {
    this.handler = handler;
  }

  /** @param bytes one character a byte */
  push(bytes: string): void {
    let from = 0;
    while (from < bytes.length) {
      const to = Math.min(bytes.length, from + MAX_ROW - this.text.length);
      from = this.scan(bytes, from, to);
      if (this.text.length >= MAX_ROW) this.overflow();
    }
  }

  /** What stands unterminated is taken as ended. */
  end(): void {
    const { text } = this;
    this.text = '';
    if (!this.lost && text !== '') {
      if (this.isQuoted) this.unquoted(text, true);
      else this.handler.row(text);
    }
    this.isQuoted = false;
    this.closedAt = -1;
    this.lost = false;
  }

  save(): CsvRowsState {
    return { text: this.text, isQuoted: this.isQuoted, closedAt: this.closedAt, lost: this.lost };
  }

  restore({ text, isQuoted, closedAt, lost }: CsvRowsState): void {
    this.text = text;
    this.isQuoted = isQuoted;
    this.closedAt = closedAt;
    this.lost = lost;
  }

  /** Takes rows out of `bytes[from, to)` and keeps what is left. @returns where it stopped: at `to`, or behind a row */
  private scan(bytes: string, from: number, to: number): number {
    let start = from;
    for (let at = from; at < to; at++) {
      const code = bytes.charCodeAt(at);
      if (code === QUOTE && !this.lost) this.quote(bytes, start, at);
      else if ((code === LF || code === CR) && !this.isQuoted) {
        this.text += bytes.slice(start, at);
        start = at + 1;
        const { text } = this;
        this.text = '';
        this.closedAt = -1;
        if (!this.lost && text !== '') this.handler.row(text);
        this.lost = false;
        // The handler may have found out the delimiter, and the room for the next row is larger.
        return start;
      }
    }
    if (!this.lost) this.text += bytes.slice(start, to);
    return to;
  }

  private quote(bytes: string, start: number, at: number): void {
    const place = this.text.length + at - start;
    if (this.isQuoted) {
      this.isQuoted = false;
      this.closedAt = place;
      return;
    }
    const before = at > start ? bytes[at - 1]! : this.text.slice(-1);
    // A quote right behind one that closed is a doubled quote inside the field.
    this.isQuoted = before === '' || this.closedAt === place - 1 || this.isDelimiter(before);
  }

  private isDelimiter(character: string): boolean {
    if (this.delimiter !== undefined) return character === this.delimiter;
    return (delimiters as readonly string[]).includes(character);
  }

  private overflow(): void {
    const { text } = this;
    this.text = '';
    if (this.isQuoted) this.unquoted(text, false);
    else {
      this.handler.broken('too-long', text);
      this.lost = true;
    }
    this.isQuoted = false;
    this.closedAt = -1;
  }

  /** A quote without its partner: its line is lost, and every line after it is a row of its own. */
  private unquoted(text: string, isOver: boolean): void {
    const lines = text.split(/[\r\n]+/);
    this.handler.broken('unclosed-quote', lines[0]!);
    const last = isOver ? '' : lines.pop()!;
    for (const line of lines.slice(1)) if (line !== '') this.handler.row(line);
    // Without a second line the first one goes on.
    if (!isOver && lines.length === 0) this.lost = true;
    else this.text = last;
  }
}

/** The cells of a row, without their quotes. */
export function cellsOf(row: string, delimiter: Delimiter): string[] {
  if (!row.includes('"')) return row.split(delimiter);
  const cells: string[] = [];
  let at = 0;
  while (at <= row.length) {
    const { cell, end } = row[at] === '"' ? quotedCell(row, at, delimiter) : plainCell(row, at, delimiter);
    cells.push(cell);
    at = end + 1;
  }
  return cells;
}

function plainCell(row: string, from: number, delimiter: Delimiter): { cell: string; end: number } {
  const found = row.indexOf(delimiter, from);
  const end = found < 0 ? row.length : found;
  return { cell: row.slice(from, end), end };
}

/** What stands between a closing quote and the delimiter belongs to the cell as it is. */
function quotedCell(row: string, from: number, delimiter: Delimiter): { cell: string; end: number } {
  let cell = '';
  let at = from + 1;
  for (;;) {
    const close = row.indexOf('"', at);
    if (close < 0) return { cell: cell + row.slice(at), end: row.length };
    cell += row.slice(at, close);
    if (row[close + 1] !== '"') {
      const rest = plainCell(row, close + 1, delimiter);
      return { cell: cell + rest.cell, end: rest.end };
    }
    cell += '"';
    at = close + 2;
  }
}

/** The delimiter that a header is written with: of those outside quotes the one that occurs most; `,` when there is none. */
export function delimiterOf(header: string): Delimiter {
  const bare = header.replace(/"[^"]*"/g, '');
  let best: Delimiter = ',';
  let most = 0;
  for (const delimiter of delimiters) {
    const count = bare.split(delimiter).length - 1;
    if (count > most) {
      best = delimiter;
      most = count;
    }
  }
  return best;
}
