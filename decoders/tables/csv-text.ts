/** Rows of cells → a CSV file that spreadsheets open as what it says. Pure. */

/** The mark at the beginning is what makes Excel read UTF-8. Lines end as RFC 4180 has them. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((cells) => `${csvLine(cells)}\r\n`).join('')}`;
}

/** One row without its line end, every cell in quotes. */
export function csvLine(cells: readonly string[]): string {
  return cells.map((text) => `"${safeCell(text).replaceAll('"', '""')}"`).join(',');
}

const NUMBER = /^-?\d+(?:[.,]\d+)?$/;

/** What begins as a formula would, and is no number, is text to a spreadsheet only after an apostrophe (OWASP, CSV injection). */
function safeCell(text: string): string {
  if (NUMBER.test(text)) return text;
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}
