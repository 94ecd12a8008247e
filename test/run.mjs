/**
 * Runs the whole suite: types, lint, then mocha over the sources. Arguments narrow it to files: `npm test -- test/server/…`.
 * The built program that some tests start is dist/, made by `npm ci` or `npm run build`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const files = process.argv.slice(2);
const run = (command, args) => {
  const { status, error } = spawnSync(process.execPath, [command, ...args], { stdio: 'inherit' });
  if (error) throw error;
  return status ?? 1;
};
const bin = (path) => `node_modules/${path}`;

if (!existsSync('dist/cli.js')) run('build.mjs', []);
let failed = 0;
if (files.length === 0) {
  failed += run(bin('typescript/bin/tsc'), ['-p', '.']) === 0 ? 0 : 1;
  failed += run(bin('@biomejs/biome/bin/biome'), ['check', '.']) === 0 ? 0 : 1;
}
const spec = files.length > 0 ? files : ['test/**/*.test.ts'];
failed += run(bin('mocha/bin/mocha.js'), [
  '--import=tsx',
  '--require=test/seed.ts',
  '--reporter=test/reporter.mjs',
  '--timeout=120000',
  '--exit',
  ...spec,
]);
process.exitCode = failed === 0 ? 0 : 1;
