/**
 * The rows of one table after the other → messages: finds each table's header, guesses or applies its map, and keeps what it
 * found out. Knows nothing of files: rows come as cells.
 */
import type { Tally } from '../tally.ts';
import { type ColumnMap, MAX_COLUMNS, resolveColumns, type TableField } from './column-map.ts';
import { Evidence, type EvidenceState, type TableProposal } from './evidence.ts';
import { fieldNamed, guessColumns, type MapGuess } from './guess-columns.ts';
import { RowReader } from './row.ts';

/** What was found out about one table. */
export interface TableFindings {
  /** The map that rows are read by. */
  map: ColumnMap;
  /** Where the map came from a guess: how sure each part of it is. */
  guess?: MapGuess;
  /** Changes of the map that the rows ask for. Nothing is changed until a person does. */
  proposals: TableProposal[];
}

/** A title, a date and a blank or two stand above the header of official tables. */
const MAX_PREAMBLE = 20;
/** Tables whose findings are remembered: the sheets of a workbook, or the last files of a feed. */
const MAX_REMEMBERED = 8;
/** Of what stands above the header, as much is kept as a rejection shows. */
const MAX_TEXT = 200;

interface OpenTable {
  map: ColumnMap;
  guess?: MapGuess;
  header: string[];
  cells: Partial<Record<TableField, number>>;
}

/** JSON-safe. */
export interface TableState {
  preamble: string[];
  open?: OpenTable;
  ended: TableFindings[];
  evidence: EvidenceState;
}

export class TableReader {
  private readonly tally: Tally;
  private readonly given: ColumnMap | undefined;
  private preamble: string[] = [];
  private open: OpenTable | undefined;
  private ended: TableFindings[] = [];
  private reader: RowReader | undefined;
  private evidence = new Evidence();
  private from1904 = false;

  /** @param map as `checkColumnMap` let it pass; without one, it is guessed from each table's header */
  constructor(tally: Tally, map?: ColumnMap) {
    this.tally = tally;
    this.given = map;
  }

  /** Of the last tables, the one at hand at the end. */
  get findings(): TableFindings[] {
    return this.open ? [...this.ended, this.findingsOf(this.open)] : this.ended;
  }

  /** Whether the rows are being read as data. */
  get hasHeader(): boolean {
    return this.open !== undefined;
  }

  /** Called before the first row of each table whose days are counted otherwise than usual. */
  begin(from1904: boolean): void {
    this.from1904 = from1904;
  }

  /** @param text the row as it is shown when it is rejected */
  row(cells: readonly string[], text: string, receivedAt: number): void {
    if (cells.every((cell) => cell.trim() === '')) return;
    if (cells.length > MAX_COLUMNS) {
      this.reject('too-many-columns', text, receivedAt);
      return;
    }
    if (!this.open && !this.take(cells)) {
      this.preamble.push(text.slice(0, MAX_TEXT));
      if (this.preamble.length > MAX_PREAMBLE) this.reject(this.missing(), this.preamble.shift()!, receivedAt);
      return;
    }
    if (this.reader) this.data(cells, text, receivedAt);
  }

  /** The table is over; the next one brings its own header. */
  end(receivedAt: number): void {
    if (!this.open) for (const text of this.preamble) this.reject(this.missing(), text, receivedAt);
    this.preamble = [];
    this.remember();
    this.open = undefined;
    this.reader = undefined;
    this.from1904 = false;
  }

  save(): TableState {
    const { preamble, open, ended } = this;
    return { preamble: [...preamble], open, ended: [...ended], evidence: this.evidence.save() };
  }

  restore(state: TableState): void {
    this.preamble = [...state.preamble];
    this.open = state.open;
    this.ended = [...state.ended];
    this.evidence.restore(state.evidence);
    this.reader = state.open && new RowReader(state.open.map, state.open.cells, this.from1904);
  }

  /** Takes a row for the header, or for the first row of a table that has none. @returns false when it is neither */
  private take(cells: readonly string[]): boolean {
    const guess = this.given ? undefined : guessColumns(cells);
    const map = this.given ?? guess?.map;
    const resolved = map && resolveColumns(map, cells);
    if (!map || !resolved || !('cells' in resolved)) return false;
    this.remember();
    this.open = { map, guess, header: map.header ? [...cells] : [], cells: resolved.cells };
    this.evidence = new Evidence();
    this.preamble = [];
    this.reader = new RowReader(map, resolved.cells, this.from1904);
    return true;
  }

  private data(cells: readonly string[], text: string, receivedAt: number): void {
    const { header } = this.open!;
    if (header.length > 0 && header.every((name, at) => name === (cells[at] ?? ''))) return;
    const message = this.reader!.read(cells, this.evidence);
    if (typeof message !== 'string') {
      this.tally.sentences++;
      this.tally.accept(message, { receivedAt });
    } else if (this.given || !this.take(cells)) this.reject(message, text, receivedAt);
  }

  private remember(): void {
    if (this.open) this.ended = [...this.ended, this.findingsOf(this.open)].slice(-MAX_REMEMBERED);
  }

  private findingsOf(table: OpenTable): TableFindings {
    const { map, guess } = table;
    return { map, guess, proposals: this.evidence.proposals(map, isHeaderSwapped(table)) };
  }

  private missing(): string {
    return this.given ? 'columns-missing' : 'no-header';
  }

  private reject(reason: string, text: string, receivedAt: number): void {
    this.tally.sentences++;
    this.tally.reject(reason, text, receivedAt);
  }
}

/** A map made by hand may call the column of the longitudes latitude. */
function isHeaderSwapped({ header, cells }: OpenTable): boolean {
  const nameOf = (at: number | undefined): string => (at === undefined ? '' : (header[at] ?? ''));
  return fieldNamed(nameOf(cells.lat)) === 'lon' && fieldNamed(nameOf(cells.lon)) === 'lat';
}
