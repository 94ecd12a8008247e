/** A short run of the fuzzer; `npm run fuzz -- 10000000` is the long one. */
import { expect } from 'chai';
import { fuzz } from './fuzz.ts';

const RUNS = 100_000;

describe('Mutated input', function () {
  this.timeout(600_000);

  it('makes no decoder throw or grow, and gives no message for a wrong checksum', () => {
    const { faults, inputs, messages, rejected } = fuzz(RUNS, Number(process.env.FUZZ_SEED ?? 1));
    expect(faults).to.deep.equal([]);
    expect(inputs).to.equal(RUNS);
    // Otherwise it would have been noise only, or nothing but good input.
    expect(messages).to.be.greaterThan(RUNS / 10);
    expect(rejected).to.be.greaterThan(RUNS / 10);
  });
});
