/** Users and their sessions; API keys are beside them (keys.ts). */
import { chmodSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { makeFolder } from '../data-folder.ts';
import { HaidangError } from '../errors.ts';
import { systemWords } from '../system-words.ts';
import {
  checkedName,
  checkedRoles,
  checkedUnit,
  checkedVessels,
  checkPassword,
  longestPassword,
  normal,
  unusable,
} from './account-fields.ts';
import { openAccountsFile } from './accounts-schema.ts';
import { Attempts } from './attempts.ts';
import { FirstLink } from './first-link.ts';
import { type ApiKey, ApiKeys } from './keys.ts';
import type { Role } from './permissions.ts';
import { SecondFactor } from './second-factor.ts';
import type { SecondFactorDuty } from './second-factor-duty.ts';
import { decoyPassword, hashPassword, type PasswordCost, recommendedCost, verifyPassword } from './secrets.ts';
import { Sessions, type SignedInFrom } from './sessions.ts';
import { PendingSignOns } from './single-sign-on/pending.ts';
import { Walls } from './walls.ts';

export interface User {
  name: string;
  roles: Role[];
  /** Id of the unit of the tree that they speak for; absent: for all of the province. */
  unit?: string;
  /** Registrations of the vessels that they see as their own. */
  vessels?: string[];
  /** Of devices, whose vessels they see as their own. */
  provider?: string;
  /** Epoch ms since which they may not sign in. */
  disabledAt?: number;
  /** Whether signing in asks for a code, too. */
  hasSecondFactor?: true;
}

/** Who a live session is of. */
interface SignedIn extends User {
  /** Epoch ms from which they can do nothing until they have turned a second factor on. */
  enrolBy?: number;
  /** Epoch ms until which the password that they were given is good. */
  passwordUntil?: number;
  /** That time has come. */
  mustEnrol?: true;
}

/** What an administrator sets of an account; absent: none. */
export interface UserAccess {
  roles: readonly string[];
  unit?: string;
  vessels?: readonly string[];
  provider?: string;
}

interface UserRow {
  name: string;
  roles: string;
  unit: string | null;
  vessels: string | null;
  provider: string | null;
  disabled_at: number | null;
  totp: string | null;
}

interface AccountsOptions {
  /** Epoch ms. */
  clock?: () => number;
  /** Tests take a cheaper one. */
  cost?: PasswordCost;
}

/** In which whoever was given a password has to set one of their own. Own proposal: a week with a holiday in it. */
export const GIVEN_PASSWORD_MS = 7 * 24 * 60 * 60_000;
const userColumns = 'name, roles, unit, vessels, provider, disabled_at, totp';

export class Accounts {
  readonly keys: ApiKeys;
  readonly secondFactor: SecondFactor;
  readonly walls: Walls;
  readonly signOns: PendingSignOns;
  readonly sessions: Sessions;
  /** Who has to have a second factor; absent: nobody. */
  duty: Pick<SecondFactorDuty, 'dueAt' | 'read'> | undefined;
  readonly #db: DatabaseSyncInstance;
  readonly #clock: () => number;
  readonly #cost: PasswordCost;
  readonly #attempts: Attempts;
  /** Of a live session: asked with every request, so it is prepared once. */
  readonly #signedIn: ReturnType<DatabaseSyncInstance['prepare']>;
  readonly #firstLink: FirstLink;

  /** @throws HaidangError `data-folder` when the file can't be made or read */
  constructor(path: string, options: AccountsOptions = {}) {
    this.#db = openPrivately(path);
    this.#clock = options.clock ?? Date.now;
    this.#cost = options.cost ?? recommendedCost;
    this.#attempts = new Attempts(this.#clock);
    this.#firstLink = new FirstLink(this.#clock);
    this.keys = new ApiKeys(this.#db, this.#clock);
    this.secondFactor = new SecondFactor(this.#db, this.#clock);
    this.walls = new Walls(this.#db, this.#clock);
    this.signOns = new PendingSignOns(this.#db, this.#clock);
    this.sessions = new Sessions(this.#db, this.#clock);
    this.#signedIn = this.#db.prepare(
      `SELECT ${userColumns}, created_at, password_until FROM user WHERE name = ? AND disabled_at IS NULL`,
    );
  }

  /** @throws HaidangError `account-invalid` when the name is taken, or name, password or roles are of no use */
  async addUser(name: string, password: string, roles: readonly string[], unit?: string): Promise<User> {
    const user: User = { name: checkedName(name), roles: checkedRoles(roles) };
    if (unit !== undefined) user.unit = checkedUnit(unit);
    checkPassword(password, user.name);
    const hash = await hashPassword(password, this.#cost);
    const { changes } = this.#db
      .prepare('INSERT OR IGNORE INTO user (name, roles, password, created_at, unit) VALUES (?, ?, ?, ?, ?)')
      .run(user.name, JSON.stringify(user.roles), hash, this.#clock(), user.unit ?? null);
    if (changes === 0) throw unusable('name', { vi: `đã có “${user.name}”`, en: `“${user.name}” exists already` });
    return user;
  }

  /** What was set for them by somebody else is good for so long, and no longer: they are to set their own. */
  endPasswordIn(name: string, ms: number): void {
    this.#db.prepare('UPDATE user SET password_until = ? WHERE name = ?').run(this.#clock() + ms, normal(name));
  }

  /**
   * Sets a new password and ends every session of that user.
   * @returns hashes of the sessions that ended
   * @throws HaidangError `not-found`, `account-invalid`
   */
  async setPassword(name: string, password: string): Promise<string[]> {
    checkPassword(password, normal(name));
    const hash = await hashPassword(password, this.#cost);
    const { changes } = this.#db
      .prepare('UPDATE user SET password = ?, password_until = NULL WHERE name = ?')
      .run(hash, normal(name));
    if (changes === 0) throw noSuchUser(name);
    return this.endSessions(name);
  }

  /** Is it theirs? Guessing is slowed down as in signing in. @throws HaidangError `sign-in-failed`, `too-many-attempts` */
  async checkOwnPassword(name: string, password: string, remote: string): Promise<void> {
    await this.#known(normal(name), password, `${normal(name)}\n${remote}`);
    this.#attempts.succeeded(`${normal(name)}\n${remote}`);
  }

  /**
   * Sets the unit that a user speaks for, from their next request on; undefined: for all of the province.
   * @throws HaidangError `not-found`, `account-invalid`
   */
  setUnit(name: string, unit: string | undefined): void {
    const checked = unit === undefined ? null : checkedUnit(unit);
    const { changes } = this.#db.prepare('UPDATE user SET unit = ? WHERE name = ?').run(checked, normal(name));
    if (changes === 0) throw noSuchUser(name);
  }

  /**
   * Sets what a user may do and see, from their next request on.
   * @throws HaidangError `not-found`, `account-invalid`; `last-admin` when nobody would be left to administer
   */
  setAccess(name: string, { roles, unit, vessels, provider }: UserAccess): User {
    const user = this.user(name);
    const checked = checkedRoles(roles);
    if (!checked.includes('admin')) this.#keepAnAdmin(user);
    const own = checkedVessels(vessels ?? []);
    this.#db
      .prepare('UPDATE user SET roles = ?, unit = ?, vessels = ?, provider = ? WHERE name = ?')
      .run(
        JSON.stringify(checked),
        unit === undefined ? null : checkedUnit(unit),
        own.length > 0 ? JSON.stringify(own) : null,
        provider?.trim().slice(0, 60) || null,
        user.name,
      );
    return this.user(name);
  }

  /**
   * Closes an account, which ends its sessions, or opens it again.
   * @returns hashes of the sessions that ended
   * @throws HaidangError `not-found`, `last-admin`
   */
  setDisabled(name: string, disabled: boolean): string[] {
    const user = this.user(name);
    if (disabled) this.#keepAnAdmin(user);
    this.#db.prepare('UPDATE user SET disabled_at = ? WHERE name = ?').run(disabled ? this.#clock() : null, user.name);
    return disabled ? this.endSessions(name) : [];
  }

  #keepAnAdmin(user: User): void {
    const isOther = ({ name, roles, disabledAt }: User) =>
      name !== user.name && roles.includes('admin') && disabledAt === undefined;
    if (!user.roles.includes('admin') || user.disabledAt !== undefined || this.users().some(isOther)) return;
    throw new HaidangError('last-admin', { name: user.name });
  }

  users(): User[] {
    const rows = this.#db.prepare(`SELECT ${userColumns} FROM user ORDER BY name`).all() as unknown as UserRow[];
    return rows.map(userOf);
  }

  /** @throws HaidangError `not-found` */
  user(name: string): User {
    const row = this.#db.prepare(`SELECT ${userColumns} FROM user WHERE name = ?`).get(normal(name)) as
      | UserRow
      | undefined;
    if (!row) throw noSuchUser(name);
    return userOf(row);
  }

  /**
   * @param remote address of the caller: guessing is slowed down by name and address
   * @param device what the caller's browser calls itself
   * @param code of the user's authenticator, or one of the recovery codes, where the account asks for it
   * @throws HaidangError `sign-in-failed`, `code-needed`, `too-many-attempts`
   */
  async signIn(
    name: string,
    password: string,
    remote: string,
    code?: string,
    device?: string,
  ): Promise<{ token: string; user: User; recoveryCodesLeft?: number }> {
    const who = normal(name.slice(0, 100));
    const attempt = `${who}\n${remote}`;
    const user = await this.#known(who, password, attempt);
    // Asked only of who knows the password, so that nobody learns who has a second factor. It still counts as a try.
    if (user.hasSecondFactor && code === undefined) throw new HaidangError('code-needed');
    const left = user.hasSecondFactor ? this.#useCode(user.name, code ?? '') : undefined;
    this.#attempts.succeeded(attempt);
    const token = this.openSession(user, { from: remote, device });
    return { token, user, ...(left !== undefined && { recoveryCodesLeft: left }) };
  }

  /** Of whoever is known to be them. @returns its token */
  openSession({ name }: User, from: SignedInFrom = {}): string {
    return this.sessions.open(name, from);
  }

  /** Guesses of a code count by name alone: there are few codes, and many addresses. */
  #useCode(name: string, code: string): number | undefined {
    const attempt = `code\n${name}`;
    this.#attempts.begin(attempt);
    const left = this.secondFactor.use(name, code);
    this.#attempts.succeeded(attempt);
    return left;
  }

  async #known(who: string, password: string, attempt: string): Promise<User> {
    this.#attempts.begin(attempt);
    const row = this.#db.prepare(`SELECT ${userColumns}, password, password_until FROM user WHERE name = ?`).get(who) as
      | (UserRow & { password: string; password_until: number | null })
      | undefined;
    const right = await verifyPassword(password.slice(0, longestPassword), row?.password ?? decoyPassword(this.#cost));
    if (!row || !right || row.disabled_at !== null) throw new HaidangError('sign-in-failed');
    if (row.password_until !== null && row.password_until <= this.#clock()) throw new HaidangError('password-over');
    return userOf(row);
  }

  /** Whom somebody is here that the province's provider knows by that subject. */
  userOfSubject(subject: string): User | undefined {
    const row = this.#db.prepare(`SELECT ${userColumns} FROM user WHERE subject = ?`).get(subject) as
      | UserRow
      | undefined;
    return row && userOf(row);
  }

  /** @returns false when the account is bound already, or the subject is somebody else here */
  bindSubject(name: string, subject: string): boolean {
    const { changes } = this.#db
      .prepare('UPDATE OR IGNORE user SET subject = ? WHERE name = ? AND subject IS NULL')
      .run(subject, normal(name));
    return Number(changes) === 1;
  }

  /** Adds somebody who comes in by the province's provider alone: no password opens the account. @throws HaidangError `account-invalid` */
  addSubject(name: string, roles: readonly string[], subject: string): User {
    const user: User = { name: checkedName(name), roles: checkedRoles(roles) };
    const { changes } = this.#db
      .prepare('INSERT OR IGNORE INTO user (name, roles, password, created_at, subject) VALUES (?, ?, ?, ?, ?)')
      .run(user.name, JSON.stringify(user.roles), decoyPassword(this.#cost), this.#clock(), subject);
    if (changes === 0) throw unusable('name', { vi: `đã có “${user.name}”`, en: `“${user.name}” exists already` });
    return user;
  }

  /** The name of an account as it is kept, however it was typed; undefined: there is none. */
  knownName(typed: string): string | undefined {
    const row = this.#db.prepare('SELECT name FROM user WHERE name = ?').get(normal(typed.slice(0, 100)));
    return row && (row as { name: string }).name;
  }

  /** The user of a live session; being used keeps it alive. */
  session(token: string): SignedIn | undefined {
    const session = this.sessions.find(token);
    if (!session) return undefined;
    const row = this.#signedIn.get(session.user) as
      | (UserRow & { created_at: number; password_until: number | null })
      | undefined;
    if (!row) return undefined;
    const user: SignedIn = {
      ...userOf(row),
      ...(row.password_until !== null && { passwordUntil: row.password_until }),
    };
    const enrolBy =
      user.hasSecondFactor || session.hasShownMore ? undefined : this.duty?.dueAt(user.roles, row.created_at);
    if (enrolBy === undefined) return user;
    return { ...user, enrolBy, ...(enrolBy <= this.#clock() && { mustEnrol: true }) };
  }

  /** @param kept token of one that goes on @returns hashes of the sessions that ended */
  endSessions(name: string, kept?: string): string[] {
    return this.sessions.end(normal(name), kept);
  }

  /** As `ApiKeys.create`. */
  createKey(...[name, scopes, addresses, perMinute]: Parameters<ApiKeys['create']>): string {
    return this.keys.create(name, scopes, addresses, perMinute);
  }

  /** As `ApiKeys.revoke`. */
  revokeKeys(name: string): number {
    return this.keys.revoke(name);
  }

  /** As `ApiKeys.find`. */
  key(token: string): ApiKey | undefined {
    return this.keys.find(token);
  }

  /** @returns the token of the link by which the first administrator comes in, this once; undefined: there are users */
  firstToken(): string | undefined {
    return this.users().length > 0 ? undefined : this.#firstLink.make();
  }

  /**
   * Makes the user `admin` with the password that whoever holds the link has chosen, and signs them in. The link holds until
   * that has worked.
   * @throws HaidangError `first-link`, `account-invalid`
   */
  async beginWith(link: string, password: string, from: SignedInFrom = {}): Promise<{ token: string; user: User }> {
    this.#firstLink.check(link);
    if (this.users().length > 0) throw new HaidangError('first-link');
    const user = await this.addUser('admin', password, ['admin']);
    this.#firstLink.spend();
    return { token: this.openSession(user, from), user };
  }

  /** The file is whole by itself afterwards: whoever copies it, or puts another in its place, need not know of a log beside it. */
  close(): void {
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#db.close();
  }
}

function openPrivately(path: string): DatabaseSyncInstance {
  try {
    makeFolder(resolve(dirname(path)));
    const db = openAccountsFile(path);
    chmodSync(path, 0o600);
    return db;
  } catch (error) {
    if (error instanceof HaidangError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ERR_SQLITE_ERROR')
      throw new HaidangError('file-invalid', { path, why: systemWords(error) });
    throw new HaidangError('data-folder', {
      path: dirname(path),
      why: systemWords(error),
    });
  }
}

function userOf({ name, roles, unit, vessels, provider, disabled_at: disabledAt, totp }: UserRow): User {
  return {
    name,
    roles: JSON.parse(roles) as Role[],
    ...(unit !== null && { unit }),
    ...(vessels !== null && { vessels: JSON.parse(vessels) as string[] }),
    ...(provider !== null && { provider }),
    ...(disabledAt !== null && { disabledAt }),
    ...(totp !== null && { hasSecondFactor: true as const }),
  };
}

function noSuchUser(name: string): HaidangError {
  return new HaidangError('not-found', { what: { vi: `người dùng “${name}”`, en: `The user “${name}”` } });
}
