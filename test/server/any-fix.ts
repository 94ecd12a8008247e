/** Fixes of any kind, on the grid, for property tests. */
import fc from 'fast-check';
import type { Fix } from '../../geofences/fix.ts';

const grid = (least: number, most: number, scale: number) =>
  fc.integer({ min: least * scale, max: most * scale }).map((n) => n / scale);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 4 });

export const anyFix: fc.Arbitrary<Fix> = fc
  .record({
    fixTime: fc.integer({ min: 0, max: 4_102_444_800_000 }),
    delay: fc.integer({ min: -3_600_000, max: 40 * 86_400_000 }),
    lon: grid(-180, 180, 1e7),
    lat: grid(-90, 90, 1e7),
    speedKn: maybe(grid(0, 102, 100)),
    courseDeg: maybe(grid(0, 359, 10)),
    headingDeg: maybe(fc.integer({ min: 0, max: 359 })),
    accuracyM: maybe(fc.integer({ min: 0, max: 20_000 })),
    source: fc.constantFrom('ais' as const, 'vms' as const, 'manual' as const),
    flags: fc.integer({ min: 0, max: 15 }),
  })
  .map(({ delay, ...fix }) => {
    const known = Object.entries({ ...fix, receivedAt: fix.fixTime + delay }).filter(
      ([, value]) => value !== undefined,
    );
    return Object.fromEntries(known) as unknown as Fix;
  });
