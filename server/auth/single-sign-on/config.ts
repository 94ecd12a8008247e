/** The province's own accounts as a way in (OpenID Connect): settings of one run. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { HaidangError } from '../../errors.ts';
import { systemWords } from '../../system-words.ts';
import { isRole, type Role } from '../permissions.ts';

const issuerNeeded = 'it has to be an address with https:// (http:// only on this machine)';
const role = z.string().refine(isRole, 'there is no such role');

export const oidcConfig = z
  .strictObject({
    issuer: z.url().refine(isSafeIssuer, issuerNeeded),
    clientId: z.string().min(1).max(500),
    /** Better: HAIDANG_OIDC_CLIENT_SECRET, or a file that only the service can read. */
    clientSecret: z.string().min(1).max(1000).optional(),
    clientSecretFile: z.string().min(1).optional(),
    /** On the button of the sign-in page. */
    label: z.string().trim().min(1).max(60).default('Tài khoản của tỉnh'),
    scope: z.string().max(300).default('openid profile'),
    /** What an account is called here; one that people there cannot choose for themselves. */
    nameClaim: z.string().min(1).max(100).default('preferred_username'),
    /** `existing`: only who has an account here · `create`: whoever the roles' claim names a role of; it is set anew at each sign-in. */
    accounts: z.enum(['existing', 'create']).default('existing'),
    rolesClaim: z.string().min(1).max(100).optional(),
    /** Roles here by what stands in that claim. */
    roles: z.record(z.string().max(200), z.array(role).min(1)).default({}),
    /** Everybody has to have shown more than a password there (`amr`); accounts with a second factor of their own have to in any case. */
    needsSecondFactor: z.boolean().default(false),
  })
  .refine(({ clientSecret, clientSecretFile }) => !(clientSecret && clientSecretFile), {
    path: ['clientSecretFile'],
    message: 'clientSecret is set, too: one of the two',
  })
  .refine(({ accounts, rolesClaim }) => accounts === 'existing' || rolesClaim !== undefined, {
    path: ['rolesClaim'],
    message: 'accounts "create" needs it',
  });
export type OidcConfig = z.infer<typeof oidcConfig>;

/** Without TLS nobody knows who answers; on this machine itself nobody is between. */
function isSafeIssuer(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));
}

/** @throws HaidangError `file-unreadable` */
export function clientSecretOf({ clientSecret, clientSecretFile: path }: OidcConfig): string | undefined {
  if (path === undefined) return clientSecret;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new HaidangError('file-unreadable', { path, why: systemWords(error) });
  }
}

/** What the claim gives, a value or a list of them, in roles of ours. */
export function rolesOf({ roles }: Pick<OidcConfig, 'roles'>, claim: unknown): Role[] {
  const values: unknown[] = Array.isArray(claim) ? claim : [claim];
  const found = values.flatMap((value) =>
    typeof value === 'string' && Object.hasOwn(roles, value) ? roles[value]!.filter(isRole) : [],
  );
  return [...new Set(found)];
}
