/** Users, their sessions, and API keys. */
import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { HaidangError } from '../errors.ts';
import { systemWords, type Words } from '../system-words.ts';
import { openAccountsFile } from './accounts-schema.ts';
import { Attempts } from './attempts.ts';
import { isPermission, isRole, type Permission, type Role } from './permissions.ts';
import {
  decoyPassword,
  hashPassword,
  newToken,
  type PasswordCost,
  readablePassword,
  recommendedCost,
  tokenHash,
  verifyPassword,
} from './secrets.ts';

export interface User {
  name: string;
  roles: Role[];
  /** Id of the unit of the tree that they speak for; absent: for all of the province. */
  unit?: string;
}

interface UserRow {
  name: string;
  roles: string;
  unit: string | null;
}

export interface ApiKey {
  name: string;
  scopes: Permission[];
}

export interface AccountsOptions {
  /** Epoch ms. */
  clock?: () => number;
  /** Tests take a cheaper one. */
  cost?: PasswordCost;
}

const sessionMs = 12 * 60 * 60_000;
/** The expiry slides in steps, so that not every request writes to the disk. */
const slideStepMs = 5 * 60_000;
/** How long another process's change of a key may go unnoticed. */
const keyCacheMs = 5000;
const mostCachedKeys = 1000;
const shortestPassword = 10;
const longestPassword = 1000;

export class Accounts {
  readonly #db: DatabaseSyncInstance;
  readonly #clock: () => number;
  readonly #cost: PasswordCost;
  readonly #attempts: Attempts;
  readonly #keyCache = new Map<string, { key: ApiKey; until: number }>();

  /** @throws HaidangError `data-folder` when the file can't be made or read */
  constructor(path: string, options: AccountsOptions = {}) {
    this.#db = openPrivately(path);
    this.#clock = options.clock ?? Date.now;
    this.#cost = options.cost ?? recommendedCost;
    this.#attempts = new Attempts(this.#clock);
  }

