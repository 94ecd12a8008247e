/** Where thresholds come from, in words that a person on duty can check: a law with its dates, somebody's practice, or our own choice. */

/** Vietnamese and English. */
export interface Basis {
  vi: string;
  en: string;
}

/** Calendar dates, day first, as both languages write them here. */
interface Law {
  since: string;
  /** From this day on another one stands in its place. */
  until?: string;
  now?: string;
}

/**
 * From when to when each holds. What was replaced is still the source of the number that stands here; whoever has the new text
 * sets the number anew.
 */
const laws = {
  'Luật Thủy sản 2017': { since: '1/1/2019' },
  'NĐ 26/2019': { since: '25/4/2019', until: '25/1/2026', now: 'NĐ 41/2026' },
  'NĐ 37/2024': { since: '19/5/2024' },
  'TT 19/2018': { since: '1/1/2019' },
  'TT 21/2018': { since: '1/1/2019', until: '31/12/2025', now: 'TT 81/2025' },
  'TT 23/2018': { since: '1/1/2019' },
} satisfies Record<string, Law>;

/** A law as the basis of a threshold. @param article as `Đ.44`, or empty for the whole */
export function law(name: keyof typeof laws, article: string, vi: string, en: string): Basis {
  const { since, until, now }: Law = laws[name];
  const cited = article ? `${name} ${article}` : name;
  if (until === undefined) return { vi: `${cited} (từ ${since}): ${vi}`, en: `${cited} (since ${since}): ${en}` };
  return {
    vi: `${cited} (từ ${since} đến ${until}, nay là ${now}): ${vi}`,
    en: `${cited} (${since} to ${until}, now ${now}): ${en}`,
  };
}
