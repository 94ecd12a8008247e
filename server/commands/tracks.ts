/** `haidang tracks`: finds chunks of tracks that cannot be read, and takes their fixes from the journal again. */
import { join } from 'node:path';
import { oneOf } from '../command-line.ts';
import { takeDataFolder } from '../data-folder.ts';
import { HaidangError } from '../errors.ts';
import { damagedChunks, mendTracks, type Stretch } from '../ingest/mend-tracks.ts';
import { openStore as open, storeFile } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import type { StoredChunk } from '../store/tracks/stored-chunk.ts';
import { systemWords } from '../system-words.ts';
import { dataFolder, mustExist, openStore, parseCommand } from './data-command.ts';

const usage = `haidang tracks check|mend [--data DIR]

  check       reads every chunk of every track; a line for each one that cannot be read, and exit code 1 if there is any
  mend        takes the fixes of such chunks from the journal again; not while the server runs
  --data DIR  data folder (default ./haidang-data/live; the demonstration's is ./haidang-data/demo)
`;

const actions = { check, mend };

/** Returns the exit code; bad usage and unreadable folders are thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseCommand('tracks', args, {});
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const action = oneOf('tracks', positionals, Object.keys(actions) as (keyof typeof actions)[]);
  return actions[action](dataFolder(values.data));
}

async function check(folder: string): Promise<number> {
  const store = await openStore(folder);
  const { inTracks, setAside } = await damagedChunks(store);
  for (const chunk of inTracks) console.log(`${spanOf(chunk)}: ${chunk.fixes} fixes cannot be read`);
  for (const chunk of setAside) console.log(`${spanOf(chunk)}: ${chunk.fixes} fixes were set aside`);
  await store.close();
  const bad = inTracks.length + setAside.length;
  console.log(
    bad === 0 ? 'every track can be read.' : `${bad} chunks; haidang tracks mend takes them from the journal.`,
  );
  return bad === 0 ? 0 : 1;
}

async function mend(folder: string): Promise<number> {
  const journalDir = mustExist(join(folder, 'journal'));
  const release = takeDataFolder(folder);
  try {
    const store = await openForWriting(folder);
    const stretches = await mendTracks({
      journalDir,
      store,
      onJournalDamage: ({ path: segment, offset, damage }) =>
        console.error(`journal ${segment} is damaged at byte ${offset}: ${damage}`),
      onProblem: (sentence, error) => console.error(`${sentence}: ${String(error)}`),
    });
    await store.close();
    for (const stretch of stretches) console.log(`${spanOf(stretch)}: ${outcome(stretch)}`);
    if (stretches.length === 0) console.log('every track can be read; nothing to mend.');
    return stretches.every(({ found, held }) => found >= held) ? 0 : 1;
  } finally {
    release();
  }
}

async function openForWriting(folder: string): Promise<Store> {
  const url = process.env.HAIDANG_STORE || undefined;
  if (url !== undefined) return open({ folder, url }, { mode: 'write' });
  const path = mustExist(storeFile(folder));
  try {
    return await open({ folder }, { mode: 'write' });
  } catch (error) {
    throw new HaidangError('file-invalid', { path, why: systemWords(error) });
  }
}

function outcome({ held, found }: Stretch): string {
  return found >= held ? `${found} fixes are there again` : `only ${found} of ${held} fixes are in the journal`;
}

function spanOf(stretch: Stretch | StoredChunk): string {
  const [from, to] = 'startTime' in stretch ? [stretch.startTime, stretch.endTime] : [stretch.from, stretch.to];
  return `${stretch.vesselId} ${new Date(from).toISOString()} – ${new Date(to).toISOString()}`;
}
