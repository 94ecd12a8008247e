/** Builds dist/: the server bundled by rolldown, the web by Vite. Runs on `npm ci` (prepare), so that `npm start` starts at once. */

import { execFileSync } from 'node:child_process';
import { cp, rm } from 'node:fs/promises';
import { build } from 'rolldown';
import { build as buildWeb } from 'vite';
import { buildWorker, packFiles } from './web/install.mjs';

await rm('dist', { recursive: true, force: true });
// rolldown, since it leaves a module's `const` a const. esbuild makes it a `var`, whose value V8 must look up at every use
// and cannot compile in: the decoders then take a third longer to objects and two fifths longer to columns.
await build({
  input: {
    cli: './server/cli.ts',
    'engine-room': './server/ingest/engine-room.ts',
    'fold-log': './server/store/sqlite/fold-log.ts',
    simulator: './server/simulator/worker.ts',
    workbook: './server/exports/xlsx-worker.ts',
    'registry-table': './server/registry-import/worker.ts',
    'zone-check': './server/zone-import/worker.ts',
    'dry-run': './server/dry-runs/worker.ts',
    evidence: './server/evidence/worker.ts',
    'keep-coasts': './server/ingest/keep-coasts.ts',
    'bench-decoder': './bench/decode/runner.ts',
    'bench-engine': './bench/engine/runner.ts',
    'bench-locator': './bench/locate/runner.ts',
    'bench-readers': './bench/serve/readers.ts',
    'bench-followers': './bench/serve/follower-sockets.ts',
  },
  external: (id, _importer, isResolved) => !isResolved && !/^[./]/.test(id),
  platform: 'node',
  transform: { target: 'node20.19' },
  logLevel: 'warn',
  checks: { pluginTimings: false },
  output: { dir: 'dist', format: 'esm', sourcemap: true },
});
// What `import … from 'haidang/decoders'` gives: one file that needs nothing beside it, for Node and browsers, and its types.
await build({
  input: { decoders: './decoders/index.ts' },
  platform: 'neutral',
  resolve: { mainFields: ['module', 'main'] },
  transform: { target: ['node20.19', 'es2022'] },
  logLevel: 'warn',
  checks: { pluginTimings: false },
  output: {
    dir: 'dist',
    format: 'esm',
    codeSplitting: false,
    sourcemap: true,
    banner: '/* Hải Đăng decoders, Apache-2.0. Contains fflate (MIT), saxes (ISC) and xmlchars (MIT): see NOTICE. */',
  },
});
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'decoders/tsconfig.json'], {
  stdio: 'inherit',
});
await cp('geofences/regions/data', 'dist/data', { recursive: true });
// With the licence of the data beside it.
await cp('web/map/basemap', 'dist/data/coastline', { recursive: true });
execFileSync(process.execPath, ['dist/keep-coasts.js'], { stdio: 'inherit' });
await cp('bench/data', 'dist/bench/data', { recursive: true });
await cp('bench/decode/peers', 'dist/bench/peers', { recursive: true });
await cp('bench/map/peers', 'dist/bench/map', { recursive: true });
await cp('bench/locate/peers', 'dist/bench/locate', { recursive: true });
await buildWeb({ configFile: 'web/vite.config.ts', logLevel: 'warn' });
await buildWorker('dist/web');
await packFiles('dist/web');
