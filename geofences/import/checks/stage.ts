/** One check after another: each sees the zone as the repairs offered before it would leave it. */
import type { Zone } from '../../types.ts';
import type { ZoneDraft } from '../draft.ts';
import type { Finding } from '../finding.ts';
import type { LandMask } from '../land.ts';

export interface CheckContext {
  /** Zones that are in use. */
  existing: readonly Zone[];
  /** Without it nothing is said of land. */
  land?: LandMask;
}

export interface Stage {
  findings: Finding[];
  /** With all repairs that were offered. */
  draft: ZoneDraft;
}

export type Check = (draft: ZoneDraft, context: CheckContext) => Stage;
