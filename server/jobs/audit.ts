/** Looks for what is overdue, mends it, and raises an alarm about the system itself. */
import type { ScheduledJob } from './scheduled-job.ts';

export const audit: ScheduledJob = {
  name: 'audit',
  title: {
    vi: 'Kiểm tra bước báo cấp và tin bị bỏ sót',
    en: 'Look for steps and messages that were missed',
  },
  every: (config) => `${config.audit.everySeconds} seconds`,
  deadAfterMinutes: 2,
  async run({ auditor }) {
    await auditor.run();
  },
};
