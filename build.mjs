/** Builds dist/: the server bundled by esbuild, the web by Vite. Runs on `npm ci` (prepare), so that `npm start` starts at once. */

import { execFileSync } from 'node:child_process';
import { cp, rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { build as buildWeb } from 'vite';

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: {
    cli: 'server/cli.ts',
    'engine-room': 'server/ingest/engine-room.ts',
    simulator: 'server/simulator/worker.ts',
    'dry-run': 'server/dry-runs/worker.ts',
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
// What `import … from 'haidang/decoders'` gives: one file that needs nothing beside it, for Node and browsers, and its types.
await build({
  entryPoints: { decoders: 'decoders/index.ts' },
  outdir: 'dist',
  bundle: true,
  platform: 'neutral',
  mainFields: ['module', 'main'],
  format: 'esm',
  target: ['node20.19', 'es2022'],
  banner: { js: '/* Hải Đăng decoders, Apache-2.0. Contains saxes (ISC) and xmlchars (MIT): see NOTICE. */' },
  sourcemap: true,
  logLevel: 'warning',
});
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'decoders/tsconfig.json'], {
  stdio: 'inherit',
});
await cp('geofences/regions/data', 'dist/data', { recursive: true });
await buildWeb({ configFile: 'web/vite.config.ts', logLevel: 'warn' });
