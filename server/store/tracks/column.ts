/**
 * One column of a chunk: whole numbers, each written as its difference from what was expected, or as runs of equal ones,
 * whichever is shorter.
 */
import { type BitReader, type BitWriter, bitLength } from './bits.ts';

/** Gives the number that is expected at a place from those before it; deterministic, to the bit, on every machine. */
export interface Expect {
  (before: Float64Array, at: number): number;
  /** All of a column at once, to the bit as one after the other would be: faster, without a call for each number. */
  restore?: (values: Float64Array, differences: Float64Array) => void;
}

const CODING_BITS = 2;
const SMALL = 2 ** 31;
/** Runs of equal numbers: a flag that hardly ever changes. */
const RUNS = 0;
/** What a run costs beside its number. */
const RUN_BITS = 6;
const COUNT_BITS = 24;
const USUAL_OF = 4;

/** The number before. */
export const asBefore: Expect = (before, at) => before[at - 1]!;
/** As much further as the one before it. */
export const asFar: Expect = (before, at) =>
  at < 2 ? before[at - 1]! : before[at - 1]! + (before[at - 1]! - before[at - 2]!);
asFar.restore = (values, differences) => {
  let [value, step] = [values[0]!, 0];
  for (let at = 1; at < values.length; at++) {
    const next = value + step + unfolded(differences[at - 1]!);
    step = next - value;
    value = next;
    values[at] = value;
  }
};
/** The mean of the last few. */
export const asUsual: Expect = (before, at) => {
  const first = at < USUAL_OF ? 0 : at - USUAL_OF;
  let sum = 0;
  for (let i = first; i < at; i++) sum += before[i]!;
  return Math.floor(sum / (at - first));
};

/**
 * @param values at most 2^24, |value| < 2^51
 * @param expectations at most three, of which the best is taken
 * @param turn where the numbers go round, such as 3600 for tenths of a degree; they are then 0 ≤ n < turn
 */
export function writeColumn(
  out: BitWriter,
  values: Float64Array,
  expectations: readonly Expect[] = [asBefore],
  turn = 0,
): void {
  if (values.length === 0) return;
  let coding = RUNS;
  let best: Float64Array = values;
  let least = runsCost(values);
  for (const [i, expect] of expectations.entries()) {
    const differences = differencesOf(values, expect, turn);
    const cost = costOf(differences);
    if (cost < least) [coding, best, least] = [i + 1, differences, cost];
  }
  out.bits(coding, CODING_BITS);
  out.number(folded(values[0]!));
  if (coding === RUNS) writeRuns(out, values);
  else out.numbers(best);
}

/** @param expectations as they were written */
export function readColumn(
  input: BitReader,
  count: number,
  expectations: readonly Expect[] = [asBefore],
  turn = 0,
): Float64Array {
  if (count === 0) return new Float64Array(0);
  const coding = input.bits(CODING_BITS);
  const first = unfolded(input.number());
  if (coding === RUNS) return readRuns(input, count, first);
  const values = new Float64Array(count);
  const differences = input.numbers(count - 1);
  const expect = expectations[coding - 1]!;
  values[0] = first;
  if (expect === asBefore && turn === 0) {
    // HOT: most columns; without a call for each number.
    for (let at = 1, value = first; at < count; at++) {
      value += unfolded(differences[at - 1]!);
      values[at] = value;
    }
    return values;
  }
  if (turn > 0) {
    for (let at = 1; at < count; at++) values[at] = round(expect(values, at) + unfolded(differences[at - 1]!), turn);
    return values;
  }
  const { restore } = expect;
  if (restore) restore(values, differences);
  else for (let at = 1; at < count; at++) values[at] = expect(values, at) + unfolded(differences[at - 1]!);
  return values;
}

function differencesOf(values: Float64Array, expect: Expect, turn: number): Float64Array {
  const differences = new Float64Array(values.length - 1);
  for (let at = 1; at < values.length; at++) {
    const difference = values[at]! - expect(values, at);
    differences[at - 1] = folded(turn > 0 ? round(difference + turn / 2, turn) - turn / 2 : difference);
  }
  return differences;
}

function round(value: number, turn: number): number {
  if (value >= 0 && value < turn) return value;
  return value - Math.floor(value / turn) * turn;
}

/** 0, −1, 1, −2, … as 0, 1, 2, 3, … */
export function folded(value: number): number {
  return value < 0 ? -value * 2 - 1 : value * 2;
}

export function unfolded(value: number): number {
  // HOT: whole numbers of 32 bits know faster whether they are odd.
  if (value < SMALL) return (value >>> 1) ^ -(value & 1);
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}

/** About how many bits the differences take. */
function costOf(differences: Float64Array): number {
  let bits = 2 * differences.length;
  for (let i = 0; i < differences.length; i++) bits += bitLength(differences[i]!);
  return bits;
}

function runsCost(values: Float64Array): number {
  let bits = 0;
  for (let i = 1; i < values.length; i++) {
    if (values[i] !== values[i - 1]) bits += RUN_BITS + 2 + bitLength(folded(values[i]! - values[i - 1]!));
  }
  return bits;
}

function writeRuns(out: BitWriter, values: Float64Array): void {
  const steps: number[] = [];
  const lengths: number[] = [];
  let start = 0;
  for (let i = 1; i <= values.length; i++) {
    if (values[i] === values[start]) continue;
    lengths.push(i - start - 1);
    if (i < values.length) steps.push(folded(values[i]! - values[start]!));
    start = i;
  }
  out.bits(lengths.length, COUNT_BITS);
  out.numbers(lengths);
  out.numbers(steps);
}

function readRuns(input: BitReader, count: number, first: number): Float64Array {
  const runs = input.bits(COUNT_BITS);
  const lengths = input.numbers(runs);
  const steps = input.numbers(runs - 1);
  const values = new Float64Array(count);
  let [value, at] = [first, 0];
  for (let run = 0; run < runs; run++) {
    if (run > 0) value += unfolded(steps[run - 1]!);
    const end = at + lengths[run]! + 1;
    values.fill(value, at, end);
    at = end;
  }
  return values;
}
