/** Who is on watch at a time, and until when somebody wants quiet. Pure: times are epoch ms, read as Vietnamese. */
import type { Contact, Roster } from '../models/contact.ts';

const minuteMs = 60_000;
const dayMin = 1440;
/** Asia/Ho_Chi_Minh has been UTC+7 without summer time since 1975. */
const offsetMin = 420;

function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(':');
  return Number(hours) * 60 + Number(minutes);
}

/** Minutes since the epoch in Vietnamese time. */
function localMinutes(at: number): number {
  return Math.floor(at / minuteMs) + offsetMin;
}

/** `2026-11-24` of a day counted from the epoch. */
function dateOf(day: number): string {
  return new Date(day * dayMin * minuteMs).toISOString().slice(0, 10);
}

/** 1 Monday … 7 Sunday; 1 January 1970 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

type Shift = Roster['shifts'][number];

/** Contacts that some roster has on watch at a time; from = to is the whole day. */
export function onWatchAt(rosters: readonly Roster[], at: number): Set<string> {
  const now = localMinutes(at);
  const today = Math.floor(now / dayMin);
  const found = new Set<string>();
  // A shift that began yesterday may run over midnight.
  for (const { shifts } of rosters)
    for (const day of [today - 1, today])
      for (const shift of shiftsOf(shifts, day)) {
        const from = day * dayMin + minutesOf(shift.from);
        const length = (minutesOf(shift.to) - minutesOf(shift.from) + dayMin) % dayMin || dayMin;
        if (now >= from && now < from + length) for (const one of shift.contacts) found.add(one);
      }
  return found;
}

/** Shifts that begin on a day: those for that very date, else the weekly ones. */
function shiftsOf(shifts: readonly Shift[], day: number): Shift[] {
  const date = dateOf(day);
  const dated = shifts.filter((one) => one.date === date);
  if (dated.length > 0) return dated;
  return shifts.filter((one) => one.date === undefined && (one.days?.includes(weekdayOf(day)) ?? true));
}

/** End (epoch ms) of the quiet hours that hold at a time; undefined outside of them. */
export function quietUntil({ from, to }: NonNullable<Contact['quietHours']>, at: number): number | undefined {
  const now = localMinutes(at);
  const inDay = ((now % dayMin) + dayMin) % dayMin;
  const length = (minutesOf(to) - minutesOf(from) + dayMin) % dayMin;
  const since = (inDay - minutesOf(from) + dayMin) % dayMin;
  if (since >= length) return undefined;
  return (now - since + length - offsetMin) * minuteMs;
}
