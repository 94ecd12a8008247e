/** Sessions that nobody has used for their time are no sessions any more; here they are cleared away. */
import type { ScheduledJob } from './scheduled-job.ts';

export const endSessions: ScheduledJob = {
  name: 'end-sessions',
  title: { vi: 'Dọn các phiên đăng nhập đã hết hạn', en: 'Clear away sessions that have expired' },
  every: '1 hour',
  async run({ accounts }) {
    accounts.sessions.clearExpired();
  },
};
