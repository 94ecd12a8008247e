/** `haidang backup`: everything that a province has to keep, beside a running server. */
import { existsSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { makeBackup } from '../backup/backup.ts';
import { backupInto } from '../backup/series.ts';
import { badOption, needed, nothingMore } from '../command-line.ts';
import { CONFIG_FILE } from '../config.ts';
import { holdLock } from '../data-folder.ts';
import { HaidangError } from '../errors.ts';
import { version } from '../version.ts';
import { dataFolder, mustExist, parseCommand } from './data-command.ts';

const usage = `haidang backup TO [--data DIR] [--base EARLIER] [--config FILE] [--json]
haidang backup --into FOLDER [--keep N] [--data DIR] [--config FILE] [--json]

  Puts journal, store, accounts, keys, attached files and the settings file into the folder TO, which must not be there yet,
  with a manifest of hashes. Works beside a running server, which waits for nothing. What was acknowledged before is in it.
  --base EARLIER  an earlier backup on the same disk: closed journal segments and attached files that it has are not copied
                  again but get a second name; each backup stays whole when the other is removed
  --into FOLDER   makes one there that is named by its time, on the base of the newest that is whole
  --keep N        of those in FOLDER the newest N stay (default 14)
  --config FILE   settings file of the server (default ./${CONFIG_FILE} if it is there)
  --data DIR      data folder (default ./haidang-data/live)
  --json          what came of it as one JSON line

  It holds passwords' hashes, keys and positions: keep it as secret as the server, and on another disk.
  Where HAIDANG_STORE names a MongoDB, its database is not in the backup: it is worked out again from the journal.
`;

const DEFAULT_KEEP = 14;

const options = {
  base: { type: 'string' },
  into: { type: 'string' },
  keep: { type: 'string' },
  config: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Returns the exit code; what is refused is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseCommand('backup', args, options);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const { base, into } = values;
  const [to, further] = positionals;
  const tooMany = into === undefined ? further : to;
  nothingMore('backup', tooMany);
  if (into === undefined) needed('backup', 'TO', to);
  const keep = countOf(values.keep);
  const folder = dataFolder(values.data);
  mustExist(join(folder, 'journal'));
  const configFile = values.config ?? (existsSync(CONFIG_FILE) ? CONFIG_FILE : undefined);
  const release = holdLock(join(folder, 'backup.lock.db'), () => {
    const why = { vi: 'một lần sao lưu khác đang chạy', en: 'another backup is running' };
    return new HaidangError('backup-refused', { path: folder, why });
  });
  try {
    // The server's work goes first.
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
    const order = { folder, program: version, clock: Date.now, ...(configFile !== undefined && { configFile }) };
    const made =
      into === undefined
        ? { ...(await makeBackup({ ...order, target: to!, ...(base !== undefined && { base }) })), target: to! }
        : await backupInto({ ...order, into, keep });
    const { manifest, bytes, linked, target } = made;
    const removed = 'removed' in made ? made.removed : undefined;
    const { files, ...said } = manifest;
    console.log(
      values.json
        ? JSON.stringify({ target, ...said, files: files.length, bytes, linked, removed })
        : `${target}: ${files.length} files, ${bytes} bytes (${linked} files shared with the earlier backup), journal up to ${said.journalEnd}.`,
    );
    return 0;
  } finally {
    release();
  }
}

function countOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_KEEP;
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1)
    throw badOption('backup', `--keep ${text}`, 'it has to be a whole number from 1 on');
  return count;
}
