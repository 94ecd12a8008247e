/** What benches of the running product share: a folder and ports of their own, and what is said while one waits. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandLine } from './command-line.ts';
import { freePort } from './ingest/product.ts';
import { Missing } from './packages.ts';

interface ProductPlace {
  /** Removed at the end. */
  folder: string;
  ports: { http: number; tcp: number };
}

/** @throws HaidangError `bad-option` when something that the bench needs is not installed */
export async function inPlace<T>(commandLine: CommandLine, measure: (place: ProductPlace) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-bench-'));
  try {
    return await measure({ folder, ports: { http: await freePort(), tcp: await freePort() } });
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    throw commandLine.bad(commandLine.command, error.message);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** For a person who waits. */
export function tell(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${what}\n`);
}
