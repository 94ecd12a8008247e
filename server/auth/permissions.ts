/** Who may do what, and to whose vessels. Roles are for people; an API key names its permissions one by one. */

export const permissions = [
  'read',
  'alerts:respond',
  'tasks:give',
  'cases:decide',
  'registry:write',
  'positions:write',
  'settings:write',
  'settings:approve',
  'accounts:write',
  'audit:read',
  'metrics',
  'wall',
] as const;
export type Permission = (typeof permissions)[number];

/**
 * Whose vessels a role is about. `province`: all · `unit`: those that the person's unit covers, of a person without one none ·
 * `own`: those that the account names, and those that carry a device of its provider
 */
export const reaches = ['own', 'unit', 'province'] as const;
export type Reach = (typeof reaches)[number];

interface RoleGrant {
  reach: Reach;
  grants: readonly Permission[];
}

/** The people around a province's vessel monitoring (operations centre, fisheries, border guard, ports, communes, owners). */
export const roles = {
  /** Runs the system; may do everything. */
  admin: { reach: 'province', grants: permissions },
  /** Of the sub-department: also decides on cases, and on changes that need a second person. */
  manager: { reach: 'province', grants: ['read', 'alerts:respond', 'tasks:give', 'cases:decide', 'settings:approve'] },
  /** On duty: answers alerts. */
  officer: { reach: 'province', grants: ['read', 'alerts:respond', 'tasks:give'] },
  /** Looks. */
  viewer: { reach: 'province', grants: ['read'] },
  /** Leader of the operations centre: looks and instructs. */
  leader: { reach: 'province', grants: ['read', 'tasks:give'] },
  /** On duty at the operations centre: watches and relays. */
  centre: { reach: 'province', grants: ['read', 'alerts:respond', 'tasks:give'] },
  /** Fisheries surveillance at sea. */
  patrol: { reach: 'province', grants: ['read', 'alerts:respond'] },
  analyst: { reach: 'province', grants: ['read'] },
  auditor: { reach: 'province', grants: ['read', 'audit:read'] },
  'border-guard': { reach: 'unit', grants: ['read', 'alerts:respond'] },
  port: { reach: 'unit', grants: ['read', 'alerts:respond'] },
  commune: { reach: 'unit', grants: ['read'] },
  /** Of devices: sees the vessels that carry its own. */
  supplier: { reach: 'own', grants: ['read'] },
  /** Sees the vessels that the account names. */
  owner: { reach: 'own', grants: ['read'] },
} as const satisfies Record<string, RoleGrant>;
export type Role = keyof typeof roles;

/** What somebody may do, and to whose vessels each. */
export type Grants = ReadonlyMap<Permission, ReadonlySet<Reach>>;

export function isRole(name: string): name is Role {
  return Object.hasOwn(roles, name);
}

export function isPermission(name: string): name is Permission {
  return (permissions as readonly string[]).includes(name);
}

/** A role widens only what it grants itself: a viewer of the province who is a port's officer answers that port's alerts. */
export function grantsOf(held: readonly Role[]): Grants {
  const found = new Map<Permission, Set<Reach>>();
  for (const role of held) {
    const { reach, grants } = roles[role];
    for (const permission of grants) found.set(permission, (found.get(permission) ?? new Set()).add(reach));
  }
  return found;
}

/** Those of a key: of the whole province. */
export function grantsOfKey(scopes: readonly Permission[]): Grants {
  return new Map(scopes.map((scope) => [scope, new Set<Reach>(['province'])]));
}

/** How far a permission reaches; `wall`, what hangs there for everybody to see, is a part of what `read` gives in all of the province. */
export function reachOf(grants: Grants, permission: Permission): ReadonlySet<Reach> | undefined {
  const held = grants.get(permission);
  if (held || permission !== 'wall') return held;
  const read = grants.get('read');
  return read?.has('province') ? read : undefined;
}

/** Does any of these reach as far as a route asks? */
export function reachesFar(held: ReadonlySet<Reach>, wanted: Reach): boolean {
  return [...held].some((one) => reaches.indexOf(one) >= reaches.indexOf(wanted));
}
