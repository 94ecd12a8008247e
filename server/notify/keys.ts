/** What messages are signed with: made once, kept in the data folder for its owner's eyes, and never in journal or store. */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HaidangError } from '../errors.ts';
import { systemWords } from '../system-words.ts';
import { createVapidKeys } from './channels/web-push.ts';

const keyFile = z.object({
  /** 32 bytes, base64url. */
  links: z.string().regex(/^[\w-]{43}$/),
  /** Epoch ms; not in files of earlier versions. */
  madeAt: z.number().optional(),
  vapid: z.object({ publicKey: z.string().regex(/^[\w-]{87}$/), privateKey: z.string().regex(/^[\da-f]{64}$/) }),
});
export type MessageKeys = z.infer<typeof keyFile>;

export const KEYS_FILE = 'message-keys.json';

/** @throws HaidangError when there is a file that is none, or none can be made */
export function messageKeys(folder: string): MessageKeys {
  const path = join(folder, KEYS_FILE);
  try {
    return keyFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return make(path);
    throw new HaidangError('file-invalid', {
      path,
      why: error instanceof z.ZodError || error instanceof SyntaxError ? 'it is damaged' : systemWords(error),
    });
  }
}

/** Epoch ms; of a file that does not say it, when it was written. Undefined where there is none that can be read. */
export function keysMadeAt(folder: string): number | undefined {
  const path = join(folder, KEYS_FILE);
  try {
    return keyFile.parse(JSON.parse(readFileSync(path, 'utf8'))).madeAt ?? statSync(path).mtimeMs;
  } catch {
    return undefined;
  }
}

function make(path: string): MessageKeys {
  const keys: MessageKeys = {
    links: randomBytes(32).toString('base64url'),
    madeAt: Date.now(),
    vapid: createVapidKeys(),
  };
  try {
    const file = openSync(`${path}.new`, 'w', 0o600);
    writeSync(file, JSON.stringify(keys));
    fsyncSync(file);
    closeSync(file);
    renameSync(`${path}.new`, path);
    return keys;
  } catch (error) {
    throw new HaidangError('file-unwritable', { path, why: systemWords(error) });
  }
}
