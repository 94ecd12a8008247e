/** Makes the reports that are due, keeps and mails them. */
import { readRegulation, readZonesAt } from '../api/documents.ts';
import { runSchedules } from '../reports/scheduled.ts';
import type { ScheduledJob } from './scheduled-job.ts';

export const reportJob: ScheduledJob = {
  name: 'reports',
  title: { vi: 'Lập và gửi báo cáo định kỳ', en: 'Make and send the reports that are due' },
  every: ({ reports }) => `${reports.everySeconds} seconds`,
  isWanted: ({ config }) => config.modules.reports && config.reports.schedules.length > 0,
  async run({ store, room, config, clock }) {
    await runSchedules({
      ...{ store, room, clock, config: config.reports, notify: config.notify },
      zones: (at) => readZonesAt(store, at),
      regulation: async () => (await readRegulation(store)).body,
      dataFolder: config.data,
      isDemo: config.demo,
      modules: config.modules,
    });
  },
};
