/** Answers about who one is, accounts, keys and walls. Times are epoch ms. */
import { z } from 'zod';
import type { User } from '../../auth/accounts.ts';
import type { ListedKey } from '../../auth/keys.ts';
import { permissions, type Role, reaches, roles } from '../../auth/permissions.ts';
import type { OwnSession } from '../../auth/sessions.ts';
import type { WaitingScreen, Wall } from '../../auth/walls.ts';
import { modulesConfig } from '../../public-side/config.ts';

const role = z.enum(Object.keys(roles) as [Role, ...Role[]]);
const permission = z.enum(permissions);

export const signedIn = z.object({
  user: z.string(),
  roles: z.array(role),
  unit: z.string().optional(),
  /** There when a recovery code was used up. */
  recoveryCodesLeft: z.int().optional(),
});
export const begun = z.object({ user: z.string(), roles: z.array(role) });
export const whoAmI = z.object({
  user: z.string(),
  roles: z.array(role),
  unit: z.string().optional(),
  hasSecondFactor: z.literal(true).optional(),
  /** Epoch ms until which the password that they were given is good. */
  passwordUntil: z.number().optional(),
  /** Epoch ms from which nothing is possible until a second factor is on. */
  enrolBy: z.number().optional(),
  /** That time has come. */
  mustEnrol: z.literal(true).optional(),
  permissions: z.array(permission),
  /** Sees some vessels only. */
  seesSome: z.literal(true).optional(),
  demo: z.boolean(),
  /** Parts of the product that are used here. */
  modules: modulesConfig,
});
/** `uri`: for an authenticator app (RFC 6238). */
export const offeredSecret = z.object({ secret: z.string(), uri: z.string() });
/** Shown once. */
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

const user = z.object({
  name: z.string(),
  roles: z.array(role),
  unit: z.string().optional(),
  vessels: z.array(z.string()).optional(),
  provider: z.string().optional(),
  disabledAt: z.number().optional(),
  hasSecondFactor: z.literal(true).optional(),
}) satisfies z.ZodType<User>;
export const userList = z.object({
  users: z.array(user.extend({ sessions: z.int() })),
  roles: z.array(z.object({ role, reach: z.enum(reaches) })),
});
export const oneUser = z.object({ user });
/** The password is made here and shown once. */
export const newUserMade = z.object({ user, password: z.string() });
export const newPassword = z.object({ password: z.string() });
export const ownSessions = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      beganAt: z.number(),
      /** To five minutes. */
      seenAt: z.number(),
      from: z.string().optional(),
      device: z.string().optional(),
      /** The one that asks. */
      isThis: z.literal(true).optional(),
    }) satisfies z.ZodType<OwnSession>,
  ),
});
export const sessionsEnded = z.object({ ended: z.int() });

/** Without `singleSignOn` there are names and passwords only. */
export const waysIn = z.object({ singleSignOn: z.object({ label: z.string() }).optional() });

const listedKey = z.object({
  name: z.string(),
  scopes: z.array(permission),
  addresses: z.array(z.string()).optional(),
  perMinute: z.int().optional(),
  createdAt: z.number(),
  revokedAt: z.number().optional(),
  isOverdue: z.literal(true).optional(),
}) satisfies z.ZodType<ListedKey>;
export const keyList = z.object({ keys: z.array(listedKey), scopes: z.array(permission) });
/** Shown once. */
export const newKeyMade = z.object({ key: z.string() });
export const keysRevoked = z.object({ revoked: z.int() });

const wall = z.object({
  id: z.string(),
  name: z.string(),
  approvedBy: z.string(),
  approvedAt: z.number(),
  lastSeenAt: z.number().optional(),
  revokedAt: z.number().optional(),
}) satisfies z.ZodType<Wall>;
const waiting = z.object({
  id: z.string(),
  remote: z.string(),
  createdAt: z.number(),
  expiresAt: z.number(),
}) satisfies z.ZodType<WaitingScreen>;
export const wallList = z.object({ walls: z.array(wall), waiting: z.array(waiting) });
export const oneWall = z.object({ wall });
