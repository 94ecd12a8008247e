/** `haidang serve`: runs the product until it is told to stop. */
import { setFlagsFromString } from 'node:v8';
import { readConfig, serveUsage, unknownVariables } from '../config.ts';
import { startProduct } from '../main.ts';

/**
 * What lives long may grow by so much between two collections of it. With much memory in a machine V8 lets it grow to four times
 * what lives. With 100,000 vessels 40 and 80 % took about as much memory (own measurements: 890 MB each, at 30 % a sixth less than
 * without), and fewer collections leave more time for all else.
 */
const HEAP_GROWTH_PERCENT = 80;

export async function run(args: string[]): Promise<number> {
  const config = readConfig(args, process.env);
  if (!config) {
    console.log(serveUsage);
    return 0;
  }
  for (const name of unknownVariables(process.env))
    console.error(`haidang: ${name} is not read: there is no such variable. See: haidang serve --help.`);
  const product = await startProduct(config);
  // Not before: a start fills the memory, and would pay for many collections on its way.
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  console.log(product.greeting);
  const why = await Promise.race([product.lost, signalled()]);
  if (why !== undefined)
    console.error(`haidang: the engine room stopped (${why}); start again, nothing that was accepted is lost.`);
  await product.stop();
  // Idle keep-alive sockets of browsers would hold the process for a while; everything is written by now.
  process.exit(why === undefined ? 0 : 1);
}

function signalled(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(undefined));
  });
}
