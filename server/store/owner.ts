/** The name under which a data folder writes to a store that others can reach, too. */
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'store-owner';

/** Made when it is first asked for. */
export function ownerOf(folder: string): string {
  const file = join(folder, FILE);
  try {
    const known = readFileSync(file, 'utf8').trim();
    if (known !== '') return known;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const owner = randomUUID();
  writeFileSync(file, owner, { flush: true });
  return owner;
}
