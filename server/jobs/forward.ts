/** Sends positions on to whom the settings name. */
import { forwardAll } from '../forward/forwarder.ts';
import { ForwardMarks } from '../forward/marks.ts';
import type { ScheduledJob } from './scheduled-job.ts';

export const forward: ScheduledJob = {
  name: 'forward',
  title: { vi: 'Chuyển tiếp vị trí đến các bên nhận', en: 'Send positions on to their receivers' },
  every: ({ forward: set }) => `${set.everySeconds} seconds`,
  isWanted: ({ config }) => config.forward.receivers.length > 0,
  async run({ store, config, clock }, under) {
    const marks = new ForwardMarks(config.data);
    try {
      await forwardAll({ config: config.forward, store, marks, clock, isEnding: () => under.isEnding });
    } finally {
      marks.close();
    }
  },
};
