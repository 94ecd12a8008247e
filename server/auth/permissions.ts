/** Who may do what. Roles are for people; an API key names its permissions one by one. */

export const permissions = [
  'read',
  'alerts:respond',
  'cases:decide',
  'registry:write',
  'positions:write',
  'settings:write',
  'metrics',
  'wall',
] as const;
export type Permission = (typeof permissions)[number];

/** `viewer` looks, `officer` also answers alerts, `manager` also decides on cases, `admin` may do everything. */
export const roles = {
  admin: permissions,
  manager: ['read', 'alerts:respond', 'cases:decide'],
  officer: ['read', 'alerts:respond'],
  viewer: ['read'],
} as const satisfies Record<string, readonly Permission[]>;
export type Role = keyof typeof roles;

/** `wall`: what hangs on a wall for everybody to see, a part of what `read` gives. */
export function allows(held: ReadonlySet<Permission>, wanted: Permission): boolean {
  return held.has(wanted) || (wanted === 'wall' && held.has('read'));
}

export function isRole(name: string): name is Role {
  return Object.hasOwn(roles, name);
}

export function isPermission(name: string): name is Permission {
  return (permissions as readonly string[]).includes(name);
}

export function permissionsOf(held: readonly Role[]): Set<Permission> {
  return new Set(held.flatMap((role): readonly Permission[] => roles[role]));
}
