/** A dry run over what the store holds: its tracks, its vessels as they are known today, its zones and rules. */
import { type DryRunProgress, dryRun } from '../../geofences/dry-run/dry-run.ts';
import type { DryRunResult } from '../../geofences/dry-run/result.ts';
import { lastDays } from '../../geofences/dry-run/span.ts';
import type { Rule, Zone } from '../../geofences/types.ts';
import { readRules, readZones } from '../api/documents.ts';
import { profileOf } from '../ingest/vessels.ts';
import { outagesOf } from '../store/outages.ts';
import type { Store } from '../store/store.ts';

export const DRY_RUN_DAYS = [7, 30, 90] as const;

/** Whole documents as they would be set; what is absent stays as it is. */
export interface Proposal {
  days: (typeof DRY_RUN_DAYS)[number];
  rules?: Rule[];
  zones?: Zone[];
}

/**
 * @param now epoch ms; the span ends there, or with the newest fix in the store when that is older
 * @param pause as `dryRun` has it
 */
export async function dryRunStored(
  store: Store,
  { days, rules, zones }: Proposal,
  now: number,
  pause?: (progress: DryRunProgress) => Promise<void> | void,
): Promise<DryRunResult> {
  const today = { rules: await readRules(store), zones: await readZones(store) };
  const vessels: { profile: ReturnType<typeof profileOf>; label: string }[] = [];
  for await (const vessel of store.allVessels()) {
    // Other craft are shown, not judged: their tracks are not read.
    if (vessel.kind === 'vessel') vessels.push({ profile: profileOf(vessel), label: vessel.label });
  }
  const end = Math.min(now, (await store.newestFixTime()) ?? now);
  const request = {
    now: today,
    proposed: { rules: rules ?? today.rules, zones: zones ?? today.zones },
    span: lastDays(days, end),
  };
  const outages = await outagesOf(store, new Set(vessels.flatMap(({ profile }) => profile.provider ?? [])));
  return dryRun(request, { vessels, outages, track: (stretch) => store.trackPieces(stretch) }, pause);
}
