/** Tools that a test needs and a machine may lack: said and skipped there, an error in CI. */
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Context } from 'mocha';

function find(names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of names) {
    for (const folder of folders) if (existsSync(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

/** The program's path; without it the running test is skipped, or fails in CI. */
export function need(test: Context, ...names: string[]): string {
  const path = find(names);
  if (path) return path;
  if (process.env.CI) throw new Error(`CI must have ${names.join(' or ')}`);
  console.log(`      skipped: needs ${names.join(' or ')}`);
  return test.skip();
}

/** The content of a file that a tool brings; without it the running test is skipped, or fails in CI. @param how to get it */
export function needFile(test: Context, path: string, how: string): string {
  if (existsSync(path)) return readFileSync(path, 'utf8');
  if (process.env.CI) throw new Error(`CI must have ${path}`);
  console.log(`      skipped: needs ${path} (${how})`);
  return test.skip();
}

/** Address of a server that speaks MongoDB's protocol (`MONGODB_URI`), for a database of the test's own; without one it is skipped, or fails in CI. */
export function needMongo(test: Context): (database: string) => string {
  const uri = process.env.MONGODB_URI;
  if (uri) return (database) => uri.replace(/\/*(\?|$)/, `/${database}$1`);
  if (process.env.CI) throw new Error('CI must have MONGODB_URI');
  console.log('      skipped: needs MONGODB_URI');
  return test.skip();
}
