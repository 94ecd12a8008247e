/** Time zones as tables, notices and people write them: fixed distances from UTC, no daylight saving. */

/** Names that stand for a fixed distance. Việt Nam has had no other time since 1975. */
const names: Readonly<Record<string, number>> = {
  z: 0,
  utc: 0,
  gmt: 0,
  ict: 420,
  'asia/ho_chi_minh': 420,
  'asia/saigon': 420,
  'asia/bangkok': 420,
};

/** UTC−12 to UTC+14 is all there is on earth. */
const WESTMOST = -12 * 60;
const EASTMOST = 14 * 60;

/**
 * Minutes ahead of UTC of `Z`, `UTC`, `GMT`, `+07:00`, `+0700`, `+7`, `GMT+7`, `UTC+07:00` or `Asia/Ho_Chi_Minh`;
 * undefined when the text is none of them.
 */
export function zoneMinutes(text: string): number | undefined {
  const lower = text.trim().toLowerCase();
  if (Object.hasOwn(names, lower)) return names[lower];
  const match = /^(?:utc|gmt)? ?([+-])(\d{1,2})(?::?([0-5]\d))?$/.exec(lower.replace('−', '-'));
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  const ahead = match[1] === '-' ? -minutes + 0 : minutes;
  return ahead < WESTMOST || ahead > EASTMOST ? undefined : ahead;
}
