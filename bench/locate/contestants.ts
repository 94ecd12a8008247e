/** Who is measured, and how each is started. A new one is one line here and a runner beside those that exist. */
import { fileURLToPath } from 'node:url';

export interface Contestant {
  name: string;
  /** What to say when its program isn't there. */
  absent: string;
  /** Does it count points on an edge as in, as ours does? Else what it finds otherwise of them is only counted. */
  knowsEdges: boolean;
  /** Its program and arguments. */
  start(zones: string, folder: string): [program: string, ...args: string[]];
}

export const OURS = 'haidang';

const runner = fileURLToPath(new URL('./bench-locator.js', import.meta.url));
const geos = fileURLToPath(new URL('./bench/locate/run_geos.py', import.meta.url));
const interpreter = process.env.HAIDANG_BENCH_PYTHON || 'python3';

const script = (name: string, knowsEdges = true): Contestant => ({
  name,
  absent: 'node is not there',
  knowsEdges,
  start: (zones, folder) => [process.execPath, '--expose-gc', runner, name, zones, folder],
});

/** In the order of the table: ours for many points, ours for one, then the others. */
export const contestants: readonly Contestant[] = [
  script(OURS),
  script('haidang-one'),
  script('turf'),
  script('flatbush-turf'),
  script('flatbush-hao'),
  script('which-polygon', false),
  {
    name: 'geos-prepared',
    absent: `there is no ${interpreter} (HAIDANG_BENCH_PYTHON names a python that has shapely)`,
    knowsEdges: true,
    start: (zones, folder) => [interpreter, geos, zones, folder],
  },
];
