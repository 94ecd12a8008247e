/** Reports as files, made beside the main thread where that takes long. */
import { EvidencePrinter } from '../evidence/printer.ts';
import type { Language } from '../exports/sheet.ts';
import { WorkbookMaker } from '../exports/workbook.ts';
import { reportCsv } from './csv.ts';
import type { ReportFormat } from './formats.ts';
import type { MadeReport } from './make.ts';
import { reportSheets } from './xlsx.ts';

interface ReportThreads {
  /** Those that make workbooks and print, when they are not the built ones. */
  workbookWorker?: URL;
  evidenceWorker?: URL;
}

export class ReportFiles {
  readonly #workbooks: WorkbookMaker;
  readonly #printer: EvidencePrinter;

  constructor({ workbookWorker, evidenceWorker }: ReportThreads = {}) {
    this.#workbooks = new WorkbookMaker(workbookWorker);
    this.#printer = new EvidencePrinter(evidenceWorker);
  }

  /** @throws HaidangError `export-too-large`, `overloaded`, `evidence-failed` */
  async make(report: MadeReport, format: ReportFormat, language: Language): Promise<Uint8Array> {
    if (format === 'csv') return Buffer.from([...reportCsv(report, language)].join(''));
    if (format === 'xlsx') return this.#workbooks.make({ sheets: reportSheets(report, language) });
    return this.#printer.printReport({ kind: 'report', report, language });
  }
}