  /** @throws HaidangError `account-invalid` when the name is taken, or name, password or roles are of no use */
  async addUser(name: string, password: string, roles: readonly string[], unit?: string): Promise<User> {
    const user: User = { name: checkedName(name), roles: checkedRoles(roles) };
    if (unit !== undefined) user.unit = checkedUnit(unit);
    checkPassword(password);
    const hash = await hashPassword(password, this.#cost);
    const { changes } = this.#db
      .prepare('INSERT OR IGNORE INTO user VALUES (?, ?, ?, ?, ?)')
      .run(user.name, JSON.stringify(user.roles), hash, this.#clock(), user.unit ?? null);
    if (changes === 0) throw unusable('name', { vi: `đã có “${user.name}”`, en: `“${user.name}” exists already` });
    return user;
  }

  /**
   * Sets a new password and ends every session of that user.
   * @throws HaidangError `not-found`, `account-invalid`
   */
  async setPassword(name: string, password: string): Promise<void> {
    checkPassword(password);
    const hash = await hashPassword(password, this.#cost);
    const { changes } = this.#db.prepare('UPDATE user SET password = ? WHERE name = ?').run(hash, normal(name));
    if (changes === 0)
      throw new HaidangError('not-found', { what: { vi: `người dùng “${name}”`, en: `The user “${name}”` } });
    this.#db.prepare('DELETE FROM session WHERE user = ?').run(normal(name));
  }

  /**
   * Sets the unit that a user speaks for, from their next request on; undefined: for all of the province.
   * @throws HaidangError `not-found`, `account-invalid`
   */
  setUnit(name: string, unit: string | undefined): void {
    const checked = unit === undefined ? null : checkedUnit(unit);
    const { changes } = this.#db.prepare('UPDATE user SET unit = ? WHERE name = ?').run(checked, normal(name));
    if (changes === 0)
      throw new HaidangError('not-found', { what: { vi: `người dùng “${name}”`, en: `The user “${name}”` } });
  }

  users(): User[] {
    const rows = this.#db.prepare('SELECT name, roles, unit FROM user ORDER BY name').all() as unknown as UserRow[];
    return rows.map(userOf);
  }

  /**
   * @param remote address of the caller: guessing is slowed down by name and address
   * @throws HaidangError `sign-in-failed`, `too-many-attempts`
   */
  async signIn(name: string, password: string, remote: string): Promise<{ token: string; user: User }> {
    const who = normal(name.slice(0, 100));
    const attempt = `${who}\n${remote}`;
    this.#attempts.begin(attempt);
    const row = this.#db.prepare('SELECT name, roles, unit, password FROM user WHERE name = ?').get(who) as
      | (UserRow & { password: string })
      | undefined;
    const right = await verifyPassword(password.slice(0, longestPassword), row?.password ?? decoyPassword(this.#cost));
    if (!row || !right) throw new HaidangError('sign-in-failed');
    this.#attempts.succeeded(attempt);
    const now = this.#clock();
    const token = newToken();
    this.#db.prepare('INSERT INTO session VALUES (?, ?, ?, ?)').run(tokenHash(token), row.name, now, now + sessionMs);
    return { token, user: userOf(row) };
  }

  /** The user of a live session; being used keeps it alive. */
  session(token: string): User | undefined {
    const hash = tokenHash(token);
    const now = this.#clock();
    const row = this.#db
      .prepare('SELECT name, roles, unit, expires_at FROM session JOIN user ON user = name WHERE token_hash = ?')
      .get(hash) as (UserRow & { expires_at: number }) | undefined;
    if (!row || row.expires_at <= now) return undefined;
    if (row.expires_at < now + sessionMs - slideStepMs) {
      this.#db.prepare('UPDATE session SET expires_at = ? WHERE token_hash = ?').run(now + sessionMs, hash);
    }
    return userOf(row);
  }

  /** Those that no request can use any more. @returns how many there were */
  clearExpiredSessions(): number {
    return Number(this.#db.prepare('DELETE FROM session WHERE expires_at <= ?').run(this.#clock()).changes);
  }

  signOut(token: string): void {
    this.#db.prepare('DELETE FROM session WHERE token_hash = ?').run(tokenHash(token));
  }

  /**
   * @returns the key: this is the only time that it is seen
   * @throws HaidangError `account-invalid`
   */
  createKey(name: string, scopes: readonly string[]): string {
    if (name.trim() === '' || name.length > 100) {
      throw unusable('name', {
        vi: 'khóa cần tên dài tối đa 100 ký tự',
        en: 'a key needs a name of at most 100 characters',
      });
    }
    const unknown = scopes.find((scope) => !isPermission(scope));
    if (unknown !== undefined) {
      throw unusable('scope', { vi: `không có quyền “${unknown}”`, en: `there is no permission “${unknown}”` });
    }
    if (scopes.length === 0)
      throw unusable('scope', { vi: 'khóa cần ít nhất một quyền', en: 'a key needs at least one' });
    const token = `hd_${newToken()}`;
    this.#db
      .prepare('INSERT INTO api_key VALUES (?, ?, ?, ?, NULL)')
      .run(tokenHash(token), name.trim(), JSON.stringify([...new Set(scopes)]), this.#clock());
    return token;
  }

  /** Takes back every key of that name; other processes notice within seconds. @returns how many there were */
  revokeKeys(name: string): number {
    this.#keyCache.clear();
    const { changes } = this.#db
      .prepare('UPDATE api_key SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL')
      .run(this.#clock(), name);
    return Number(changes);
  }

  key(token: string): ApiKey | undefined {
    const hash = tokenHash(token);
    const now = this.#clock();
    const cached = this.#keyCache.get(hash);
    if (cached && cached.until > now) return cached.key;
    this.#keyCache.delete(hash);
    const row = this.#db
      .prepare('SELECT name, scopes FROM api_key WHERE token_hash = ? AND revoked_at IS NULL')
      .get(hash) as { name: string; scopes: string } | undefined;
    // Unknown keys are not remembered: one that was made a moment ago works at once.
    if (!row) return undefined;
    const key = { name: row.name, scopes: JSON.parse(row.scopes) as Permission[] };
    if (this.#keyCache.size >= mostCachedKeys) this.#keyCache.clear();
    this.#keyCache.set(hash, { key, until: now + keyCacheMs });
    return key;
  }

  /** Makes the user `admin` where there is no user yet. @returns the first password, this once */
  async ensureAdmin(): Promise<string | undefined> {
    if (this.users().length > 0) return undefined;
    const password = readablePassword();
    await this.addUser('admin', password, ['admin']);
    return password;
  }

  close(): void {
    this.#db.close();
  }
}

function openPrivately(path: string): DatabaseSyncInstance {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const db = openAccountsFile(path);
    chmodSync(path, 0o600);
    return db;
  } catch (error) {
    throw new HaidangError('data-folder', {
      path: dirname(path),
      why: systemWords(error),
    });
  }
}

function userOf({ name, roles, unit }: UserRow): User {
  return { name, roles: JSON.parse(roles) as Role[], ...(unit !== null && { unit }) };
}

/** Whether there is such a unit is for the settings to say, which change: the commands ask them. */
function checkedUnit(unit: string): string {
  const id = unit.trim();
  if (id.length > 0 && id.length <= 40) return id;
  throw unusable('unit', { vi: 'mã đơn vị dài từ 1 đến 40 ký tự', en: 'the id of a unit has 1 to 40 characters' });
}

function normal(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}

function checkedName(name: string): string {
  const checked = normal(name);
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,59}$/u.test(checked)) {
    throw unusable('name', {
      vi: 'chỉ dùng chữ, số và . _ @ - , tối đa 60 ký tự',
      en: 'letters, digits and . _ @ - only, at most 60',
    });
  }
  return checked;
}

function checkedRoles(names: readonly string[]): Role[] {
  const unknown = names.find((name) => !isRole(name));
  if (unknown !== undefined) {
    throw unusable('role', { vi: `không có vai trò “${unknown}”`, en: `there is no role “${unknown}”` });
  }
  if (names.length === 0) throw unusable('role', { vi: 'mỗi người cần ít nhất một', en: 'a user needs at least one' });
  return [...new Set(names.filter(isRole))];
}

function checkPassword(password: string): void {
  if (password.length >= shortestPassword && password.length <= longestPassword) return;
  throw unusable('password', {
    vi: `mật khẩu dài từ ${shortestPassword} đến ${longestPassword} ký tự`,
    en: `a password has ${shortestPassword} to ${longestPassword} characters`,
  });
}

const fields = {
  name: { vi: 'tên', en: 'name' },
  role: { vi: 'vai trò', en: 'role' },
  unit: { vi: 'đơn vị', en: 'unit' },
  scope: { vi: 'quyền', en: 'scope' },
  password: { vi: 'mật khẩu', en: 'password' },
};

function unusable(field: keyof typeof fields, why: Words): HaidangError {
  return new HaidangError('account-invalid', { field: fields[field], why });
}
