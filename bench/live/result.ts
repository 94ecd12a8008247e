/** The figures of the live bench, as JSON and as a table. */
import { busy, rounded, table } from '../figures.ts';
import type { Measured, Sizes } from './measure.ts';

export function toResult({ pixels, ...measured }: Measured, sizes: Sizes, load: number) {
  const sorted = pixels.toSorted((a, b) => a - b);
  const at = (share: number): number | undefined =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return {
    bench: 'live' as const,
    node: process.version,
    load,
    movedShare: sizes.movedShare,
    seconds: sizes.seconds,
    ...measured,
    ...(pixels.length > 0 && {
      bytesToPixelMs: { median: at(0.5)!, p95: at(0.95)!, p99: at(0.99)!, most: at(1)!, count: pixels.length },
    }),
  };
}

export function toText(result: ReturnType<typeof toResult>): string {
  const { first, views, bytesToPixelMs: pixel } = result;
  const kb = (bytes: number): string => String(rounded(bytes / 1000, 1));
  const rows = views.map((view) => [
    view.name,
    kb(view.bytesPerSecond),
    String(rounded(view.framesPerSecond, 1)),
    String(rounded(view.positionsPerSecond, 0)),
  ]);
  const lines = [
    `${result.vessels} vessels, ${rounded(result.sentPerSecond, 0)} messages a second; load ${result.load}${busy(result.load)}`,
    ...table([['on the wire', 'kB/s', 'frames/s', 'positions/s'], ...rows]),
    `first picture of ${first.vessels} vessels: ${kb(first.bytes)} kB, alerts after ${rounded(first.alertsMs, 0)} ms, all after ${rounded(first.ms, 0)} ms`,
    `processor of the product meanwhile: ${rounded(result.cpuShare * 100, 0)} % of one core`,
  ];
  if (pixel) {
    lines.push(
      `from byte to pixel, ms: median ${pixel.median}, p95 ${pixel.p95}, p99 ${pixel.p99}, most ${pixel.most} (${pixel.count} boats)`,
    );
  }
  return `${lines.join('\n')}\n`;
}
