/** Entry of the thread that makes one workbook and ends: a large one keeps nobody waiting but whoever asked for it. */
import { parentPort, workerData } from 'node:worker_threads';
import writeWorkbook, { type Row } from 'write-excel-file/node';
import type { WorkbookCell, WorkbookJob } from './workbook.ts';

/** What Excel takes for the end of a file, or refuses. */
const NO_TEXT = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const LONGEST_CELL = 32_767;
const LOCAL_OFFSET_MS = 7 * 3_600_000;

const { sheets } = workerData as WorkbookJob;
const made = await writeWorkbook(
  sheets.map(({ name, headLines, head, rows, widths }) => ({
    sheet: name,
    columns: widths.map((width) => ({ width })),
    data: [
      ...headLines.map((text): Row => [{ value: clean(text), type: String }]),
      ...(head ? [head.map((text) => ({ value: clean(text), type: String, fontWeight: 'bold' as const }))] : []),
      ...rows.map((row): Row => row.map(cellOf)),
    ],
    ...(head && { stickyRowsCount: headLines.length + 1 }),
  })),
).toBuffer();
parentPort?.postMessage(new Uint8Array(made));

/** Text is text, whatever it begins with: no cell of ours is a formula. */
function cellOf(value: WorkbookCell): Row[number] {
  if (value === null) return null;
  if (typeof value === 'number') return { value, type: Number };
  if (typeof value === 'string') return { value: clean(value), type: String };
  return 'at' in value
    ? { value: new Date(value.at + LOCAL_OFFSET_MS), type: Date, format: 'dd/mm/yyyy hh:mm' }
    : { value: new Date(`${value.day}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' };
}

function clean(text: string): string {
  return text.replace(NO_TEXT, '').slice(0, LONGEST_CELL);
}
