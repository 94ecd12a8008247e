/** Packages of others, which are there only where the development dependencies are. */
import { createRequire } from 'node:module';
import { Missing } from '../decoder.ts';

const require = createRequire(import.meta.url);

/** @throws Missing when it is not installed */
export function load<T>(name: string): { exports: T; version: string } {
  try {
    return {
      exports: require(name) as T,
      version: (require(`${name}/package.json`) as { version: string }).version,
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new Missing(`the package ${name} is not installed (npm ci installs it)`);
  }
}
