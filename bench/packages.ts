/** Packages of others, which are there only where the development dependencies are. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/** Thrown by a contestant that is not installed. */
export class Missing extends Error {}

/** @throws Missing when it is not installed */
export function load<T>(name: string): { exports: T; version: string } {
  try {
    return { exports: require(name) as T, version: versionOf(name) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new Missing(`the package ${name} is not installed (npm ci installs it)`);
  }
}

/** Some packages do not let their package.json be required. */
function versionOf(name: string): string {
  const own = join('node_modules', name);
  const path = require.resolve(name);
  const folder = path.slice(0, path.lastIndexOf(own) + own.length);
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}
