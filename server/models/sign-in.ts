/** What the province asks of whoever signs in: a settings document. */
import { z } from 'zod';
import { type Role, roles } from '../auth/permissions.ts';

const role = z.enum(Object.keys(roles) as [Role, ...Role[]]);

export const signInRules = z.strictObject({
  /** Who signs in with a role of these has to have a second factor. */
  secondFactorRoles: z.array(role).max(50),
  /** Days in which they can still turn it on, from when the account was made or this was set; 0: at once. */
  graceDays: z.int().min(0).max(365),
});
export type SignInRules = z.infer<typeof signInRules>;

/** Two weeks: whoever is on leave finds the page when they are back. Own proposal. */
const usualGraceDays = 14;

/** Whoever administers, and whoever approves changes. */
export function defaultSignInRules(): SignInRules {
  const mighty = (Object.keys(roles) as Role[]).filter((name) =>
    (roles[name].grants as readonly string[]).includes('settings:approve'),
  );
  return { secondFactorRoles: mighty, graceDays: usualGraceDays };
}
