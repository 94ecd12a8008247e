/** A table as text (RFC 4180; commas, semicolons or tabs) → rows of cells, each with the line on which it began. */

export interface TableRow {
  cells: string[];
  /** From 1. */
  line: number;
}

const SEPARATORS = [';', '\t', ','];

/** Rows in which any cell is filled. A quoted cell may hold line breaks; a quote that is never closed ends with the text. */
export function tableRows(text: string, most: number, separator = separatorOf(text)): TableRow[] {
  const rows: TableRow[] = [];
  let row: TableRow = { cells: [], line: 1 };
  let line = 1;
  let cell = '';
  let isQuoted = false;
  const endCell = (): void => {
    row.cells.push(cell.trim());
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    if (row.cells.some((one) => one !== '')) rows.push(row);
    row = { cells: [], line };
  };
  for (let at = 0; at < text.length && rows.length < most; at++) {
    const character = text[at]!;
    if (character === '\n') line++;
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') cell += text[++at];
      else isQuoted = false;
    } else if (character === '"' && cell.trim() === '') isQuoted = true;
    else if (character === separator) endCell();
    else if (character === '\n') endRow();
    else cell += character;
  }
  if (rows.length < most) endRow();
  return rows;
}

/** The one that cuts the first line into most cells; a comma last, for it may be a decimal comma. */
function separatorOf(text: string): string {
  const end = text.indexOf('\n');
  const header = text.slice(0, end < 0 ? 4_096 : Math.min(end, 4_096));
  const counts = SEPARATORS.map((separator) => header.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))]!;
}
