/** The sentence of an alert, with the names that people know things by. Pure. */
import { PROVIDER_PREFIX } from '../../geofences/fleet/provider-watch.ts';
import type { Occurrence } from '../../geofences/types.ts';
import type { Alert } from '../models/alert.ts';
import type { DeskOptions } from './desk-port.ts';

export function sentenceFor(desk: DeskOptions, occurrence: Occurrence): Alert['text'] {
  const rule = desk.rule(occurrence.ruleId);
  const zone = occurrence.zoneId === undefined ? undefined : desk.zone(occurrence.zoneId);
  return desk.sentence(occurrence, {
    vesselLabel: labelOf(desk, occurrence.vesselId),
    otherLabels: occurrence.otherVesselIds?.map((id) => labelOf(desk, id)),
    zoneName: zone?.properties.name,
    zoneNameEn: zone?.properties.nameEn,
    ruleName: rule?.name,
    ruleNameEn: rule?.nameEn,
  });
}

/** An outage is about a provider, which is no vessel. */
function labelOf(desk: DeskOptions, id: string): string {
  return desk.vessel(id)?.label ?? (id.startsWith(PROVIDER_PREFIX) ? id.slice(PROVIDER_PREFIX.length) : id);
}
