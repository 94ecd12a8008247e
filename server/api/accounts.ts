/** Accounts of people and keys of programs, for administrators. Each change is on record before it is confirmed. */
import { z } from 'zod';
import { refuseStrangeUnit } from '../auth/account-unit.ts';
import { GIVEN_PASSWORD_MS } from '../auth/accounts.ts';
import { permissions, roles } from '../auth/permissions.ts';
import { readablePassword } from '../auth/secrets.ts';
import type { Unit } from '../models/contact.ts';
import type { AccountAct } from '../models/entry.ts';
import {
  keyList,
  keysRevoked,
  newKeyMade,
  newPassword,
  newUserMade,
  oneUser,
  sessionsEnded,
  userList,
} from './answers/accounts.ts';
import type { Contract } from './contract.ts';
import { checked, notFound } from './faults.ts';
import { jsonBody } from './limits.ts';
import { type ApiContext, actor, pathPart, type Route } from './route.ts';

const access = z.strictObject({
  roles: z.array(z.string().max(40)).max(20),
  unit: z.string().max(40).optional(),
  vessels: z.array(z.string().max(40)).max(500).optional(),
  provider: z.string().max(60).optional(),
});
const newUser = access.extend({ name: z.string().max(100) });
const newKey = z.strictObject({
  name: z.string().max(100),
  scopes: z.array(z.string().max(40)).max(20),
  addresses: z.array(z.string().max(60)).max(100).optional(),
  perMinute: z.int().optional(),
});

type Change = (request: Parameters<Route['handle']>[0], by: string) => Promise<unknown> | unknown;

export function accountRoutes(context: ApiContext): Route[] {
  return [...userRoutes(context), ...keyRoutes(context)];
}

function userRoutes({ accounts, room, store, onSessionEnd }: ApiContext): Route[] {
  /** What an account has already is not asked again: its unit may have been taken out of the tree. */
  const checkUnit = async (unit: string | undefined, before?: string): Promise<void> => {
    if (unit === undefined || unit === before) return;
    refuseStrangeUnit(unit, ((await store.document('units'))?.body ?? []) as Unit[]);
  };
  const recorded = (what: AccountAct['what'], name: string, by: string, details?: AccountAct['details']) =>
    room.act({ type: 'account', what, name, by, ...(details && { details }) });
  const cutOff = (sessions: string[]): void => {
    for (const one of sessions) onSessionEnd?.(one);
  };
  const change = (path: string, contract: Contract, handle: Change): Route => ({
    method: 'post',
    path: `/users/:name/${path}`,
    access: 'accounts:write',
    contract,
    async handle(request, response) {
      response.json(await handle(request, actor(response)));
    },
  });
  return [
    {
      method: 'get',
      path: '/users',
      access: 'accounts:write',
      contract: { vi: 'Tài khoản', en: 'Accounts and roles', gives: { 200: userList } },
      handle(_request, response) {
        const sessions = accounts.sessions.counts();
        const users = accounts.users().map((user) => ({ ...user, sessions: sessions.get(user.name) ?? 0 }));
        const reaches = Object.entries(roles).map(([role, { reach }]) => ({ role, reach }));
        response.json({ users, roles: reaches });
      },
    },
    {
      method: 'post',
      path: '/users',
      access: 'accounts:write',
      contract: {
        vi: 'Thêm tài khoản; mật khẩu chỉ hiện một lần',
        en: 'Adds an account; its password is shown once',
        body: newUser,
        gives: { 201: newUserMade },
        fails: ['account-invalid'],
      },
      body: jsonBody,
      async handle(request, response) {
        const { name, ...wanted } = checked(newUser, request.body);
        await checkUnit(wanted.unit);
        const password = readablePassword();
        const { name: kept } = await accounts.addUser(name, password, wanted.roles, wanted.unit);
        const user = accounts.setAccess(kept, wanted);
        accounts.endPasswordIn(kept, GIVEN_PASSWORD_MS);
        await recorded('added', user.name, actor(response), wanted);
        response.status(201).json({ user, password });
      },
    },
    {
      method: 'put',
      path: '/users/:name',
      access: 'accounts:write',
      contract: {
        vi: 'Đặt vai trò, đơn vị, tàu của tài khoản',
        en: 'Sets all of what an account may do and see',
        body: access,
        gives: { 200: oneUser },
        fails: ['account-invalid', 'last-admin'],
      },
      body: jsonBody,
      async handle(request, response) {
        const wanted = checked(access, request.body);
        const { roles: before, unit, vessels, provider } = accounts.user(pathPart(request, 'name'));
        await checkUnit(wanted.unit, unit);
        const user = accounts.setAccess(pathPart(request, 'name'), wanted);
        const details = { before: { roles: before, unit, vessels, provider }, after: wanted };
        await recorded('access', user.name, actor(response), details);
        response.json({ user });
      },
    },
    change(
      'password',
      { vi: 'Mật khẩu mới, chỉ hiện một lần', en: 'Another password, shown once', gives: { 200: newPassword } },
      async (request, by) => {
        const { name } = accounts.user(pathPart(request, 'name'));
        const password = readablePassword();
        cutOff(await accounts.setPassword(name, password));
        accounts.endPasswordIn(name, GIVEN_PASSWORD_MS);
        await recorded('password', name, by);
        return { password };
      },
    ),
    change(
      'disable',
      {
        vi: 'Đóng tài khoản',
        en: 'Closes an account and ends what is open with it',
        gives: { 200: oneUser },
        fails: ['last-admin'],
      },
      async (request, by) => {
        const { name } = accounts.user(pathPart(request, 'name'));
        cutOff(accounts.setDisabled(name, true));
        await recorded('disabled', name, by);
        return { user: accounts.user(name) };
      },
    ),
    change(
      'enable',
      { vi: 'Mở lại tài khoản', en: 'Opens an account again', gives: { 200: oneUser } },
      async (request, by) => {
        const { name } = accounts.user(pathPart(request, 'name'));
        accounts.setDisabled(name, false);
        await recorded('enabled', name, by);
        return { user: accounts.user(name) };
      },
    ),
    change(
      'sessions/end',
      {
        vi: 'Kết thúc mọi phiên của tài khoản',
        en: 'Ends what is open with an account',
        gives: { 200: sessionsEnded },
      },
      async (request, by) => {
        const { name } = accounts.user(pathPart(request, 'name'));
        const sessions = accounts.endSessions(name);
        cutOff(sessions);
        await recorded('sessions-ended', name, by, { sessions: sessions.length });
        return { ended: sessions.length };
      },
    ),
    change(
      'second-factor/end',
      {
        vi: 'Bỏ mã xác thực của tài khoản',
        en: 'Turns off the second factor of who has lost it',
        gives: { 200: oneUser },
      },
      async (request, by) => {
        const { name } = accounts.user(pathPart(request, 'name'));
        accounts.secondFactor.end(name);
        await recorded('second-factor-off', name, by);
        return { user: accounts.user(name) };
      },
    ),
  ];
}

