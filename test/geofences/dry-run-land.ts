import { type DryRunTracks, dryRun } from '../../geofences/dry-run/dry-run.ts';
import type { RuleSet } from '../../geofences/dry-run/plan.ts';
import type { Span } from '../../geofences/dry-run/span.ts';
import type { Fix, VesselProfile } from '../../geofences/fix.ts';
import type { Rule, Zone } from '../../geofences/types.ts';
import { boxZone, HOUR, lineZone } from './shapes.ts';

export const DAY = 24 * HOUR;
export const bay = boxZone('bay', 108, 15, 108.4, 15.4);
export const port = boxZone('port', 107.9, 15.1, 108, 15.2, { kind: 'port' });
export const line = lineZone(
  'line',
  [
    [108.6, 14],
    [108.7, 15.2],
    [108.6, 17],
  ],
  { ourSide: 'left' },
);
export const zones: Zone[] = [bay, port, line];
export const rules: Rule[] = [
  { id: 'enter', kind: 'zone-enter', zones: ['bay'] },
  { id: 'exit', kind: 'zone-exit', zones: ['port'] },
  { id: 'presence', kind: 'zone-presence', zones: ['bay'], params: { confirmMinutes: 90 } },
  { id: 'cross', kind: 'boundary-cross', zones: ['line'] },
  { id: 'near', kind: 'boundary-approach', zones: ['line'], params: { withinNm: 6 } },
  { id: 'silent', kind: 'silence', params: { hours: 5 } },
  { id: 'meet', kind: 'encounter', params: { withinNm: 5, minutes: 60, slowerThanKn: 30 } },
  { id: 'anywhere', kind: 'zone-presence', params: { confirm: 3 } },
];
export const today: RuleSet = { rules, zones };

/** The version number says that somebody has written it anew. */
export function rewritten(id: string, params: Rule['params']): RuleSet {
  return {
    zones,
    rules: rules.map((rule) =>
      rule.id === id ? { ...rule, version: 2, params: { ...rule.params, ...params } } : rule,
    ),
  };
}

export interface Sailed {
  profile: VesselProfile;
  fixes: Fix[];
}

export function boat(id: string, fixes: Fix[]): Sailed {
  return { profile: { id, kind: 'vessel', reportingIntervalMin: 120 }, fixes };
}

/** Tracks in memory, in pieces of a size. */
export function tracksOf(boats: readonly Sailed[], piece = 64): DryRunTracks {
  return {
    vessels: boats.map(({ profile }) => ({ profile, label: `Tàu ${profile.id}` })),
    *track({ vesselId, from, to, lead }) {
      const all = boats.find(({ profile }) => profile.id === vesselId)!.fixes;
      const before = lead ? all.filter(({ fixTime }) => fixTime < from).slice(-1) : [];
      const stored = [...before, ...all.filter(({ fixTime }) => fixTime >= from && fixTime <= to)];
      for (let i = 0; i < stored.length; ) {
        let end = Math.min(i + piece, stored.length);
        while (end < stored.length && stored[end]!.fixTime === stored[end - 1]!.fixTime) end++;
        yield stored.slice(i, end);
        i = end;
      }
    },
  };
}

export function run(proposed: RuleSet, boats: readonly Sailed[], span: Span, more: { piece?: number } = {}) {
  return dryRun({ now: today, proposed, span }, tracksOf(boats, more.piece));
}

export function counted<T extends { now: number; proposed: number }>(
  list: readonly T[],
  version: 'now' | 'proposed',
  keyOf: (one: T) => string,
): Record<string, number> {
  return Object.fromEntries(list.filter((one) => one[version] > 0).map((one) => [keyOf(one), one[version]]));
}
