/** The `haidang` command: finds the subcommand and turns every failure into one sentence. */
import { HaidangError } from './errors.ts';
import { version } from './version.ts';

type Command = { run(args: string[]): Promise<number> };

const commands: Record<string, { load: () => Promise<Command>; does: string }> = {
  serve: { load: () => import('./commands/serve.ts'), does: 'runs the product (npm start)' },
  decode: { load: () => import('./commands/decode.ts'), does: 'decodes AIS or VMS input to JSON lines' },
  replay: { load: () => import('./commands/replay.ts'), does: 'runs zones and rules over recorded tracks' },
  'dry-run': {
    load: () => import('./commands/dry-run.ts'),
    does: 'what changed rules and zones would have raised over stored tracks',
  },
  zones: {
    load: () => import('./commands/zones.ts'),
    does: 'zones locate: which zones contain these points; zones check: what is wrong with a file',
  },
  simulate: { load: () => import('./commands/simulate.ts'), does: 'writes or sends a simulated fleet' },
  store: {
    load: () => import('./commands/store.ts'),
    does: 'store copy: moves a province to another database; store rebuild: works it out again from the journal',
  },
  export: { load: () => import('./commands/export.ts'), does: 'prints alerts, deliveries, acts, tracks or vessels' },
  bench: {
    load: () => import('./commands/bench.ts'),
    does: 'bench NAME: how fast, beside others where there are any',
  },
  tracks: {
    load: () => import('./commands/tracks.ts'),
    does: 'tracks check, mend: tracks that cannot be read, from the journal again',
  },
  journal: { load: () => import('./commands/journal.ts'), does: 'journal verify, cat, stats' },
  backup: {
    load: () => import('./commands/backup.ts'),
    does: 'everything that has to be kept, beside a running server',
  },
  restore: { load: () => import('./commands/restore.ts'), does: 'a backup becomes a data folder again, proven' },
  verify: {
    load: () => import('./commands/verify.ts'),
    does: 'what an evidence archive proves, for whoever was given it',
  },
  user: { load: () => import('./commands/user.ts'), does: 'user add, password, unit, list' },
  key: {
    load: () => import('./commands/key.ts'),
    does: 'key create: an API key for a supplier or another program; key revoke takes it back',
  },
};

const usage = `haidang COMMAND …

${Object.entries(commands)
  .map(([name, { does }]) => `  ${name.padEnd(10)}${does}`)
  .join('\n')}

haidang COMMAND --help says more.`;

async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version') {
    console.log(version);
    return 0;
  }
  if (!name || name === '--help' || name === '-h' || name === 'help') {
    console.log(usage);
    return name ? 0 : 2;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new HaidangError('unknown-command', { command: name });
  return (await command.load()).run(rest);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`haidang: ${error instanceof HaidangError ? error.message : unexpected(error)}`);
  process.exitCode = 2;
}

/** Something we did not foresee is still one sentence for the user; HAIDANG_DEBUG shows the rest. */
function unexpected(error: unknown): string {
  if (process.env.HAIDANG_DEBUG) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `something unexpected failed: ${error instanceof Error ? error.message : String(error)} (set HAIDANG_DEBUG=1 for details)`;
}
