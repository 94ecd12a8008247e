/** All that is scheduled. A new job is a file of its own and a line here. */
import { audit } from './audit.ts';
import { backup } from './backup.ts';
import { endSessions } from './end-sessions.ts';
import { escalate } from './escalate.ts';
import { forward } from './forward.ts';
import { heartbeat } from './heartbeat.ts';
import { keyAges } from './key-ages.ts';
import { reportJob } from './reports.ts';
import type { ScheduledJob } from './scheduled-job.ts';
import { signJournal } from './sign-journal.ts';
import { thinTracks } from './thin-tracks.ts';

export const scheduledJobs: readonly ScheduledJob[] = [
  endSessions,
  thinTracks,
  escalate,
  audit,
  heartbeat,
  backup,
  reportJob,
  forward,
  signJournal,
  keyAges,
];
