/** `haidang bench`: our figure and the peers' on the same input in the same run. Finds the bench; each stands in bench/. */
import { benches } from '../../bench/benches.ts';
import { oneOf } from '../command-line.ts';

const usage = `haidang bench NAME [--json] …

${Object.entries(benches)
  .map(([name, { does }]) => `  ${name.padEnd(10)}${does}`)
  .join('\n')}

haidang bench NAME --help says more.
`;

/** Returns the exit code; what a person did wrong is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--help' || name === '-h') {
    process.stdout.write(usage);
    return 0;
  }
  const chosen = oneOf('bench', name ? [name] : [], Object.keys(benches));
  return (await benches[chosen]!.load()).run(rest);
}
