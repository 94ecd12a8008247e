/** Kinds that go by how a vessel moves, by what it says of itself, and by whether its positions can be. */
import { departure } from './departure.ts';
import { distress } from './distress.ts';
import { drifting } from './drifting.ts';
import { fishing } from './fishing.ts';
import { frozenPosition } from './frozen-position.ts';
import { gap } from './gap.ts';
import { identityConflict } from './identity-conflict.ts';
import { impossibleJump } from './impossible-jump.ts';
import type { RuleKind } from './kind.ts';
import { loitering } from './loitering.ts';
import { portVisit } from './port-visit.ts';
import { positionOnLand } from './position-on-land.ts';
import { reportingRate } from './reporting-rate.ts';
import { speedRange } from './speed-range.ts';
import { swappedPosition } from './swapped-position.ts';
import { vmsSilentAisHeard } from './vms-silent-ais-heard.ts';

export const trackKinds: readonly RuleKind[] = [
  distress,
  departure,
  drifting,
  vmsSilentAisHeard,
  identityConflict,
  speedRange,
  loitering,
  fishing,
  portVisit,
  gap,
  reportingRate,
  impossibleJump,
  frozenPosition,
  swappedPosition,
  positionOnLand,
];
