/** What the main thread and the thread of a dry run say to each other. */
import type { DryRunProgress } from '../../geofences/dry-run/dry-run.ts';
import type { DryRunResult } from '../../geofences/dry-run/result.ts';
import type { Proposal } from './stored.ts';

export interface DryRunData {
  /** The data folder. */
  folder: string;
  proposal: Proposal;
  /** Epoch ms. */
  now: number;
}

export type ToDryRun = { type: 'stop' };

export type FromDryRun =
  | ({ type: 'progress' } & DryRunProgress)
  | { type: 'done'; result: DryRunResult; fixes: number; tookMs: number }
  | { type: 'failed'; why: string };
