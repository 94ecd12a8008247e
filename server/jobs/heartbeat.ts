/** Tells whoever watches from outside that all is well, as long as the auditor says so. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sendHeartbeat } from '../audit/heartbeat.ts';
import { headSeal } from '../evidence/seals.ts';
import type { ScheduledJob } from './scheduled-job.ts';

/** Right after a start it waits so long for the auditor's first word. */
const FIRST_WORD_MS = 30_000;

export const heartbeat: ScheduledJob = {
  name: 'heartbeat',
  title: { vi: 'Báo ra ngoài là hệ thống còn hoạt động', en: 'Tell the outside that the system works' },
  every: ({ heartbeat: set }) => `${set?.everySeconds ?? 300} seconds`,
  isWanted: ({ config }) => config.heartbeat !== undefined,
  async run({ auditor, config, clock }) {
    const waiting = new AbortController();
    await Promise.race([auditor.ran, pause(FIRST_WORD_MS, undefined, { ref: false, signal: waiting.signal })]);
    waiting.abort();
    const status = auditor.status();
    if (!status.healthy) throw new Error(`withheld: ${status.alarm?.why.en ?? 'the auditor has not run yet'}`);
    if (!config.heartbeat) return;
    const journal = join(config.data, 'journal');
    const seal = existsSync(journal) ? headSeal(journal) : undefined;
    const { heartbeat: set, notify } = config;
    await sendHeartbeat({ config: set, notify, audit: status, ...(seal && { seal }), now: clock() });
  },
};
