/** What is said of a vessel that is pointed at: who, how old that is against its own interval, how fast and where to. */
import { formatCourse, formatSpeed } from '../../geofences/position-text.ts';
import { type Key, language, t } from '../i18n/t.ts';
import { ageWords, durationWords } from '../ui/format.ts';
import { Age, ageOf } from './looks.ts';
import type { VesselStore } from './VesselStore.ts';

export const AGE_KEYS: readonly Key[] = ['age.fresh', 'age.fading', 'age.lost'];

/** What stands beside its symbol: its label, and the age of its position once that is more than it should be. @param now epoch ms */
export function vesselLabel(store: VesselStore, slot: number, now: number): string {
  const label = store.identities[slot]?.label ?? t('vessel.unnamed');
  if (ageOf(store, slot, now / 1000) === Age.fresh) return label;
  return `${label} · ${durationWords(now - store.fixTimeS[slot]! * 1000)}`;
}

/** Lines, the first with the name. @param now epoch ms */
export function vesselWords(store: VesselStore, slot: number, now: number): string[] {
  const identity = store.identities[slot];
  const label = identity?.label ?? t('vessel.unnamed');
  const name = identity?.name !== undefined && identity.name !== label ? ` ${identity.name}` : '';
  const age = ageWords(now - store.fixTimeS[slot]! * 1000);
  const speedE1 = store.speedE1[slot]!;
  const courseE1 = store.courseE1[slot]!;
  const motion = [
    speedE1 < 0 ? undefined : formatSpeed(speedE1 / 10, language.value),
    courseE1 < 0 ? undefined : formatCourse(courseE1 / 10),
  ];
  const lines = [`${label}${name}`, `${age} · ${t(AGE_KEYS[ageOf(store, slot, now / 1000)]!)}`];
  const moves = motion.filter((words) => words !== undefined).join(' · ');
  return moves === '' ? lines : [...lines, moves];
}
