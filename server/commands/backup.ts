/** `haidang backup`: everything that a province has to keep, beside a running server. */
import { existsSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { makeBackup } from '../backup/backup.ts';
import { needed } from '../command-line.ts';
import { CONFIG_FILE } from '../config.ts';
import { holdLock } from '../data-folder.ts';
import { HaidangError } from '../errors.ts';
import { version } from '../version.ts';
import { dataFolder, mustExist, parseCommand } from './data-command.ts';

const usage = `haidang backup TO [--data DIR] [--base EARLIER] [--config FILE] [--json]

  Puts journal, store, accounts, keys, attached files and the settings file into the folder TO, which must not be there yet,
  with a manifest of hashes. Works beside a running server, which waits for nothing. What was acknowledged before is in it.
  --base EARLIER  an earlier backup on the same disk: closed journal segments and attached files that it has are not copied
                  again but get a second name; each backup stays whole when the other is removed
  --config FILE   settings file of the server (default ./${CONFIG_FILE} if it is there)
  --data DIR      data folder (default ./haidang-data/live)
  --json          what came of it as one JSON line

  It holds passwords' hashes, keys and positions: keep it as secret as the server, and on another disk.
  Where HAIDANG_STORE names a MongoDB, its database is not in the backup: it is worked out again from the journal.
`;

const options = { base: { type: 'string' }, config: { type: 'string' }, json: { type: 'boolean' } } as const;

/** Returns the exit code; what is refused is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseCommand('backup', args, options);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const target = needed('backup', 'TO', positionals[0]);
  const further = positionals[1];
  if (further !== undefined) throw new HaidangError('word-unexpected', { word: further, command: 'backup' });
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
    const { base } = values;
    const { manifest, bytes, linked } = await makeBackup({
      ...{ folder, target, program: version, clock: Date.now },
      ...(base !== undefined && { base }),
      ...(configFile !== undefined && { configFile }),
    });
    const { files, ...said } = manifest;
    console.log(
      values.json
        ? JSON.stringify({ ...said, files: files.length, bytes, linked })
        : `${target}: ${files.length} files, ${bytes} bytes (${linked} files shared with the earlier backup), journal up to ${said.journalEnd}.`,
    );
    return 0;
  } finally {
    release();
  }
}
