/** The rules as they were when alerts were found: officers change them, and an alert is proven by those that held then. */
import type { Rule } from '../../../geofences/types.ts';
import type { Alert } from '../../models/alert.ts';
import type { SettingsDocument } from '../../models/entry.ts';
import type { DocumentVersion } from '../../models/regulation.ts';
import type { Store } from '../../store/store.ts';

/** Further back nobody looks: a province that changes its rules every day has them for more than a year. */
const MAX_REVISIONS = 500;

export interface RulesThen {
  revision: number;
  /** Epoch ms. */
  changedAt: number;
  changedBy: string;
  why?: string;
  /** Ids of alerts that were found under it. */
  alerts: string[];
  rules: Rule[];
}

/** @returns revisions in order of time; alerts of a revision that is not kept are in none */
export async function rulesUnder(store: Store, alerts: readonly Alert[]): Promise<RulesThen[]> {
  const found: RulesThen[] = [];
  let left = [...alerts];
  let at: SettingsDocument | DocumentVersion | undefined = await store.document('rules');
  for (let looked = 0; at && left.length > 0 && looked < MAX_REVISIONS; looked++) {
    const { revision, changedAt, changedBy, why, body, previous }: SettingsDocument | DocumentVersion = at;
    const own = left.filter(({ detectedAt }) => detectedAt >= changedAt);
    left = left.filter(({ detectedAt }) => detectedAt < changedAt);
    const wanted = new Set(own.map(({ occurrence }) => occurrence.ruleId));
    const rules = (body as Rule[]).filter(({ id }) => wanted.has(id));
    const ids = own.filter(({ occurrence }) => rules.some((rule) => isOf(rule, occurrence))).map(({ id }) => id);
    if (ids.length > 0)
      found.push({ revision, changedAt, changedBy, ...(why !== undefined && { why }), alerts: ids, rules });
    at = previous === undefined ? undefined : await store.documentVersion('rules', previous);
  }
  return found.reverse();
}

/** A rule without a version is its first. */
function isOf({ id, version = 1 }: Rule, { ruleId, ruleVersion }: Alert['occurrence']): boolean {
  return id === ruleId && version === ruleVersion;
}
