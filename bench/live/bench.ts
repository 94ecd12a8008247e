/** `haidang bench live`: the running product, live clients at it, and a screen. */
import { CommandLine, flag, help, text } from '../command-line.ts';
import { loadNow } from '../figures.ts';
import { inPlace, tell } from '../product-bench.ts';
import { measure, VIEWS } from './measure.ts';
import { toResult, toText } from './result.ts';
import { MOST_BEACONS } from './screen.ts';

const commandLine = new CommandLine('bench live');

const VESSELS = 10_000;
const MOVED_PERCENT = 10;
const SECONDS = 30;
const BEACONS = 100;

const usage = `haidang bench live [--json] [--vessels N] [--moved N] [--seconds N] [--boats N]

  --json        one JSON object instead of a table
  --vessels N   boats with AIS (default ${VESSELS})
  --moved N     per cent of them that report each second (default ${MOVED_PERCENT})
  --seconds N   how long what is on the wire is counted (default ${SECONDS})
  --boats N     boats that appear one after the other for the way from byte to pixel, at most ${MOST_BEACONS} (default ${BEACONS});
                0: no browser
  --help        this text

Starts haidang serve in a process of its own and sends it AIVDM over TCP. Clients of socket.io look at ${Object.keys(VIEWS).join(' and at ')};
bytes are those of their TCP connections, packed and framed. The first picture is taken by one that has nothing yet. From byte to
pixel: from the write to the feed's socket until headless Chromium (/usr/bin/chromium, or what CHROMIUM names) has drawn the boat,
on a window of 1920 × 1080 without a GPU. Sender, product, clients and browser share the machine.
`;

/** Returns the exit code; what a person did wrong is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const options = { json: flag, vessels: text, moved: text, seconds: text, boats: text, help };
  const { values, positionals } = commandLine.read(args, options);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  commandLine.refuseWords(positionals);
  const sizes = {
    vessels: commandLine.count('vessels', values.vessels, VESSELS, 400_000),
    movedShare: commandLine.count('moved', values.moved, MOVED_PERCENT, 100, 0) / 100,
    seconds: commandLine.count('seconds', values.seconds, SECONDS, 600),
    beacons: commandLine.count('boats', values.boats, BEACONS, MOST_BEACONS, 0),
  };
  const load = loadNow();
  const measured = await inPlace(commandLine, ({ folder, ports }) => measure(folder, sizes, ports, tell));
  const result = toResult(measured, sizes, load);
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : toText(result));
  return 0;
}
