/** Words for params that a kind's own sentence leaves out because they hardly ever change; when they do, it is said. */

import type { ZoneKind } from '../types.ts';
import type { Explanation, RuleKind } from './kind.ts';
import { leftAsideWords } from './left-aside.ts';
import type { ParamSpec, Params, ParamValue } from './params.ts';

const UNITS: Readonly<Record<string, Explanation>> = {
  nm: { vi: 'hải lý', en: 'nm' },
  kn: { vi: 'hải lý/giờ', en: 'kn' },
  h: { vi: 'giờ', en: 'h' },
  min: { vi: 'phút', en: 'min' },
  fixes: { vi: 'vị trí', en: 'fixes' },
  reports: { vi: 'kỳ báo', en: 'reports' },
  vessels: { vi: 'tàu', en: 'vessels' },
};

const APPLIES: Readonly<Record<string, Explanation>> = {
  registered: { vi: ' Chỉ áp dụng cho tàu đăng ký Việt Nam.', en: ' Only for Vietnamese registered vessels.' },
  all: { vi: ' Áp dụng cho mọi tàu, kể cả tàu nước ngoài.', en: ' For all vessels, foreign ones too.' },
};

const ZONE_KINDS: Readonly<Record<ZoneKind, Explanation>> = {
  port: { vi: 'cảng cá', en: 'fishing ports' },
  coastal: { vi: 'vùng ven bờ', en: 'coastal zones' },
  inshore: { vi: 'vùng lộng', en: 'inshore zones' },
  offshore: { vi: 'vùng khơi', en: 'offshore zones' },
  boundary: { vi: 'ranh giới cho phép khai thác', en: 'permitted fishing boundaries' },
  closed: { vi: 'khu vực cấm khai thác', en: 'no-fishing areas' },
  monitored: { vi: 'vùng theo dõi', en: 'monitored areas' },
  shelter: { vi: 'khu neo đậu tránh trú bão', en: 'storm shelters' },
  land: { vi: 'đất liền', en: 'land' },
};

/** What a param is called in a form, without the hints that follow. */
export function labelOf(spec: Pick<ParamSpec, 'vi' | 'en'>): Explanation {
  const short = (text: string) => text.split(/[;(:]/)[0]!.trim();
  return { vi: short(spec.vi), en: short(spec.en) };
}

/** Params other than their defaults of which the kind's own words tell nothing: sentences to follow them, or nothing. */
export function unspokenWords(kind: RuleKind, params: Params): Explanation {
  const told = kind.explain(params).en;
  const unspoken = kind.params.filter((spec) => {
    const value = params[spec.name];
    if (value === undefined || typeof value === 'string' || spec.type === 'fix-flags') return false;
    if (isSame(value, spec.default)) return false;
    return kind.explain({ ...params, [spec.name]: spec.default }).en === told;
  });
  const list = (language: 'vi' | 'en') =>
    unspoken.map((spec) => `${labelOf(spec)[language]}: ${valueWords(spec, params[spec.name]!)[language]}`).join('; ');
  const { appliesTo } = params;
  const hasDefault = kind.params.find(({ name }) => name === 'appliesTo')?.default === appliesTo;
  const applies = hasDefault ? undefined : APPLIES[String(appliesTo)];
  const aside = leftAsideWords(params);
  return {
    vi: `${unspoken.length > 0 ? ` Đặt riêng: ${list('vi')}.` : ''}${aside.vi}${applies?.vi ?? ''}`,
    en: `${unspoken.length > 0 ? ` Set apart: ${list('en')}.` : ''}${aside.en}${applies?.en ?? ''}`,
  };
}

function isSame(value: ParamValue, other: ParamValue | undefined): boolean {
  if (!Array.isArray(value) || !Array.isArray(other)) return value === other;
  return value.length === other.length && value.every((one) => other.includes(one));
}

function valueWords({ type, unit }: ParamSpec, value: ParamValue): Explanation {
  if (Array.isArray(value)) return listWords(type, value);
  if (typeof value === 'boolean') return value ? { vi: 'có', en: 'yes' } : { vi: 'không', en: 'no' };
  const words = UNITS[unit ?? ''] ?? { vi: unit ?? '', en: unit ?? '' };
  return { vi: `${value} ${words.vi}`.trim(), en: `${value} ${words.en}`.trim() };
}

/** Zones have names that a rule does not know: they are counted. */
function listWords(type: ParamSpec['type'], values: readonly string[]): Explanation {
  if (values.length === 0) return { vi: 'không có', en: 'none' };
  if (type === 'zones')
    return { vi: `${values.length} vùng`, en: `${values.length} ${values.length === 1 ? 'zone' : 'zones'}` };
  const words = values.map((value) => ZONE_KINDS[value as ZoneKind] ?? { vi: value, en: value });
  return { vi: words.map(({ vi }) => vi).join(', '), en: words.map(({ en }) => en).join(', ') };
}
