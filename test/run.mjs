/**
 * Runs the whole suite: types, lint, then mocha over the sources. Arguments narrow it to files: `npm test -- test/server/…`.
 * The built program that some tests start is dist/, made by `npm ci` or `npm run build`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const files = process.argv.slice(2);
const bin = (path) => `node_modules/${path}`;
const run = (command, args) => {
  const { status, error } = spawnSync(process.execPath, [command, ...args], { stdio: 'inherit' });
  if (error) throw error;
  return status === 0;
};

const MOCHA = [
  bin('mocha/bin/mocha.js'),
  '--import=tsx',
  '--require=test/seed.ts',
  '--reporter=test/reporter.mjs',
  '--timeout=120000',
  '--exit',
  ...(process.stdout.isTTY ? ['--color'] : []),
];
/** Tests of the server wait for processes most of their time: the others run beside them. */
const SERVER = 'test/server/**/*.test.ts';
const OTHERS = ['test/**/*.test.ts', `--ignore=${SERVER}`];
const CLOSING = /^(\d+) passed, (\d+) failed, (\d+) skipped$/m;
/** Mocha's list of what failed, with its reasons: the last thing before the closing line. */
const FAILURES = /^ {2}\d+ failing\n[\s\S]*?(?=^\d+ passed)/m;

/** What a lane printed, and whether all of it passed. `isShown`: as it comes. */
async function lane(args, isShown) {
  const child = spawn(process.execPath, [...MOCHA, ...args], { stdio: ['inherit', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (words) => {
    said += words;
    if (isShown) process.stdout.write(words);
  });
  const [status] = await once(child, 'close');
  return { said, passed: status === 0 };
}

async function runAll() {
  const [shown, beside] = await Promise.all([lane([SERVER], true), lane(OTHERS, false)]);
  process.stdout.write(beside.said);
  const counts = [shown, beside].map(({ said }) => CLOSING.exec(said)?.slice(1).map(Number));
  // Without its closing line a lane did not reach its end.
  if (counts.every(Boolean)) {
    const [passed, failed, skipped] = counts[0].map((count, i) => count + counts[1][i]);
    // Said again at the end: whoever sees the last page of a long log only must see what failed.
    for (const { said } of [shown, beside]) {
      const failures = FAILURES.exec(stripVTControlCharacters(said))?.[0];
      if (failures) console.log(`\n${failures}`);
    }
    console.log(`\nall together:\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  } else console.log('\nA part of the suite did not reach its end.');
  return counts.every(Boolean) && shown.passed && beside.passed;
}

if (!existsSync('dist/cli.js')) run('build.mjs', []);
let passes = true;
if (files.length === 0) {
  passes = run(bin('typescript/bin/tsc'), ['-p', '.']) && passes;
  passes = run(bin('@biomejs/biome/bin/biome'), ['check', '.']) && passes;
  passes = (await runAll()) && passes;
} else passes = run(MOCHA[0], [...MOCHA.slice(1), ...files]);
process.exitCode = passes ? 0 : 1;
