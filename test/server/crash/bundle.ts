/** The crash test's process, bundled from the sources: hundreds of starts can't wait for a loader. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';

/** In the package, where the bundle finds its dependencies. */
const FOLDER = join('node_modules', '.haidang-crash-test');

export async function bundle(): Promise<{ script: string; remove: () => void }> {
  mkdirSync(FOLDER, { recursive: true });
  await build({
    input: { run: 'test/server/crash/run.ts', 'engine-room': 'server/ingest/engine-room.ts' },
    external: (id, _importer, isResolved) => !isResolved && !/^[./]/.test(id),
    platform: 'node',
    logLevel: 'warn',
    output: { dir: FOLDER, format: 'esm' },
  });
  return { script: join(FOLDER, 'run.js'), remove: () => rmSync(FOLDER, { recursive: true, force: true }) };
}
