/** What the product does by itself at its times. One file a job; `list.ts` names them all. */
import type { Auditor } from '../audit/auditor.ts';
import type { Accounts } from '../auth/accounts.ts';
import type { Config } from '../config.ts';
import type { EngineRoom } from '../ingest/room.ts';
import type { Store } from '../store/store.ts';
import type { Words } from '../system-words.ts';

/** What a job may use. */
export interface JobSurroundings {
  room: EngineRoom;
  /** A reader's connection. */
  store: Store;
  accounts: Accounts;
  auditor: Auditor;
  config: Config;
  /** Epoch ms. */
  clock: () => number;
}

export interface ScheduledJob {
  /** In the queue, in the interface and in figures: it stays. */
  name: string;
  title: Words;
  /** `1 hour`, `15 minutes`, or a cron line (by UTC); where the settings say it, of them. */
  every: string | ((config: Config) => string);
  /** Minutes after which a run that says nothing of itself is taken for dead, and another begins. Default 10. */
  deadAfterMinutes?: number;
  /** False: with these settings there is nothing for it to do, and it is not scheduled. Default true. */
  isWanted?(surroundings: JobSurroundings): boolean;
  /**
   * Has to bear being done twice, and being cut off anywhere: a process that dies has its jobs done again.
   * @throws Error whose words are shown as the job's last error
   */
  run(surroundings: JobSurroundings, under: JobRun): Promise<void>;
}

export interface JobRun {
  /** Told of every stretch of a long run, so that it is not taken for dead. */
  goesOn(): Promise<void>;
  /** True when the product ends: leave off, and do the rest next time. */
  readonly isEnding: boolean;
}
