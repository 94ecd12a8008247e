/** The bare sentences as strings, made before anything is timed. */
import { readFileSync } from 'node:fs';

export function readLines(path: string): string[] {
  return readFileSync(path, 'latin1').split('\n').slice(0, -1);
}
