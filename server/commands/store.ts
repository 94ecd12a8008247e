/** `haidang store`: what is done with the store as a whole. */
import { oneOf } from '../command-line.ts';
import { readConfig } from '../config.ts';
import { dataFolder, parseCommand } from './data-command.ts';
import { rebuild } from './store-rebuild.ts';

const usage = `haidang store rebuild [--data DIR] [--config FILE] [--json]

  rebuild        works the store out again from the journal into a new file, says how far it is, and what it says differently
                 from the old one. A running server goes on with the old one; the new one takes its place at the next start,
                 or at once when none runs
  --data DIR     data folder (default ./haidang-data/live)
  --config FILE  settings file of the server, for the address that messages name
  --json         what came of it as one JSON line
`;

/** Returns the exit code; bad usage and what can't be rebuilt are thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseCommand('store', args, {
    json: { type: 'boolean' },
    config: { type: 'string' },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  oneOf('store', positionals, ['rebuild']);
  const config = readConfig(values.config === undefined ? [] : ['--config', values.config], process.env);
  return rebuild({
    folder: dataFolder(values.data),
    publicUrl: config?.notify.publicUrl,
    json: values.json === true,
  });
}
