/** `haidang store`: a province moves from the embedded store to a database server, or back; the embedded one is made anew. */

import { needed, nothingMore, oneOf } from '../command-line.ts';
import { readConfig } from '../config.ts';
import { takeDataFolder } from '../data-folder.ts';
import { HaidangError } from '../errors.ts';
import { Stops } from '../start.ts';
import { copyStore, differences, digestOf, InvalidRow } from '../store/copy.ts';
import { isServer, openStore, storeFile } from '../store/open.ts';
import { type Store, UNFINISHED } from '../store/store.ts';
import { systemWords } from '../system-words.ts';
import { dataFolder, mustExist, parseCommand } from './data-command.ts';
import { rebuild } from './store-rebuild.ts';

const usage = `haidang store copy FROM TO
haidang store rebuild [--data DIR] [--config FILE] [--json]

  copy   puts all that FROM holds into TO, which has to be empty, and proves it by counts and hashes
  FROM, TO   a data folder or the address of a MongoDB (mongodb://HOST/DATABASE); stop the server first

  rebuild  works the embedded store out again from the journal into a new file, says how far it is, and what it says
           differently from the old one. A running server goes on with the old one; the new one takes its place at the next
           start, or at once when none runs
  --data DIR     data folder (default ./haidang-data/live)
  --config FILE  settings file of the server, for the address that messages name
  --json         what came of it as one JSON line

  The journal stays in the data folder. After a copy: HAIDANG_STORE=mongodb://HOST/DATABASE haidang serve --data DIR
`;

/** Returns the exit code; what is refused is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseCommand('store', args, {
    json: { type: 'boolean' },
    config: { type: 'string' },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const [action, from, to, ...further] = positionals;
  const chosen = oneOf('store', action === undefined ? [] : [action], ['copy', 'rebuild']);
  if (chosen === 'rebuild') {
    nothingMore('store', from);
    return rebuildEmbedded(dataFolder(values.data), values.config, values.json === true);
  }
  await copy(needed('store', 'FROM', from), needed('store', 'TO', to), further);
  return 0;
}

async function rebuildEmbedded(folder: string, configFile: string | undefined, json: boolean): Promise<number> {
  const config = readConfig(configFile === undefined ? [] : ['--config', configFile], process.env);
  if (config?.store !== undefined) {
    throw new HaidangError('store-refused', { why: 'only the embedded store is rebuilt by this command' });
  }
  return rebuild({ folder, publicUrl: config?.notify.publicUrl, json });
}

async function copy(from: string, to: string, [further]: string[]): Promise<void> {
  nothingMore('store', further);
  const refusal = (why: string) => new HaidangError('copy-refused', { from: shown(from), to: shown(to), why });
  if (from === to) throw refusal('they are the same');
  const stops = new Stops();
  try {
    if (!isServer(from)) mustExist(storeFile(from));
    for (const place of [from, to]) if (!isServer(place)) stops.add(takeDataFolder(place));
    const source = await opened(from, 'read', stops);
    const target = await opened(to, 'write', stops);
    if (await holdsSomething(target)) throw refusal('the second holds something already');
    const before = await source.checkpoint();
    if (before.position === UNFINISHED) throw refusal('a copy into the first was not finished');
    const read = await copyStore(source, target).catch((error: unknown) => {
      throw error instanceof InvalidRow ? refusal(`the first holds what cannot be: ${error.message}`) : error;
    });
    const [differs] = differences(read, await digestOf(target));
    if (differs) throw refusal(`what arrived differs in “${differs}”; empty the second and try again`);
    const after = await source.checkpoint();
    if (after.position !== before.position) throw refusal('the first was written meanwhile; stop its server');
    for (const [table, { count, hash }] of Object.entries(read)) {
      process.stdout.write(`${table.padEnd(12)} ${String(count).padStart(10)}  ${hash}\n`);
    }
    process.stdout.write(`position     ${String(after.position).padStart(10)}\n`);
  } finally {
    await stops.run();
  }
}

async function opened(place: string, mode: 'read' | 'write', stops: Stops): Promise<Store> {
  const { MongoStore } = isServer(place) ? await import('../store/mongo/mongo-store.ts') : {};
  try {
    const store = MongoStore
      ? await MongoStore.open({ url: place, mode })
      : await openStore({ folder: place }, { mode });
    stops.add(() => store.close());
    return store;
  } catch (error) {
    if (error instanceof HaidangError) throw error;
    throw new HaidangError('file-invalid', { path: storeFile(place), why: systemWords(error) });
  }
}

/** An unfinished copy may be gone on with: what the first does not hold shows in the proof. */
async function holdsSomething(store: Store): Promise<boolean> {
  const { position } = await store.checkpoint();
  if (position === UNFINISHED) return false;
  return position > 0 || (await store.countVessels()) > 0;
}

/** Without the password. */
function shown(place: string): string {
  return isServer(place) ? place.replace(/\/\/[^@/]*@/, '//') : place;
}
