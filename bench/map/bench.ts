/** `haidang bench map`: the console's map in a real browser, ours and what others draw vessels with, under the same hands. */
import { CommandLine, flag, help, text } from '../command-line.ts';
import { loadNow } from '../figures.ts';
import { Missing } from '../packages.ts';
import { tell } from '../product-bench.ts';
import { measure, PEER_VESSELS } from './measure.ts';
import { toResult, toText } from './result.ts';

const commandLine = new CommandLine('bench map');

const VESSELS = 100_000;
const MOVED_PERCENT = 10;
const SECONDS = 10;
const HEAP_SECONDS = 60;

const usage = `haidang bench map [--json] [--vessels N] [--moved N] [--seconds N] [--minutes N | --heap-seconds N] [--no-peers]

  --json            one JSON object instead of a table
  --vessels N       vessels on the map (default ${VESSELS})
  --moved N         per cent of them that report each second (default ${MOVED_PERCENT})
  --seconds N       how long the map is left alone, dragged, zoomed and pointed at (default ${SECONDS} each)
  --heap-seconds N  how long the page then stands open while its memory is looked at, six times in equal steps (default ${HEAP_SECONDS})
  --minutes N       the same in minutes
  --no-peers        ours only
  --help            this text

Opens the console in headless Chromium (/usr/bin/chromium, or what CHROMIUM names) without a GPU, on a window of 1920 × 1080,
served by the real live hub. Then ${PEER_VESSELS} vessels in the same way on our map, on Leaflet's circleMarker (canvas renderer) and on
leaflet.markercluster, with a tenth of them moved each second by setLatLng. Frame: time between two frames of the display.
Redraw: what the vessel layer takes to draw all. Input delay: from the browser's stamp on a move of the mouse until the page
hears of it. Server, browser and the hands share the machine.
`;

/** Returns the exit code; what a person did wrong is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const options = {
    json: flag,
    vessels: text,
    moved: text,
    seconds: text,
    'heap-seconds': text,
    minutes: text,
    'no-peers': flag,
    help,
  };
  const { values, positionals } = commandLine.read(args, options);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  commandLine.refuseWords(positionals);
  if (values.minutes !== undefined && values['heap-seconds'] !== undefined) {
    throw commandLine.bad('--minutes', 'says the same as --heap-seconds: one of them is enough');
  }
  const heapSeconds =
    values.minutes === undefined
      ? commandLine.count('heap-seconds', values['heap-seconds'], HEAP_SECONDS, 86_400, 0)
      : 60 * commandLine.count('minutes', values.minutes, HEAP_SECONDS / 60, 1440);
  const sizes = {
    vessels: commandLine.count('vessels', values.vessels, VESSELS, 400_000),
    movedShare: commandLine.count('moved', values.moved, MOVED_PERCENT, 100, 0) / 100,
    seconds: commandLine.count('seconds', values.seconds, SECONDS, 600),
    heapSeconds,
    peers: !values['no-peers'],
  };
  const load = loadNow();
  const pages = await measure(sizes, tell).catch((error: unknown) => {
    if (!(error instanceof Missing)) throw error;
    throw commandLine.bad(commandLine.command, error.message);
  });
  const result = toResult(pages, sizes, load);
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : toText(result, pages));
  return 0;
}
