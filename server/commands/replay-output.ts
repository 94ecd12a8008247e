/** The one place that says what a line of `haidang replay` looks like. */
import { isoTime } from '../../decoders/time.ts';
import type { Crossing, OccurrenceChange } from '../../geofences/types.ts';

/** One JSON line for one change; a later line with the same id replaces what it said before. */
export function replayLine({ occurrence }: OccurrenceChange): string {
  const { state, crossing, clearedCrossing } = occurrence;
  const cleared = state === 'cleared' && occurrence.clearedAt !== undefined;
  const raised = { at: isoTime(occurrence.raisedAt), lat: occurrence.lat, lon: occurrence.lon };
  const moment = cleared
    ? { at: isoTime(occurrence.clearedAt!), lat: occurrence.clearedLat, lon: occurrence.clearedLon }
    : raised;
  return JSON.stringify({
    id: occurrence.id,
    rule: occurrence.ruleId,
    kind: occurrence.kind,
    vessel: occurrence.vesselId,
    zone: occurrence.zoneId,
    others: occurrence.otherVesselIds,
    state,
    ...moment,
    evidence: occurrence.evidence.map(isoTime),
    priority: occurrence.priority,
    ruleVersion: occurrence.ruleVersion,
    zoneVersion: occurrence.zoneVersion,
    ...bracket(cleared ? clearedCrossing : crossing),
    raised: cleared ? { ...raised, ...bracket(crossing) } : undefined,
    details: occurrence.details,
    because: occurrence.retractedBecause,
  });
}

/** Last fix on the one side, first on the other. */
function bracket(crossing: Crossing | undefined) {
  if (!crossing) return undefined;
  return { before: place(crossing.before), after: place(crossing.after), fraction: crossing.fraction };
}

function place({ fixTime, lat, lon }: Crossing['before']) {
  return { time: isoTime(fixTime), lat, lon };
}
