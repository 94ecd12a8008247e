/** Words for params that a kind's own sentence leaves out because they hardly ever change; when they do, it is said. */
import type { Explanation, RuleKind } from './kind.ts';
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
    const isPlain = typeof value === 'number' || typeof value === 'boolean';
    if (!isPlain || value === spec.default) return false;
    return kind.explain({ ...params, [spec.name]: spec.default }).en === told;
  });
  const list = (language: 'vi' | 'en') =>
    unspoken.map((spec) => `${labelOf(spec)[language]}: ${valueWords(spec, params[spec.name]!)[language]}`).join('; ');
  const { appliesTo } = params;
  const hasDefault = kind.params.find(({ name }) => name === 'appliesTo')?.default === appliesTo;
  const applies = hasDefault ? undefined : APPLIES[String(appliesTo)];
  return {
    vi: `${unspoken.length > 0 ? ` Đặt riêng: ${list('vi')}.` : ''}${applies?.vi ?? ''}`,
    en: `${unspoken.length > 0 ? ` Set apart: ${list('en')}.` : ''}${applies?.en ?? ''}`,
  };
}

function valueWords({ unit }: ParamSpec, value: ParamValue): Explanation {
  if (typeof value === 'boolean') return value ? { vi: 'có', en: 'yes' } : { vi: 'không', en: 'no' };
  const words = UNITS[unit ?? ''] ?? { vi: unit ?? '', en: unit ?? '' };
  return { vi: `${value} ${words.vi}`.trim(), en: `${value} ${words.en}`.trim() };
}
