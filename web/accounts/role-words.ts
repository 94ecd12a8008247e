/** Roles, how far they reach, and what they and keys may do, in words. */
import type { Permission, Reach, Role } from '../../server/auth/permissions.ts';
import type { Key } from '../i18n/t.ts';
import '../i18n/access-texts.ts';

export const USER_ROLES: Record<Role, Key> = {
  admin: 'userRole.admin',
  manager: 'userRole.manager',
  officer: 'userRole.officer',
  viewer: 'userRole.viewer',
  leader: 'userRole.leader',
  centre: 'userRole.centre',
  patrol: 'userRole.patrol',
  analyst: 'userRole.analyst',
  auditor: 'userRole.auditor',
  'border-guard': 'userRole.border-guard',
  port: 'userRole.port',
  commune: 'userRole.commune',
  supplier: 'userRole.supplier',
  owner: 'userRole.owner',
};

export const REACHES: Record<Reach, Key> = {
  province: 'users.reach.province',
  unit: 'users.reach.unit',
  own: 'users.reach.own',
};

export const PERMISSIONS: Record<Permission, Key> = {
  read: 'permission.read',
  'alerts:respond': 'permission.alerts:respond',
  'tasks:give': 'permission.tasks:give',
  'cases:decide': 'permission.cases:decide',
  'registry:write': 'permission.registry:write',
  'positions:write': 'permission.positions:write',
  'settings:write': 'permission.settings:write',
  'settings:approve': 'permission.settings:approve',
  'accounts:write': 'permission.accounts:write',
  'audit:read': 'permission.audit:read',
  metrics: 'permission.metrics',
  wall: 'permission.wall',
};
