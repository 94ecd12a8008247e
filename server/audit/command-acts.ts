/**
 * Acts of the command line. Only the running server writes the journal, so a command lays its act down in the data folder before it
 * changes anything; the server journals it within seconds, or at its next start. One that is laid down twice is told twice, none is lost.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Entry } from '../models/entry.ts';

type CommandAct =
  | Omit<Extract<Entry, { type: 'account' }>, 'by'>
  | Omit<Extract<Entry, { type: 'exported' }>, 'by' | 'from'>;

const FOLDER = 'acts-waiting';
const ENDING = '.json';
const LOOK_EVERY_MS = 5000;

/** `cli:` and the user of the operating system who ran the command. */
export function commandActor(): string {
  try {
    return `cli:${userInfo().username}`;
  } catch {
    // A user without an entry in the password file, as in some containers.
    return `cli:uid-${process.getuid?.() ?? '?'}`;
  }
}

/** On disk when it returns. @returns takes it back, for what then was not done @throws Error of the file system */
export function layDownAct(dataFolder: string, act: CommandAct, now = Date.now()): () => void {
  const folder = join(dataFolder, FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${String(now).padStart(15, '0')}-${randomBytes(6).toString('hex')}${ENDING}`);
  const file = openSync(`${path}.new`, 'wx', 0o600);
  try {
    writeSync(file, JSON.stringify({ ...act, by: commandActor(), at: now }));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
  return () => unlinkSync(path);
}

/** Journals what commands have laid down, from now on. @returns ends it */
export function journalCommandActs(
  dataFolder: string,
  room: { note(entry: Entry): Promise<void> },
  onProblem: (sentence: string, error: unknown) => void,
): () => void {
  const folder = join(dataFolder, FOLDER);
  let isBusy = false;
  const look = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    try {
      for (const name of waiting(folder)) {
        await room.note(entryIn(readFileSync(join(folder, name), 'utf8')));
        unlinkSync(join(folder, name));
      }
    } catch (error) {
      onProblem('an act of the command line could not be journaled', error);
    } finally {
      isBusy = false;
    }
  };
  void look();
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function waiting(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(ENDING))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** What makes no sense is on record as it stands. */
function entryIn(text: string): Entry {
  try {
    const { at, by, ...act } = JSON.parse(text) as CommandAct & { at: number; by: string };
    const who = String(by).slice(0, 100);
    if (act.type === 'account') return { ...act, details: { ...act.details, doneAt: at }, by: who };
    if (act.type === 'exported') return { ...act, asked: { ...act.asked, doneAt: at }, by: who };
  } catch {}
  return { type: 'refused', asked: `command: ${text.slice(0, 200)}`, code: 'invalid-body', by: 'cli:?' };
}
