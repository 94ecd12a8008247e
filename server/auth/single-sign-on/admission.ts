/** Which account here somebody has whom the province's provider knows, and what of it the provider sets. */
import { HaidangError } from '../../errors.ts';
import type { Accounts, User } from '../accounts.ts';
import { type OidcConfig, rolesOf } from './config.ts';
import type { Claims } from './provider.ts';

/** Values of `amr` that say more than a password (RFC 8176, 2). */
const STRONG = ['mfa', 'otp', 'hwk', 'swk', 'sc', 'fpt', 'face', 'iris'];

interface Admitted {
  user: User;
  /** The account is new, or was bound or changed by this sign-in: what of it. */
  changed?: 'added' | 'bound' | 'access';
}

/**
 * By who they are there (issuer and `sub`, which nobody else can get), and by name only the first time. An account that is
 * there is taken over by name only where the settings say so, and never one that administers.
 * @throws HaidangError `sign-on-refused`
 */
export function admit(accounts: Accounts, config: OidcConfig, claims: Claims): Admitted & { hasShownMore: boolean } {
  const subject = `${config.issuer} ${claims.sub}`;
  const bound = accounts.userOfSubject(subject);
  const admitted =
    config.accounts === 'create'
      ? kept(accounts, config, claims, subject, bound)
      : known(accounts, config, claims, subject, bound);
  if (admitted.user.disabledAt !== undefined) throw refused('the account is closed');
  const needsMore = config.needsSecondFactor || admitted.user.hasSecondFactor === true;
  if (needsMore && !isStrong(claims.amr))
    throw refused('the provider does not say that more than a password was asked for');
  return { ...admitted, hasShownMore: isStrong(claims.amr) };
}

function known(
  accounts: Accounts,
  config: OidcConfig,
  claims: Claims,
  subject: string,
  bound: User | undefined,
): Admitted {
  if (bound) return { user: bound };
  const name = accounts.knownName(nameOf(config, claims));
  if (name === undefined) throw refused('there is no account of that name');
  const user = accounts.user(name);
  if (user.roles.includes('admin')) throw refused('an account that administers is not bound by its name');
  // Refused before it is bound: else a closed account, or a weak sign-in, would leave its mark.
  if (user.disabledAt !== undefined) throw refused('the account is closed');
  if (!accounts.bindSubject(name, subject)) throw refused('the account is bound to somebody else there');
  return { user, changed: 'bound' };
}

function kept(
  accounts: Accounts,
  config: OidcConfig,
  claims: Claims,
  subject: string,
  bound: User | undefined,
): Admitted {
  const roles = rolesOf(config, claims[config.rolesClaim ?? '']);
  if (roles.length === 0) throw refused('the provider names no role that the settings know');
  if (!bound) {
    const name = nameOf(config, claims);
    if (accounts.knownName(name) !== undefined) throw refused('an account of that name is there already');
    return { user: accounts.addSubject(name, roles, subject), changed: 'added' };
  }
  const { unit, vessels, provider } = bound;
  if (roles.length === bound.roles.length && roles.every((role) => bound.roles.includes(role))) return { user: bound };
  const access = {
    roles,
    ...(unit !== undefined && { unit }),
    ...(vessels && { vessels }),
    ...(provider && { provider }),
  };
  return { user: accounts.setAccess(bound.name, access), changed: 'access' };
}

function nameOf({ nameClaim }: OidcConfig, claims: Claims): string {
  const name = claims[nameClaim];
  // An address that nobody has looked at may be anybody's.
  if (nameClaim === 'email' && claims.email_verified !== true) throw refused('the address is not verified there');
  if (typeof name === 'string' && name !== '') return name.slice(0, 100);
  throw refused(`the provider says no ${nameClaim}`);
}

function isStrong(amr: unknown): boolean {
  return Array.isArray(amr) && amr.some((method) => STRONG.includes(String(method)));
}

function refused(why: string): HaidangError {
  return new HaidangError('sign-on-refused', { why });
}
