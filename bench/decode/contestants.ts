/**
 * Who is measured, and how each is started. Each is a process of its own that reads the corpus into memory, then takes
 * turns as runner.ts says. A new one is one line here and a runner beside those that exist.
 */
import { fileURLToPath } from 'node:url';
import type { CorpusFiles } from './corpus.ts';

export interface Contestant {
  name: string;
  /** What to say when its program isn't there. */
  absent: string;
  /** Its program and arguments. */
  start(files: CorpusFiles): [program: string, ...args: string[]];
}

const runner = fileURLToPath(new URL('./bench-decoder.js', import.meta.url));
const peers = fileURLToPath(new URL('./bench/peers/', import.meta.url));

/** The Rust peers' source, and where they are built: beside what `npm ci` installs, out of the repository. */
export const rustPeers = {
  manifest: `${peers}rust/Cargo.toml`,
  target: fileURLToPath(new URL('../node_modules/.cache/haidang-bench', import.meta.url)),
};

const script = (name: string): Contestant => ({
  name,
  absent: 'node is not there',
  start: ({ published, bare }) => [process.execPath, runner, name, published, bare],
});

const interpreter = process.env.HAIDANG_BENCH_PYTHON || 'python3';

const python = (name: string): Contestant => ({
  name,
  absent: `there is no ${interpreter} (HAIDANG_BENCH_PYTHON names a python that has ${name})`,
  start: ({ bare }) => [interpreter, `${peers}run_${name}.py`, bare],
});

const rust = (crate: string): Contestant => ({
  name: `rust-${crate}`,
  absent: 'it is not built (haidang bench decode --build-peers builds it with cargo)',
  start: ({ bare }) => [`${rustPeers.target}/release/haidang-bench-peers`, crate, bare],
});

/** In the order of the table: ours to objects, ours to columns as the server takes it in, then the others. */
export const contestants: readonly Contestant[] = [
  script('haidang'),
  script('haidang-columns'),
  script('ggencoder'),
  script('ais-stream-decoder'),
  script('gpsdecode'),
  python('libais'),
  python('pyais'),
  python('aiscat'),
  rust('aivdm'),
  rust('ais'),
];
