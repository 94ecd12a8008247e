/** Mocha's spec report, closed by the one line that CI reads: `N passed, N failed, N skipped`. */
import mocha from 'mocha';

export default class ClosingLine extends mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
    });
  }
}
