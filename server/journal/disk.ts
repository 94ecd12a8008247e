/** The durability steps of the journal: everything that it writes, syncs, cuts, renames and removes goes through here. */
import { closeSync, fsyncSync, ftruncateSync, openSync, statSync, writeFileSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { afterHalf, afterStep, beforeStep } from './failpoints.ts';

/** An empty file for writing and reading, whatever was there. */
export async function createFile(path: string): Promise<FileHandle> {
  beforeStep('open');
  return open(path, 'w+');
}

export async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  const half = beforeStep('write') === 'half';
  const end = half ? bytes.length >> 1 : bytes.length;
  let done = 0;
  while (done < end) {
    const { bytesWritten } = await file.write(bytes, done, end - done, position + done);
    done += bytesWritten;
  }
  if (half) afterHalf();
  afterStep('write');
}

export async function syncFile(file: FileHandle): Promise<void> {
  beforeStep('fsync');
  await file.datasync();
  afterStep('fsync');
}

/** A new file's name is durable only when its folder is. Windows can't open folders, and needs no such call. */
export function syncFolder(dir: string): void {
  if (process.platform === 'win32' || !statSync(dir).isDirectory()) return;
  beforeStep('fsync');
  const fd = openSync(dir, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  afterStep('fsync');
}

/** Durably, since what stands after the cut must not come back when the machine loses power. */
export function cutFile(path: string, size: number): void {
  beforeStep('cut');
  const fd = openSync(path, 'r+');
  try {
    ftruncateSync(fd, size);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  afterStep('cut');
}

/** Keeps bytes in a file of their own, durably. */
export function setAside(path: string, bytes: Uint8Array): void {
  beforeStep('write');
  writeFileSync(path, bytes, { flush: true });
  afterStep('write');
}

/** Gives a finished file its name: it is there wholly or not at all. */
export async function renameFile(from: string, to: string): Promise<void> {
  beforeStep('rename');
  await rename(from, to);
  afterStep('rename');
}

export async function removeFile(path: string): Promise<void> {
  beforeStep('remove');
  await rm(path, { force: true });
  afterStep('remove');
}
