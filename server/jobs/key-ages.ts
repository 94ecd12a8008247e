/** Says every day which keys are older than the policy has it: to administrators, in the log and in the figures. */
import { keysDue } from '../audit/key-ages.ts';
import type { ScheduledJob } from './scheduled-job.ts';

export const keyAges: ScheduledJob = {
  name: 'key-ages',
  title: { vi: 'Nhắc thay khóa đã dùng quá hạn quy định', en: 'Say which keys are older than the policy has it' },
  every: '24 hours',
  async run({ accounts, config, clock }) {
    const due = keysDue({ accounts, config, now: clock() });
    if (due.length === 0) return;
    throw new Error([due.map(({ vi }) => vi).join('; '), due.map(({ en }) => en).join('; ')].join(' · '));
  },
};
