/** The engine's own clock climbs the ladders; what it has left is done here. Done twice it changes nothing: a step is done once. */
import type { ScheduledJob } from './scheduled-job.ts';

export const escalate: ScheduledJob = {
  name: 'escalate',
  title: { vi: 'Báo lên cấp các cảnh báo chưa ai xử lý', en: 'Escalate what nobody has taken up' },
  every: ({ audit }) => `${audit.escalateEverySeconds} seconds`,
  async run({ auditor }) {
    await auditor.escalate();
  },
};
