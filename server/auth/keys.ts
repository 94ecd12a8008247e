/** API keys of suppliers of positions and of other programs. */
import { BlockList, isIP } from 'node:net';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { unusable } from './account-fields.ts';
import { isPermission, type Permission, permissions } from './permissions.ts';
import { newToken, tokenHash } from './secrets.ts';

export interface ApiKey {
  name: string;
  scopes: Permission[];
  /** Addresses and networks (`203.0.113.0/24`) from which alone it is taken; absent: from anywhere. */
  addresses?: string[];
  /** Requests it may make a minute; absent: as the settings say for all. */
  perMinute?: number;
}

/** As an administrator sees one: never the key itself. */
export interface ListedKey extends ApiKey {
  createdAt: number;
  revokedAt?: number;
  /** In use for longer than the policy has it (docs/asvs.md, “Keys and algorithms”). */
  isOverdue?: true;
}

interface KeyRow {
  name: string;
  scopes: string;
  addresses: string | null;
  per_minute: number | null;
  created_at: number;
  revoked_at: number | null;
}

/** How long another process's change of a key may go unnoticed. */
const keyCacheMs = 5000;
/** A year: NIST SP 800-57 part 1, table 1, has one to two years for keys by which somebody is known. */
const usedForMs = 365 * 24 * 3_600_000;
const mostCachedKeys = 1000;
const mostAddresses = 100;
const mostPerMinute = 10_000_000;

export class ApiKeys {
  readonly #db: DatabaseSyncInstance;
  readonly #clock: () => number;
  readonly #cache = new Map<string, { key: ApiKey; until: number }>();

  constructor(db: DatabaseSyncInstance, clock: () => number) {
    this.#db = db;
    this.#clock = clock;
  }

  /**
   * @param perMinute requests that it may make a minute; absent: as the settings say for all
   * @returns the key: this is the only time that it is seen
   * @throws HaidangError `account-invalid`
   */
  create(name: string, scopes: readonly string[], addresses: readonly string[] = [], perMinute?: number): string {
    if (name.trim() === '' || name.length > 100) {
      throw unusable('name', {
        vi: 'khóa cần tên dài tối đa 100 ký tự',
        en: 'a key needs a name of at most 100 characters',
      });
    }
    const unknown = scopes.find((scope) => !isPermission(scope));
    if (unknown !== undefined) {
      throw unusable('scope', {
        vi: `không có quyền “${unknown}”; có: ${permissions.join(', ')}`,
        en: `there is no permission “${unknown}”; there are: ${permissions.join(', ')}`,
      });
    }
    if (scopes.length === 0)
      throw unusable('scope', { vi: 'khóa cần ít nhất một quyền', en: 'a key needs at least one' });
    if (perMinute !== undefined && !(Number.isInteger(perMinute) && perMinute >= 1 && perMinute <= mostPerMinute)) {
      throw unusable('perMinute', {
        vi: `phải là số nguyên từ 1 đến ${mostPerMinute}`,
        en: `it has to be a whole number from 1 to ${mostPerMinute}`,
      });
    }
    const from = checkedAddresses(addresses);
    const token = `hd_${newToken()}`;
    this.#db
      .prepare(
        'INSERT INTO api_key (token_hash, name, scopes, created_at, addresses, per_minute) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(
        tokenHash(token),
        name.trim(),
        JSON.stringify([...new Set(scopes)]),
        this.#clock(),
        from.length > 0 ? JSON.stringify(from) : null,
        perMinute ?? null,
      );
    return token;
  }

  /** Takes back every key of that name; other processes notice within seconds. @returns how many there were */
  revoke(name: string): number {
    this.#cache.clear();
    const { changes } = this.#db
      .prepare('UPDATE api_key SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL')
      .run(this.#clock(), name);
    return Number(changes);
  }

  find(token: string): ApiKey | undefined {
    const hash = tokenHash(token);
    const now = this.#clock();
    const cached = this.#cache.get(hash);
    if (cached && cached.until > now) return cached.key;
    this.#cache.delete(hash);
    const row = this.#db.prepare('SELECT * FROM api_key WHERE token_hash = ? AND revoked_at IS NULL').get(hash) as
      | KeyRow
      | undefined;
    // Unknown keys are not remembered: one that was made a moment ago works at once.
    if (!row) return undefined;
    const key = keyOf(row);
    if (this.#cache.size >= mostCachedKeys) this.#cache.clear();
    this.#cache.set(hash, { key, until: now + keyCacheMs });
    return key;
  }

  /** All there ever were, the newest first. */
  list(): ListedKey[] {
    const rows = this.#db.prepare('SELECT * FROM api_key ORDER BY created_at DESC').all() as unknown as KeyRow[];
    const now = this.#clock();
    return rows.map((row) => ({
      ...keyOf(row),
      createdAt: row.created_at,
      ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
      ...(row.revoked_at === null && now - row.created_at > usedForMs && { isOverdue: true as const }),
    }));
  }
}

/** @param remote address of the caller; an unknown one is let in by no list */
export function isTakenFrom({ addresses }: ApiKey, remote: string | undefined): boolean {
  if (!addresses) return true;
  const plain = remote?.replace(/^::ffff:(?=\d+\.)/, '') ?? '';
  const family = isIP(plain);
  if (family === 0) return false;
  return listOf(addresses).check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

function listOf(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const one of addresses) {
    const [address = '', bits] = one.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

function checkedAddresses(addresses: readonly string[]): string[] {
  const trimmed = [...new Set(addresses.map((one) => one.trim()).filter(Boolean))];
  const bad = trimmed.find((one) => !isNetwork(one));
  if (bad !== undefined || trimmed.length > mostAddresses) {
    throw unusable('address', {
      vi: `“${bad ?? trimmed.length}” không phải địa chỉ hay mạng như 203.0.113.0/24`,
      en: `“${bad ?? trimmed.length}” is no address or network such as 203.0.113.0/24`,
    });
  }
  return trimmed;
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
}

function keyOf({ name, scopes, addresses, per_minute: perMinute }: KeyRow): ApiKey {
  return {
    name,
    scopes: JSON.parse(scopes) as Permission[],
    ...(addresses !== null && { addresses: JSON.parse(addresses) as string[] }),
    ...(perMinute !== null && { perMinute }),
  };
}
