/** Builds dist/: the server bundled by esbuild, the web by Vite. Runs on `npm ci` (prepare), so that `npm start` starts at once. */

import { cp, rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { build as buildWeb } from 'vite';

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: {
    cli: 'server/cli.ts',
    'engine-room': 'server/ingest/engine-room.ts',
    simulator: 'server/simulator/worker.ts',
    decoders: 'decoders/index.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: true,
  loader: { '.json': 'json' },
  logLevel: 'warning',
});
await cp('geofences/regions/data', 'dist/data', { recursive: true });
await buildWeb({ configFile: 'web/vite.config.ts', logLevel: 'warn' });
