/** How often a craft is normally heard of, so that what is old for one is not held against another. */
import type { Vessel } from './vessel.ts';

/** Minutes between reports of a craft that owes none: AIS class A and B at anchor (ITU-R M.1371), with one missed. */
const AIS_EXPECTED_MIN = 6;
/** Of a VMS device whose duty nobody has registered: 2 h, what a vessel of 15 m or more owes (NĐ 37/2024; domain.md §1.1). */
export const VMS_EXPECTED_MIN = 120;

/** @returns minutes: its registered duty, else what is usual for what it sends by */
export function expectedIntervalMin(
  vessel: Pick<Vessel, 'reportingIntervalMin' | 'deviceId' | 'vmsFeed'> | undefined,
): number {
  if (vessel?.reportingIntervalMin !== undefined) return vessel.reportingIntervalMin;
  return vessel?.deviceId !== undefined || vessel?.vmsFeed !== undefined ? VMS_EXPECTED_MIN : AIS_EXPECTED_MIN;
}
