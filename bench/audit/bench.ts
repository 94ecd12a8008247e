/** `haidang bench audit`: what a run of the auditor costs when years of alerts and messages are stored. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../server/store/open.ts';
import { CommandLine, flag, help, progress, text } from '../command-line.ts';
import { loadNow } from '../figures.ts';
import { measure } from './measure.ts';
import { toResult, toText } from './result.ts';

const commandLine = new CommandLine('bench audit');

const ROWS = 1_000_000;
const RUNS = 50;

const usage = `haidang bench audit [--json] [--rows N] [--store URL]

  --json       one JSON object instead of text
  --rows N     so many alerts that are closed and as many messages that arrived (default ${ROWS})
  --store URL  mongodb://…/NAME of a database that is empty; without it the embedded store in a folder of its own
  --help       this text

The auditor that the product runs, on the store that it writes: ${RUNS} runs that have nothing to find, and as many with 20 late
steps of ladders, 20 alerts on no ladder, 20 messages that did not leave and 20 receipts that did not come, all of which have to
be found. Once with few rows, once with all.
`;

/** Returns the exit code; what a person did wrong is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = commandLine.read(args, { json: flag, rows: text, store: text, help });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  commandLine.refuseWords(positionals);
  const rows = commandLine.count('rows', values.rows, ROWS, 10_000_000, 100);
  const load = loadNow();
  const folder = mkdtempSync(join(tmpdir(), 'haidang-audit-'));
  const store = await openStore(
    { folder, ...(values.store !== undefined && { url: values.store }) },
    { mode: 'write' },
  );
  try {
    const tell = progress(Math.ceil(rows / 100_000), 'hundred thousand rows');
    const measured = await measure(store, { rows, runs: RUNS }, (done) => done % 100_000 === 0 && tell(done / 100_000));
    const result = toResult(measured, { store: values.store === undefined ? 'embedded store' : 'MongoDB', load });
    process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : toText(result));
    return 0;
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
