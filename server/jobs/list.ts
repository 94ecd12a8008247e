/** All that is scheduled. A new job is a file of its own and a line here. */
import { endSessions } from './end-sessions.ts';
import type { ScheduledJob } from './scheduled-job.ts';
import { thinTracks } from './thin-tracks.ts';

export const scheduledJobs: readonly ScheduledJob[] = [endSessions, thinTracks];
