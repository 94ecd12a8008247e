/** `haidang key`: API keys for suppliers of positions and for other programs. Works beside a running server. */
import { join } from 'node:path';
import { layDownAct } from '../audit/command-acts.ts';
import { Accounts } from '../auth/accounts.ts';
import { permissions } from '../auth/permissions.ts';
import { needed, oneOf } from '../command-line.ts';
import { HaidangError } from '../errors.ts';
import { dataFolder, mustExist, parseCommand } from './data-command.ts';

const usage = `haidang key create --name NAME --scope SCOPE… [--per-minute N] | revoke --name NAME    [--data DIR]

  create         prints the key alone on standard output, this once; send it as  Authorization: Bearer KEY
  revoke         takes back every key of that name; a running server follows within 5 seconds
  --scope SCOPE  ${permissions.join(', ')} (may be given several times)
  --per-minute N requests that it may make a minute (default: as limits.keyRequestsPerMinute of the settings says)
  --data DIR     data folder (default ./haidang-data/live; the demonstration's is ./haidang-data/demo)
`;

const options = {
  name: { type: 'string' },
  scope: { type: 'string', multiple: true },
  'per-minute': { type: 'string' },
} as const;

/** Returns the exit code; bad usage is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseCommand('key', args, options);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const action = oneOf('key', positionals, ['create', 'revoke']);
  const name = needed('key', '--name NAME', values.name);
  const scopes = action === 'create' ? needed('key', `--scope SCOPE (${permissions.join(', ')})`, values.scope) : [];
  const perMinute = values['per-minute'] === undefined ? undefined : Number(values['per-minute']);
  const folder = dataFolder(values.data);
  const file = join(folder, 'accounts.db');
  const accounts = new Accounts(action === 'create' ? file : mustExist(file));
  try {
    if (action === 'create') {
      const details = { scopes, ...(perMinute !== undefined && { perMinute }) };
      const takeBack = layDownAct(folder, { type: 'account', what: 'key-made', name, details });
      try {
        console.log(accounts.createKey(name, scopes, [], perMinute));
      } catch (error) {
        takeBack();
        throw error;
      }
      return 0;
    }
    const takeBack = layDownAct(folder, { type: 'account', what: 'key-revoked', name });
    const gone = accounts.revokeKeys(name);
    if (gone === 0) {
      takeBack();
      throw new HaidangError('not-found', { what: { vi: `khóa “${name}”`, en: `A key by the name of “${name}”` } });
    }
    console.error(gone === 1 ? '1 key taken back.' : `${gone} keys taken back.`);
    return 0;
  } finally {
    accounts.close();
  }
}
