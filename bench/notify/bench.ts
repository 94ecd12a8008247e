/** `haidang bench notify`: many alerts at once, from the position that raises them to the mail that tells of them. */
import { CommandLine, flag, help, text } from '../command-line.ts';
import { loadNow } from '../figures.ts';
import { measure } from './measure.ts';
import { toResult, toText } from './result.ts';

const commandLine = new CommandLine('bench notify');

const ALERTS = 10_000;

const usage = `haidang bench notify [--json] [--alerts N]

  --json      one JSON object instead of text
  --alerts N  so many boats cross the boundary with one and the same delivery of positions (default ${ALERTS})
  --help      this text

The whole product in a process of its own, with the routing that it ships, a contact for each role, and an SMTP server on
this machine that takes every mail; SMS have no gateway and are kept. Times count from the moment at which the positions
are posted. What is left of a storm is told a minute apart: the last mail is late on purpose.
`;

/** Returns the exit code; what a person did wrong is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = commandLine.read(args, { json: flag, alerts: text, help });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  commandLine.refuseWords(positionals);
  const alerts = commandLine.count('alerts', values.alerts, ALERTS, 90_000);
  const load = loadNow();
  const result = toResult(await measure(alerts), load);
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : toText(result));
  return 0;
}
