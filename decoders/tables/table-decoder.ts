/**
 * A stream or body with tables → messages: CSV in any of its dialects, or an Excel workbook, which its signature shows. Nothing
 * that arrives makes it throw.
 */
import { fromLatin1, latin1 } from '../bytes.ts';
import type { DecoderSink, DecoderState, DecodeStats, StreamDecoder } from '../report.ts';
import { Tally } from '../tally.ts';
import { rowText, Utf16 } from './charset.ts';
import type { ColumnMap, Delimiter } from './column-map.ts';
import { CsvRows, type CsvRowsState, cellsOf, delimiterOf } from './csv-rows.ts';
import { guessColumns } from './guess-columns.ts';
import { type TableFindings, TableReader, type TableState } from './table.ts';
import { readWorkbook } from './xlsx/workbook.ts';
import { archiveEnd } from './xlsx/zip.ts';

/** Largest workbook, as it comes: what the HTTP interface takes, and more than a province's positions of a month. */
const MAX_WORKBOOK = 8 * 1024 * 1024;

const UTF8_MARK = '\xef\xbb\xbf';
const LITTLE_MARK = '\xff\xfe';
const BIG_MARK = '\xfe\xff';
const ZIP_MARK = 'PK\x03\x04';

/** How the table at hand comes; `undefined` until its first bytes have shown it. */
type Kind = 'bytes' | 'utf-16le' | 'utf-16be' | 'xlsx';

/** Longest header that is looked for, and how many lines above it. */
const MAX_HEADER = 2048;
const MAX_LINES = 40;

/** Where a table surely begins: at a workbook's signature, or at a line that reads like a header; −1 when there is none. */
export function begins(text: string): number {
  const workbook = text.indexOf(ZIP_MARK);
  let at = 0;
  for (let line = 0; line < MAX_LINES && at < text.length; line++) {
    const end = text.slice(at).search(/[\r\n]/);
    if (end < 0) break;
    if (workbook >= 0 && workbook < at + end) break;
    if (end <= MAX_HEADER && isHeader(text.slice(at, at + end))) return at;
    at += end + 1;
  }
  return workbook;
}

function isHeader(line: string): boolean {
  if (!/[,;\t|]/.test(line) || /[{}<>]|^\s*[!$\\]/.test(line)) return false;
  const header = rowText(line.replace(UTF8_MARK, ''), 'auto');
  return guessColumns(cellsOf(header, delimiterOf(header))) !== undefined;
}

export class TableDecoder implements StreamDecoder {
  private readonly tally: Tally;
  private readonly reader: TableReader;
  private readonly map: ColumnMap | undefined;
  private readonly rows: CsvRows;
  private kind: Kind | undefined;
  private utf16 = new Utf16(true);
  /** First bytes of a table whose kind they do not show yet, one character a byte. */
  private head = '';
  private workbook: Uint8Array = new Uint8Array(0);
  private workbookSize = 0;
  /** Up to here the workbook does not end. */
  private looked = 0;
  /** A workbook was too large: the rest of it is passed over. */
  private lost = false;
  private receivedAt = 0;

  /** @param map as `checkColumnMap` let it pass; without one, it is guessed from each table's header */
  constructor(sink: DecoderSink, map?: ColumnMap) {
    this.tally = new Tally(sink);
    this.map = map;
    this.reader = new TableReader(this.tally, map);
    this.rows = new CsvRows({
      row: (text) => this.row(text),
      broken: (reason, text) => {
        this.tally.sentences++;
        this.tally.reject(reason, this.decoded(text), this.receivedAt);
      },
    });
    this.rows.delimiter = map?.delimiter;
  }

  get stats(): DecodeStats {
    return this.tally.stats(0);
  }

  get findings(): readonly TableFindings[] {
    return this.reader.findings;
  }

  /** A workbook says itself where it ends. */
  get isInside(): boolean {
    return this.kind === 'xlsx';
  }

  push(bytes: Uint8Array, receivedAt: number, whole = false): void {
    this.receivedAt = receivedAt;
    for (let from = 0; from < bytes.length; ) from = this.take(bytes, from);
    if (whole) this.end(receivedAt);
  }

  end(receivedAt: number): void {
    this.receivedAt = receivedAt;
    if (this.kind === undefined) this.begin(this.head);
    if (this.kind === 'xlsx' && !this.lost) this.rejectWorkbook('unfinished');
    this.finish();
  }

  save(): DecoderState {
    const { kind, head, lost, looked } = this;
    return {
      kind,
      head,
      lost,
      looked,
      utf16: this.utf16.save(),
      // Base64 is a third longer; escaped control characters would be six times as long.
      workbook: btoa(latin1(this.workbook, 0, this.workbookSize)),
      rows: this.rows.save(),
      delimiter: this.rows.delimiter,
      table: this.reader.save(),
    };
  }

