/** Dated exceptions: where a vessel may go although a rule would accuse it (domain.md §1.4). */
import type { Permission, VesselProfile } from '../fix.ts';
import { dayEnd, dayStart } from '../in-force.ts';

/** An unbroken time under permission, epoch ms, `until` excluded. */
interface PermittedSpan {
  from: number;
  until: number;
  /** What the permission that runs longest is. */
  basis: string;
}

/** The time around `time` during which the vessel may be in (or beyond) the zone; undefined when it may not be there then. */
export function permittedSpan(profile: VesselProfile, zoneId: string, time: number): PermittedSpan | undefined {
  const { permissions } = profile;
  if (!permissions || permissions.length === 0) return undefined;
  const spans = permissions.flatMap((permission) => spanOf(permission, zoneId));
  let found: PermittedSpan | undefined;
  for (const span of spans) if (span.from <= time && time < span.until) found = found ? united(found, span) : span;
  if (!found) return undefined;
  // One that begins when another ends carries on from it; each round takes in at least one more.
  for (let round = 0; round < spans.length; round++) {
    for (const span of spans) if (span.from <= found.until && span.until >= found.from) found = united(found, span);
  }
  return found;
}

/** When the last permission for the zone ran out that did so after `from` and not after `to` (epoch ms). */
export function permissionEndBetween(
  { permissions }: VesselProfile,
  zoneId: string,
  from: number,
  to: number,
): number | undefined {
  let end: number | undefined;
  for (const permission of permissions ?? []) {
    for (const { until } of spanOf(permission, zoneId)) {
      if (until > from && until <= to && (end === undefined || until > end)) end = until;
    }
  }
  return end;
}

function spanOf(permission: Permission, zoneId: string): PermittedSpan[] {
  if (permission.zones && !permission.zones.includes(zoneId)) return [];
  const from = dayStart(permission.from);
  const until = dayEnd(permission.to);
  return from !== undefined && until !== undefined && until > from ? [{ from, until, basis: permission.basis }] : [];
}

function united(a: PermittedSpan, b: PermittedSpan): PermittedSpan {
  const { basis } = b.until > a.until ? b : a;
  return { from: Math.min(a.from, b.from), until: Math.max(a.until, b.until), basis };
}
