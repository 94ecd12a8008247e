/** Whether a licence was over on a day in Vietnam. Pure. */
import type { Vessel } from '../models/vessel.ts';

const LOCAL_OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** A licence holds through its last day; one without a date is not known to be over. @param graceDays that have to have passed since */
export function isLicenceOverAt({ licenceUntil }: Pick<Vessel, 'licenceUntil'>, at: number, graceDays = 0): boolean {
  const today = new Date(at + LOCAL_OFFSET_MS - graceDays * DAY_MS).toISOString().slice(0, 10);
  return licenceUntil !== undefined && (graceDays > 0 ? licenceUntil <= today : licenceUntil < today);
}
