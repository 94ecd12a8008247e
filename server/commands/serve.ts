/** `haidang serve`: runs the product until it is told to stop. */
import { readConfig, serveUsage, unknownVariables } from '../config.ts';
import { startProduct } from '../main.ts';

export async function run(args: string[]): Promise<number> {
  const config = readConfig(args, process.env);
  if (!config) {
    console.log(serveUsage);
    return 0;
  }
  for (const name of unknownVariables(process.env))
    console.error(`haidang: ${name} is not read: there is no such variable. See: haidang serve --help.`);
  const product = await startProduct(config);
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
