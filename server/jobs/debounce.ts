/** When a job that is asked for again and again is to run: after a pause, but not put off for ever. */
import type { DebounceOptions, JobParameters } from 'agenda';

/** The job as it is to be kept. @param known what an earlier asking left @param now epoch ms */
export function debounced(
  asked: JobParameters,
  known: JobParameters | undefined,
  { delay, maxWait, strategy }: DebounceOptions,
  now: number,
): JobParameters {
  const began = known?.debounceStartedAt?.getTime() ?? now;
  const debounceStartedAt = new Date(began);
  if (strategy === 'leading') return { ...asked, nextRunAt: (known ?? asked).nextRunAt, debounceStartedAt };
  if (known && maxWait && now - began >= maxWait) {
    return { ...asked, nextRunAt: new Date(now), debounceStartedAt: undefined };
  }
  return { ...asked, nextRunAt: new Date(now + delay), debounceStartedAt };
}
