/** Tracks of long ago are thinned as the settings say, a few chunks at a time: the engine room has other things to do. */
import { setTimeout as pause } from 'node:timers/promises';
import type { ScheduledJob } from './scheduled-job.ts';

const BETWEEN_STEPS_MS = 1000;

export const thinTracks: ScheduledJob = {
  name: 'thin-tracks',
  title: { vi: 'Thưa bớt vị trí đã cũ theo cài đặt', en: 'Thin tracks of long ago as the settings say' },
  every: '1 hour',
  isWanted: ({ room, config }) => room.thinTracks !== undefined && config.tracks.thinning.length > 0,
  async run({ room }, under) {
    while (!under.isEnding && ((await room.thinTracks?.()) ?? 0) > 0) {
      await under.goesOn();
      await pause(BETWEEN_STEPS_MS);
    }
  },
};
