/** What the main thread and the thread of a dry run say to each other. */
import type { DryRunProgress } from '../../geofences/dry-run/dry-run.ts';
import type { DryRunResult } from '../../geofences/dry-run/result.ts';
import type { StorePlace } from '../store/open.ts';
import type { Proposal } from './stored.ts';

export interface DryRunData {
  place: StorePlace;
  proposal: Proposal;
  /** Epoch ms. */
  now: number;
}

export type ToDryRun = { type: 'stop' };

export type FromDryRun =
  | ({ type: 'progress' } & DryRunProgress)
  | { type: 'done'; result: DryRunResult; fixes: number; tookMs: number }
  | { type: 'failed'; why: string };
