/** Excel workbooks, made beside the main thread. */
import { BoundedThread } from '../bounded-thread.ts';
import { HaidangError } from '../errors.ts';

/** `at`: epoch ms, shown by the clock in Vietnam · `day`: an ISO day */
export type WorkbookCell = string | number | { at: number } | { day: string } | null;

export interface WorkbookSheet {
  name: string;
  /** One cell a row above the heading. */
  headLines: string[];
  head?: string[];
  rows: WorkbookCell[][];
  /** Characters. */
  widths: number[];
}

export interface WorkbookJob {
  sheets: WorkbookSheet[];
}

/** More are for CSV: 45,000 take four seconds on two cores. */
const mostWorkbookRows = 50_000;
const BOUNDS = { seconds: 120, heapMb: 1024, atOnce: 2 };

export class WorkbookMaker {
  readonly #thread: BoundedThread<WorkbookJob, Uint8Array>;

  /** @param workerFile the built worker; tests give their own */
  constructor(workerFile = new URL('./workbook.js', import.meta.url)) {
    this.#thread = new BoundedThread(workerFile, BOUNDS, tooLarge);
  }

  /** @throws HaidangError `export-too-large`, `overloaded` */
  async make(job: WorkbookJob): Promise<Uint8Array> {
    const rows = job.sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0);
    if (rows > mostWorkbookRows) throw tooLarge();
    return this.#thread.run(job);
  }
}

function tooLarge(): HaidangError {
  return new HaidangError('export-too-large', { most: mostWorkbookRows });
}
