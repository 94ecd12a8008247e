/** The figures of the browser bench, as JSON and as a table. */
import { busy, median, rounded, table } from '../figures.ts';
import type { PageFigures, Sizes } from './measure.ts';
import type { Taken } from './probe.ts';
import { DOINGS } from './scenario.ts';

/** The value that `share` of all are not above. */
function quantile(values: readonly number[], share: number): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

interface Spread {
  median: number | undefined;
  p95: number | undefined;
  most: number | undefined;
  count: number;
}

function spread(values: readonly number[]): Spread {
  return {
    median: values.length === 0 ? undefined : rounded(median(values), 2),
    p95: rounded(quantile(values, 0.95), 2),
    most: rounded(quantile(values, 1), 2),
    count: values.length,
  };
}

export function toResult(pages: PageFigures[], sizes: Sizes, load: number) {
  const results = pages.map((page) => ({
    name: page.name,
    vessels: page.vessels,
    shownMs: page.shownMs,
    ...Object.fromEntries(DOINGS.map((doing) => [doing, figuresOf(page.doings[doing])])),
    ...(page.heap && { heap: page.heap }),
  }));
  const few = pages.find(({ name, vessels }) => name === 'haidang' && vessels !== sizes.vessels);
  const ratios: Record<string, number | undefined> = {};
  for (const peer of pages) {
    if (!few || peer.name === few.name) continue;
    ratios[`redraw at rest, ${peer.name} / haidang`] = ratioOf(peer, few, ({ rest }) => quantile(rest.redraws, 0.5));
    ratios[`frame while dragged, p95, ${peer.name} / haidang`] = ratioOf(peer, few, ({ pan }) =>
      quantile(pan.frames, 0.95),
    );
  }
  return { bench: 'map', node: process.version, load, ...sizes, results, ratios };
}

function figuresOf({ frames, redraws, inputDelays, hovers }: Taken) {
  return {
    frameMs: spread(frames),
    redrawMs: spread(redraws),
    inputDelayMs: spread(inputDelays),
    hoverMs: spread(hovers),
  };
}

function ratioOf(
  peer: PageFigures,
  ours: PageFigures,
  figure: (doings: PageFigures['doings']) => number | undefined,
): number | undefined {
  const [theirs, own] = [figure(peer.doings), figure(ours.doings)];
  return theirs === undefined || !own ? undefined : rounded(theirs / own, 2);
}

export function toText(result: ReturnType<typeof toResult>, pages: PageFigures[]): string {
  const cell = ({ median: half, p95 }: Spread): string => (half === undefined ? '–' : `${half} / ${p95}`);
  const rows = pages.flatMap((page) =>
    DOINGS.map((doing) => {
      const { frameMs, redrawMs, inputDelayMs, hoverMs } = figuresOf(page.doings[doing]);
      const name = `${page.name} ${page.vessels}`;
      return [
        name,
        doing,
        cell(frameMs),
        String(frameMs.most ?? '–'),
        cell(redrawMs),
        cell(inputDelayMs),
        cell(hoverMs),
      ];
    }),
  );
  const head = ['ms, median / p95', 'doing', 'frame', 'longest', 'redraw', 'input delay', 'hover'];
  const lines = table([head, ...rows]);
  for (const { name, vessels, shownMs, heap } of pages) {
    lines.push(`${name}, ${vessels} vessels: all shown after ${(shownMs / 1000).toFixed(1)} s`);
    if (heap) {
      const looks = heap.map(({ seconds, mb }) => `${mb.toFixed(1)} after ${seconds} s`);
      lines.push(`  heap in MB: ${looks.join(', ')}`);
    }
  }
  for (const [what, ratio] of Object.entries(result.ratios)) lines.push(`${what}: ${ratio ?? '–'}`);
  lines.push(`load ${result.load}${busy(result.load)}`);
  return `${lines.join('\n')}\n`;
}
