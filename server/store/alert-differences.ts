/** What two workings-out of one journal say differently: after an upgrade, when a rule's version changed, or by mistake. */
import type { Alert } from '../models/alert.ts';

export interface Differences {
  same: number;
  /** `id kind vessel (rule, version)`, and how often more there are than are listed. */
  changed: string[];
  gone: string[];
  added: string[];
}

/** @param before all alerts of the one, @param after of the other; told of ids and of what the machine found, not of people's acts */
export function differences(before: readonly Alert[], after: readonly Alert[]): Differences {
  const now = new Map(after.map((alert) => [alert.id, alert]));
  const found: Differences = { same: 0, changed: [], gone: [], added: [] };
  for (const alert of before) {
    const other = now.get(alert.id);
    now.delete(alert.id);
    if (!other) found.gone.push(line(alert));
    else if (JSON.stringify(alert.occurrence) === JSON.stringify(other.occurrence)) found.same++;
    else found.changed.push(line(alert, other));
  }
  for (const alert of now.values()) found.added.push(line(alert));
  return found;
}

function line({ id, occurrence }: Alert, other?: Alert): string {
  const { kind, vesselId, ruleId, ruleVersion } = occurrence;
  const newer = other?.occurrence.ruleVersion;
  const version =
    newer === undefined || newer === ruleVersion ? `version ${ruleVersion}` : `version ${ruleVersion}, now ${newer}`;
  return `${id} ${kind} ${vesselId} (rule ${ruleId}, ${version})`;
}