  restore(state: DecoderState): void {
    this.kind = state.kind as Kind | undefined;
    this.head = state.head as string;
    this.lost = state.lost as boolean;
    this.looked = state.looked as number;
    this.utf16 = new Utf16(this.kind !== 'utf-16be');
    this.utf16.restore(state.utf16 as string);
    this.workbook = fromLatin1(atob(state.workbook as string));
    this.workbookSize = this.workbook.length;
    this.rows.restore(state.rows as CsvRowsState);
    this.rows.delimiter = state.delimiter as Delimiter | undefined;
    this.reader.restore(state.table as TableState);
  }

  /** @returns where to go on */
  private take(bytes: Uint8Array, from: number): number {
    if (this.kind === 'xlsx') return this.gather(bytes, from);
    const isOpening = this.kind === undefined;
    const to = isOpening ? Math.min(bytes.length, from + ZIP_MARK.length - this.head.length) : bytes.length;
    const text = latin1(bytes, from, to);
    if (isOpening) this.open(text);
    else this.feed(text);
    return to;
  }

  /** The longest mark has four bytes. */
  private open(text: string): void {
    this.head += text;
    const mayGrow = [UTF8_MARK, LITTLE_MARK, BIG_MARK, ZIP_MARK].some(
      (mark) => mark.length > this.head.length && mark.startsWith(this.head),
    );
    if (!mayGrow) this.begin(this.head);
  }

  private begin(head: string): void {
    this.head = '';
    if (head.startsWith(ZIP_MARK)) {
      this.kind = 'xlsx';
      this.store(fromLatin1(head));
      return;
    }
    const isLittle = head.startsWith(LITTLE_MARK);
    const isWide = isLittle || head.startsWith(BIG_MARK);
    this.kind = isLittle ? 'utf-16le' : isWide ? 'utf-16be' : 'bytes';
    this.utf16 = new Utf16(isLittle);
    this.feed(isWide ? head.slice(2) : head.startsWith(UTF8_MARK) ? head.slice(3) : head);
  }

  private feed(text: string): void {
    this.rows.push(this.kind === 'bytes' ? text : this.utf16.push(text));
  }

  private row(bytes: string): void {
    const text = this.decoded(bytes);
    const told = /^sep=([,;\t|])$/i.exec(text);
    if (told && this.rows.delimiter === undefined) {
      this.rows.delimiter = told[1] as Delimiter;
      return;
    }
    const delimiter = this.rows.delimiter ?? delimiterOf(text);
    this.reader.row(cellsOf(text, delimiter), text, this.receivedAt);
    if (this.reader.hasHeader) this.rows.delimiter = delimiter;
  }

  private decoded(bytes: string): string {
    return rowText(bytes, this.kind === 'bytes' ? (this.map?.charset ?? 'auto') : 'utf-8');
  }

  /** @returns where to go on: behind the archive when it is over */
  private gather(bytes: Uint8Array, from: number): number {
    const added = bytes.subarray(from, from + Math.max(0, MAX_WORKBOOK - this.workbookSize));
    const before = this.workbookSize;
    this.store(added);
    const { end, next } = archiveEnd(this.workbook.subarray(0, this.workbookSize), this.looked);
    this.looked = next;
    if (end >= 0) {
      this.readWorkbook(this.workbook.subarray(0, end));
      this.finish();
      return from + end - before;
    }
    if (added.length < bytes.length - from && !this.lost) {
      this.rejectWorkbook('too-long');
      this.lost = true;
    }
    return bytes.length;
  }

  private store(bytes: Uint8Array): void {
    if (this.workbookSize + bytes.length > this.workbook.length) {
      const larger = new Uint8Array(Math.min(MAX_WORKBOOK, 2 * (this.workbookSize + bytes.length)));
      larger.set(this.workbook.subarray(0, this.workbookSize));
      this.workbook = larger;
    }
    this.workbook.set(bytes, this.workbookSize);
    this.workbookSize += bytes.length;
  }

  private readWorkbook(bytes: Uint8Array): void {
    const { reader, receivedAt } = this;
    const fault = readWorkbook(bytes, {
      sheet: (from1904) => reader.begin(from1904),
      row: (cells) => reader.row(cells, cells.join('; '), receivedAt),
      sheetEnd: () => reader.end(receivedAt),
    });
    if (fault) this.rejectWorkbook(fault);
  }

  private rejectWorkbook(reason: string): void {
    this.tally.sentences++;
    this.tally.reject(reason, `xlsx, ${this.workbookSize} bytes`, this.receivedAt);
  }

  /** Whatever comes next is a table of its own. */
  private finish(): void {
    this.rows.end();
    this.reader.end(this.receivedAt);
    this.rows.delimiter = this.map?.delimiter;
    this.kind = undefined;
    this.head = '';
    this.workbook = new Uint8Array(0);
    this.workbookSize = 0;
    this.looked = 0;
    this.lost = false;
  }
}
