/** `haidang user`: accounts of people. Works beside a running server. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { layDownAct } from '../audit/command-acts.ts';
import { refuseStrangeUnit } from '../auth/account-unit.ts';
import { Accounts } from '../auth/accounts.ts';
import { roles as allRoles } from '../auth/permissions.ts';
import { readablePassword } from '../auth/secrets.ts';
import { badOption, needed, nothingMore, oneOf } from '../command-line.ts';
import type { Unit } from '../models/contact.ts';
import type { AccountAct } from '../models/entry.ts';
import { storeFile } from '../store/open.ts';
import { dataFolder, mustExist, openStore, parseCommand } from './data-command.ts';

const usage = `haidang user add NAME [--role ROLE]… [--unit UNIT] | password NAME | unit NAME [UNIT] | list    [--data DIR]

  --role ROLE        ${Object.keys(allRoles).join(', ')} (default viewer; may be given several times)
  --unit UNIT        id of the unit whose alerts the user takes up (default: all of the province)
  --password-stdin   the new password is the first line of standard input
  --password P       the new password, which other users of this machine may see while the command runs
                     without either one is made and printed, this once
  --data DIR         data folder (default ./haidang-data/live; the demonstration's is ./haidang-data/demo)
`;

const options = {
  role: { type: 'string', multiple: true },
  unit: { type: 'string' },
  password: { type: 'string' },
  'password-stdin': { type: 'boolean' },
} as const;

/** Returns the exit code; bad usage is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseCommand('user', args, options);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const action = oneOf('user', positionals.slice(0, 1), ['add', 'password', 'unit', 'list']);
  const [name, ...more] = action === 'list' ? [undefined, ...positionals.slice(1)] : positionals.slice(1);
  const unit = action === 'unit' ? more.shift() : undefined;
  nothingMore('user', more[0]);
  if (action !== 'list') needed('user', 'NAME', name);
  const file = join(dataFolder(values.data), 'accounts.db');
  const accounts = new Accounts(action === 'add' ? file : mustExist(file));
  try {
    if (name === undefined) {
      for (const user of accounts.users())
        console.log([user.name, user.roles.join(','), user.unit ?? []].flat().join('\t'));
      return 0;
    }
    if (action === 'unit') {
      if (unit !== undefined) await refuseUnitOfNone(values.data, unit);
      await told(values.data, { what: 'access', name, details: { unit: unit ?? '' } }, () =>
        accounts.setUnit(name, unit),
      );
      return 0;
    }
    if (values.unit !== undefined) await refuseUnitOfNone(values.data, values.unit);
    const given = values['password-stdin'] ? await firstLine() : values.password;
    const password = given ?? readablePassword();
    const roles = values.role ?? ['viewer'];
    if (action === 'add') {
      const details = { roles, ...(values.unit !== undefined && { unit: values.unit }) };
      const add = () => accounts.addUser(name, password, roles, values.unit);
      await told(values.data, { what: 'added', name, details }, add);
    } else await told(values.data, { what: 'password', name }, () => accounts.setPassword(name, password));
    if (given === undefined) console.log(password);
    return 0;
  } finally {
    accounts.close();
  }
}

/** On record before it is done; what then cannot be done is taken from the record again. */
async function told(
  data: string | undefined,
  act: Pick<AccountAct, 'what' | 'name' | 'details'>,
  change: () => unknown,
): Promise<void> {
  const takeBack = layDownAct(dataFolder(data), { type: 'account', ...act });
  try {
    await change();
  } catch (error) {
    takeBack();
    throw error;
  }
}

/** Before the first start there is no tree to hold it against. */
async function refuseUnitOfNone(data: string | undefined, unit: string): Promise<void> {
  const folder = dataFolder(data);
  if (process.env.HAIDANG_STORE === undefined && !existsSync(storeFile(folder))) return;
  const store = await openStore(folder);
  try {
    refuseStrangeUnit(unit, ((await store.document('units'))?.body ?? []) as Unit[]);
  } finally {
    await store.close();
  }
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) return line;
    throw badOption('user', '--password-stdin', 'standard input is empty');
  } finally {
    lines.close();
  }
}
