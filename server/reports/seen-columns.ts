/** Columns about where a vessel was last heard of (fleet-at.ts), which several reports have. */
import { whereDefinition } from './fleet-at.ts';
import { column } from './report.ts';

export const whereColumn = column('where', { vi: 'Ở đâu', en: 'Whereabouts' }, 12, whereDefinition);

export const lastFixColumn = column(
  'lastFix',
  { vi: 'Tín hiệu cuối', en: 'Last signal' },
  17,
  { vi: 'Giờ định vị mới nhất đến cuối kỳ.', en: 'Newest fix time by then.' },
  { isTime: true },
);

export const lastPositionColumn = column('position', { vi: 'Vị trí cuối', en: 'Last position' }, 24, {
  vi: 'Vị trí của tín hiệu cuối.',
  en: 'Where the last signal was.',
});
