/** `haidang restore`: a backup becomes a data folder again. */
import { restoreBackup } from '../backup/restore.ts';
import { needed, nothingMore } from '../command-line.ts';
import { parseCommand } from './data-command.ts';

const usage = `haidang restore FROM --data DIR [--json]

  Puts the backup FROM into the folder DIR, which must be empty or not be there: every file is held against its hash, the
  journal is verified, sessions are ended. Nothing is left in DIR when anything is wrong.
  The settings file is put into DIR beside the data. Messages that waited in the backup go out when a server is started
  with it; without it (a rehearsal) they are kept.
  --json  what came of it as one JSON line
  Exit 0: restored · 1: restored, and the journal has findings that it had when it was backed up · 2: refused.
`;

/** Returns the exit code; what is refused is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseCommand('restore', args, { json: { type: 'boolean' } });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const from = needed('restore', 'FROM', positionals[0]);
  nothingMore('restore', positionals[1]);
  const folder = needed('restore', '--data DIR', values.data);
  const { manifest, verification, configFile } = await restoreBackup(from, folder);
  const { findings, records, segments, seal } = verification;
  const exitCode = findings.length === 0 ? 0 : 1;
  const { files, ...said } = manifest;
  if (values.json) {
    console.log(JSON.stringify({ ...said, files: files.length, records, segments, seal, findings, configFile }));
    return exitCode;
  }
  console.log(`${folder}: ${files.length} files of the backup of ${said.finishedAt}, all as they were.`);
  console.log(`journal: ${segments} segments, ${records} records, ${findings.length} findings.`);
  const config = configFile === undefined ? '' : ` --config ${configFile}`;
  console.log(`Start it with: haidang serve --no-demo --data ${folder}${config}`);
  return exitCode;
}