function keyRoutes({ accounts, room }: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/keys',
      access: 'accounts:write',
      contract: { vi: 'Khóa API', en: 'API keys', gives: { 200: keyList } },
      handle(_request, response) {
        response.json({ keys: accounts.keys.list(), scopes: permissions });
      },
    },
    {
      method: 'post',
      path: '/keys',
      access: 'accounts:write',
      contract: {
        vi: 'Tạo khóa API; khóa chỉ hiện một lần',
        en: 'Makes an API key, which is shown once',
        body: newKey,
        gives: { 201: newKeyMade },
        fails: ['account-invalid'],
      },
      body: jsonBody,
      async handle(request, response) {
        const { name, scopes, addresses, perMinute } = checked(newKey, request.body);
        const key = accounts.createKey(name, scopes, addresses, perMinute);
        const details = { scopes, ...(addresses && { addresses }), ...(perMinute !== undefined && { perMinute }) };
        await room.act({ type: 'account', what: 'key-made', name: name.trim(), by: actor(response), details });
        response.status(201).json({ key });
      },
    },
    {
      method: 'post',
      path: '/keys/:name/revoke',
      access: 'accounts:write',
      contract: {
        vi: 'Thu hồi mọi khóa mang tên này',
        en: 'Takes back every key of that name',
        gives: { 200: keysRevoked },
      },
      async handle(request, response) {
        const name = pathPart(request, 'name');
        const revoked = accounts.revokeKeys(name);
        if (revoked === 0) throw notFound({ vi: `khóa “${name}” còn hiệu lực`, en: `A key “${name}” that holds` });
        await room.act({ type: 'account', what: 'key-revoked', name, by: actor(response) });
        response.json({ revoked });
      },
    },
  ];
}
