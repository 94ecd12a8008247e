/** Prints evidence files beside the main thread. */
import { BoundedWorker, builtWorker } from './bounded-worker.ts';
import type { Printed, PrintJob, ReportPrintJob } from './print.ts';

export class EvidencePrinter {
  readonly #worker: BoundedWorker<PrintJob | ReportPrintJob, Printed>;

  /** @param workerFile the built worker; tests give their own */
  constructor(workerFile = builtWorker()) {
    this.#worker = new BoundedWorker(workerFile, { seconds: 60, heapMb: 768, atOnce: 2 });
  }

  /** @throws HaidangError `overloaded`, `evidence-failed` */
  print(job: PrintJob): Promise<Printed> {
    return this.#worker.run(job);
  }

  /** @throws as `print` */
  async printReport(job: ReportPrintJob): Promise<Uint8Array> {
    return (await this.#worker.run(job)).bytes;
  }
}
