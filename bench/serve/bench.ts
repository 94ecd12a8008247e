/** `haidang bench serve`: the running product under sustained load, in and out at once. */
import { CommandLine, flag, help, text } from '../command-line.ts';
import { loadNow } from '../figures.ts';
import { inPlace, tell } from '../product-bench.ts';
import { measure } from './measure.ts';
import { kinds } from './reads.ts';
import { toResult, toText } from './result.ts';

const commandLine = new CommandLine('bench serve');

const VESSELS = 10_000;
const POSITIONS = 2000;
const SOCKETS = 200;
const REQUESTS = 500;
const SECONDS = 60;

const usage = `haidang bench serve [--json] [--vessels N] [--positions N] [--sockets N] [--requests N] [--seconds N]

  --json          one JSON object instead of a table
  --vessels N     boats with AIS (default ${VESSELS})
  --positions N   messages a second that come in (default ${POSITIONS})
  --sockets N     sockets that follow the map (default ${SOCKETS})
  --requests N    reads a second (default ${REQUESTS})
  --seconds N     how long each of the two stretches is kept (default ${SECONDS})
  --help          this text

Starts haidang serve in a process of its own and sends it AIVDM over TCP: first alone, then with sockets of socket.io and with
autocannon on kept connections, each at its fixed rate, reading ${kinds.map(({ name }) => name).join(', ')}; one report a second
is made anew. In both, five boats a second enter a zone. Alert latency is from the byte at the feed until the alert is stored
(as /metrics says it) and until a socket has it. Only the limit of requests of one address is raised, since all come from
one. Sender, product, sockets and readers share the machine. Ends with 1 when any answer was an error, or an alert did not come.
`;

/** Returns the exit code; what a person did wrong is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const options = { json: flag, vessels: text, positions: text, sockets: text, requests: text, seconds: text, help };
  const { values, positionals } = commandLine.read(args, options);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  commandLine.refuseWords(positionals);
  const sizes = {
    vessels: commandLine.count('vessels', values.vessels, VESSELS, 400_000, 10),
    positions: commandLine.count('positions', values.positions, POSITIONS, 100_000, 20),
    sockets: commandLine.count('sockets', values.sockets, SOCKETS, 10_000, 0),
    requests: commandLine.count('requests', values.requests, REQUESTS, 20_000, 20),
    seconds: commandLine.count('seconds', values.seconds, SECONDS, 120),
  };
  const load = loadNow();
  const measured = await inPlace(commandLine, ({ folder, ports }) => measure(folder, sizes, ports, tell));
  const result = toResult(measured, sizes, load);
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : toText(result));
  return result.errors + result.missed > 0 ? 1 : 0;
}
