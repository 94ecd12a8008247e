/** Accounts, keys, one's own account and the audit trail. */
import type { UserAccess } from '../../server/auth/accounts.ts';
import type { ListedKey } from '../../server/auth/keys.ts';
import type { Permission, Reach, Role } from '../../server/auth/permissions.ts';
import type { OwnSession } from '../../server/auth/sessions.ts';
import type { Act } from '../../server/models/entry.ts';
import { getJson, postJson, putJson } from './http.ts';

export interface ListedUser {
  name: string;
  roles: Role[];
  unit?: string;
  vessels?: string[];
  provider?: string;
  disabledAt?: number;
  hasSecondFactor?: true;
  /** Open ones. */
  sessions: number;
}
export interface UserList {
  users: ListedUser[];
  roles: { role: Role; reach: Reach }[];
}
/** What an administrator does to an account without a form. */
export type UserAction = 'password' | 'disable' | 'enable' | 'sessions/end' | 'second-factor/end';

export const readUsers = (): Promise<UserList> => getJson('/users');
export const addUser = (user: UserAccess & { name: string }): Promise<{ user: ListedUser; password: string }> =>
  postJson('/users', user);
export const changeAccess = (name: string, access: UserAccess): Promise<unknown> =>
  putJson(`/users/${encodeURIComponent(name)}`, access);
export const actOnUser = (name: string, action: UserAction): Promise<{ password?: string }> =>
  postJson(`/users/${encodeURIComponent(name)}/${action}`, {});

export const readKeys = (): Promise<{ keys: ListedKey[]; scopes: Permission[] }> => getJson('/keys');
interface WantedKey {
  name: string;
  scopes: string[];
  addresses: string[];
  perMinute?: number | undefined;
}

export const makeKey = (key: WantedKey): Promise<{ key: string }> => postJson('/keys', key);
export const revokeKey = (name: string): Promise<unknown> => postJson(`/keys/${encodeURIComponent(name)}/revoke`, {});

export const changePassword = (password: string, next: string): Promise<unknown> =>
  postJson('/session/password', { password, next });
export const offerFactor = (password: string): Promise<{ secret: string; uri: string }> =>
  postJson('/session/second-factor/offer', { password });
export const beginFactor = (password: string, secret: string, code: string): Promise<{ recoveryCodes: string[] }> =>
  postJson('/session/second-factor', { password, secret, code });
export const endFactor = (password: string): Promise<unknown> => postJson('/session/second-factor/end', { password });

export const readOwnSessions = (): Promise<{ sessions: OwnSession[] }> => getJson('/session/all');
export const endOwnSession = (id: string): Promise<unknown> => postJson('/session/end', { id });
export const endOtherSessions = (): Promise<unknown> => postJson('/session/end', { others: true });

export const readActs = (query: URLSearchParams): Promise<{ acts: Act[]; cut?: true; next?: string }> =>
  getJson(`/acts?${query}`);
export const actsTable = (query: URLSearchParams): string => `/api/v1/acts.csv?${query}`;
