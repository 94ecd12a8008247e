/** `npm run fuzz -- RUNS [SEED]`: the fuzzer for as long as one likes, in pieces of which each has a seed of its own. */
import { fuzz } from './fuzz.ts';

const PIECE = 500_000;
const runs = Number(process.argv[2] ?? 10_000_000);
const first = Number(process.argv[3] ?? 1);
const started = performance.now();
let inputs = 0;
for (let piece = 0; inputs < runs; piece++) {
  const result = fuzz(Math.min(PIECE, runs - inputs), first + piece);
  inputs += result.inputs;
  const seconds = Math.round((performance.now() - started) / 1000);
  const memory = Math.round(process.memoryUsage().heapUsed / 1e6);
  process.stdout.write(
    `${inputs} inputs, ${result.messages} messages and ${result.rejected} rejections in the last ${result.inputs}, ${seconds} s, ${memory} MB\n`,
  );
  if (result.faults.length > 0) {
    process.stdout.write(`seed ${first + piece}: ${result.faults.join('\n')}\n`);
    process.exit(1);
  }
}
