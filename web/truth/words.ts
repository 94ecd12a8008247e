/** Words of the truth board. */
import type { FeedFinding } from '../../server/models/feed-window.ts';
import type { Dimension, Fault, FaultName, Grouping } from '../../server/truth/truth.ts';
import { type Key, t } from '../i18n/t.ts';
import '../i18n/wall-texts.ts';

export const DIMENSIONS: Record<Dimension, Key> = {
  correct: 'truth.correct',
  complete: 'truth.complete',
  clean: 'truth.clean',
  alive: 'truth.alive',
};

export const GROUPINGS: Record<Grouping, Key> = {
  provider: 'truth.provider',
  unit: 'truth.unit',
  feed: 'truth.feed',
};

const OF_FLEET: Record<Dimension, Key> = {
  correct: 'truth.correctOfFleet',
  complete: 'truth.completeOfFleet',
  clean: 'truth.cleanOfFleet',
  alive: 'truth.aliveOfFleet',
};
const OF_FEED: Record<Dimension, Key> = {
  correct: 'truth.correctOfFeed',
  complete: 'truth.completeOfFeed',
  clean: 'truth.cleanOfFeed',
  alive: 'truth.aliveOfFeed',
};

/** What the number means. */
export function definition(by: Grouping, dimension: Dimension): string {
  return t((by === 'feed' ? OF_FEED : OF_FLEET)[dimension]);
}

const FAULTS: Record<FaultName, Key> = {
  timeEstimated: 'fault.timeEstimated',
  future: 'fault.future',
  jump: 'fault.jump',
  swapped: 'fault.swapped',
  placeAssumed: 'fault.placeAssumed',
  overspeed: 'fault.overspeed',
  missing: 'fault.missing',
  shared: 'fault.shared',
  badPhone: 'fault.badPhone',
  late: 'fault.late',
  silent: 'fault.silent',
  longSilent: 'fault.longSilent',
  never: 'fault.never',
  noDuty: 'fault.noDuty',
};

export const FINDINGS: Record<FeedFinding['what'], Key> = {
  rejected: 'finding.rejected',
  duplicate: 'finding.duplicate',
  late: 'finding.late',
  doubted: 'finding.doubted',
};

const FIELDS: Record<string, Key> = {
  lengthM: 'field.lengthM',
  gear: 'field.gear',
  homePort: 'field.homePort',
  province: 'field.province',
  provider: 'field.provider',
  deviceId: 'field.deviceId',
  owner: 'field.owner',
  ownerPhone: 'field.ownerPhone',
  captainPhone: 'field.captainPhone',
  licenceUntil: 'field.licenceUntil',
  certificateUntil: 'field.certificateUntil',
  registration: 'field.registration',
  mmsi: 'field.mmsi',
  imo: 'field.imo',
  callsign: 'field.callsign',
};

export function faultWords({ what, about }: Fault): string {
  const field = about === undefined ? undefined : FIELDS[about];
  return t(FAULTS[what], { about: field ? t(field) : (about ?? '') });
}
