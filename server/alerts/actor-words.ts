/** How a line names whoever did something without being signed in: a reader who answered a message. */

/** @param by as acts have it: a user, `link:CONTACT` or `sms:NUMBER` */
export function actorWords(by: string): { vi: string; en: string } {
  const [, way, who] = /^(link|sms):(.+)$/s.exec(by) ?? [];
  if (way === undefined || who === undefined) return { vi: by, en: by };
  const reader = /^(owner|captain):/.exec(who)?.[1];
  const name = {
    vi: reader === 'owner' ? 'chủ tàu' : reader === 'captain' ? 'thuyền trưởng' : who,
    en: reader ?? who,
  };
  return way === 'link'
    ? { vi: `${name.vi} (qua liên kết)`, en: `${name.en} (by link)` }
    : { vi: `${name.vi} (qua SMS)`, en: `${name.en} (by SMS)` };
}
