/** Validity dates and yearly seasons, as written in our way or in a Vietnamese one. */
import type { Season } from '../../types.ts';
import type { ZoneDraft } from '../draft.ts';
import { type Finding, zoneFinding } from '../finding.ts';
import { withAttributes } from './attributes.ts';
import type { Stage } from './stage.ts';

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day as `YYYY-MM-DD`; undefined when it is none that the calendar has. */
function isoDay(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = year >= 1900 && year < 2200 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : undefined;
}

/** `2026-03-01`, `01/03/2026` (day first, as in Vietnam), `20260301`, or an instant of which the day counts. */
export function dayOf(text: string): string | undefined {
  const plain = text.trim();
  const iso = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ].{0,40})?$/.exec(plain);
  if (iso) return isoDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(plain);
  return local ? isoDay(Number(local[3]), Number(local[2]), Number(local[1])) : undefined;
}

function monthDay(month: number, day: number): string | undefined {
  const isReal = month >= 1 && month <= 12 && day >= 1 && day <= DAYS[month - 1]!;
  return isReal ? `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` : undefined;
}

/** `{from:'04-01', to:'06-30'}`, `04-01/06-30`, or `01/04 - 30/06` (day first). */
export function seasonOf(value: unknown): Season | undefined {
  const [from, to] = typeof value === 'string' ? seasonParts(value) : objectParts(value);
  return from && to ? { from, to } : undefined;
}

function seasonParts(text: string): (string | undefined)[] {
  const ours = /^(\d{2})-(\d{2})\s*(?:\/|\.\.)\s*(\d{2})-(\d{2})$/.exec(text.trim())?.slice(1).map(Number);
  if (ours) return [monthDay(ours[0]!, ours[1]!), monthDay(ours[2]!, ours[3]!)];
  const local = /^(\d{1,2})\/(\d{1,2})\s*(?:-|–|đến|den|to)\s*(\d{1,2})\/(\d{1,2})$/i.exec(
    text.trim().normalize('NFC'),
  );
  const days = local?.slice(1).map(Number);
  return days ? [monthDay(days[1]!, days[0]!), monthDay(days[3]!, days[2]!)] : [];
}

function objectParts(value: unknown): (string | undefined)[] {
  if (typeof value !== 'object' || value === null) return [];
  const { from, to } = value as { from?: unknown; to?: unknown };
  return [from, to].map((part) => {
    const numbers = typeof part === 'string' ? /^(\d{2})-(\d{2})$/.exec(part) : null;
    return numbers ? monthDay(Number(numbers[1]), Number(numbers[2])) : undefined;
  });
}

export function checkCalendar(draft: ZoneDraft): Stage {
  const findings: Finding[] = [];
  let mended = draft;
  for (const name of ['validFrom', 'validTo'] as const) {
    const finding = checkDay(mended, name);
    if (!finding) continue;
    findings.push(finding);
    mended = finding.repair?.apply(mended) ?? mended;
  }
  for (const check of [checkOrderOfDays, checkSeason]) {
    const finding = check(mended);
    if (!finding) continue;
    findings.push(finding);
    mended = finding.repair?.apply(mended) ?? mended;
  }
  return { findings, draft: mended };
}

function checkDay(draft: ZoneDraft, name: 'validFrom' | 'validTo'): Finding | undefined {
  const given = draft.attributes[name];
  if (given === undefined) return undefined;
  const text = String(given);
  const day = dayOf(text);
  if (day === text) return undefined;
  const side = name === 'validFrom' ? { vi: 'bắt đầu', en: 'first' } : { vi: 'kết thúc', en: 'last' };
  const why = day
    ? { vi: 'được viết theo cách khác cách lưu giữ.', en: 'is written in another way than it is kept.' }
    : {
        vi: 'không phải ngày có trong lịch: hãy viết ngày/tháng/năm, ví dụ 01/03/2026.',
        en: 'is no day of the calendar: write it as day/month/year, like 01/03/2026.',
      };
  return zoneFinding(draft, 'date-invalid', 'error', {
    vi: `ngày ${side.vi} hiệu lực “${text.slice(0, 40)}” ${why.vi}`,
    en: `its ${side.en} day of validity “${text.slice(0, 40)}” ${why.en}`,
    ...(day && {
      repair: {
        vi: `Hiểu là ngày ${vietnameseDay(day)}.`,
        en: `Reads it as ${day}.`,
        apply: (one) =>
          withAttributes(one, { [name]: dayOf(String(one.attributes[name] ?? '')) ?? one.attributes[name] }),
      },
    }),
  });
}

function vietnameseDay(day: string): string {
  return day.split('-').reverse().join('/');
}

function checkOrderOfDays(draft: ZoneDraft): Finding | undefined {
  const { validFrom, validTo } = draft.attributes;
  const [from, to] = [dayOf(String(validFrom ?? '')), dayOf(String(validTo ?? ''))];
  if (!from || !to || from <= to) return undefined;
  return zoneFinding(draft, 'dates-reversed', 'error', {
    vi: `hiệu lực bắt đầu ngày ${vietnameseDay(from)}, sau ngày kết thúc ${vietnameseDay(to)}.`,
    en: `its validity begins on ${from}, after its last day, ${to}.`,
    repair: {
      vi: `Đổi chỗ hai ngày: từ ${vietnameseDay(to)} đến ${vietnameseDay(from)}.`,
      en: `Changes the two days over: from ${to} to ${from}.`,
      apply: swapDays,
    },
  });
}

function swapDays(draft: ZoneDraft): ZoneDraft {
  const { validFrom, validTo } = draft.attributes;
  const isReversed = String(validFrom ?? '') > String(validTo ?? '') && validTo !== undefined;
  return isReversed ? withAttributes(draft, { validFrom: validTo, validTo: validFrom }) : draft;
}

function checkSeason(draft: ZoneDraft): Finding | undefined {
  const given = draft.attributes.season;
  if (given === undefined) return undefined;
  const season = seasonOf(given);
  if (season && (typeof given === 'object' || /^\d\d-\d\d\/\d\d-\d\d$/.test(String(given)))) return undefined;
  const text = (typeof given === 'string' ? given : JSON.stringify(given)).slice(0, 60);
  if (season) {
    return zoneFinding(draft, 'season-invalid', 'warning', {
      vi: `mùa “${text}” được hiểu là từ ${dayMonth(season.from)} đến ${dayMonth(season.to)} hằng năm.`,
      en: `its season “${text}” is read as ${season.from} to ${season.to} (month-day) of every year.`,
      repair: {
        vi: `Ghi mùa từ ${dayMonth(season.from)} đến ${dayMonth(season.to)}.`,
        en: `Writes the season as ${season.from} to ${season.to}.`,
        apply: (one) => withAttributes(one, { season: seasonOf(one.attributes.season) ?? one.attributes.season }),
      },
    });
  }
  return zoneFinding(draft, 'season-invalid', 'error', {
    vi: `mùa “${text}” không đọc được. Viết ngày/tháng, ví dụ 01/04 - 30/06.`,
    en: `its season “${text}” cannot be read. Write month-day, like 04-01/06-30.`,
  });
}

function dayMonth(monthAndDay: string): string {
  return monthAndDay.split('-').reverse().join('/');
}
