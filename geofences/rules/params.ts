/** What a rule may be told: each parameter as plain data, so that a form, a check and an explanation come from one place. */

import { type Fix, FixFlag, type FixSource } from '../fix.ts';
import { dayStart, isCalendarDay } from '../in-force.ts';
import type { Rule, ZoneKind } from '../types.ts';
import { type Basis, law } from './basis.ts';
import type { Explanation } from './kind.ts';

export type ParamValue = number | boolean | string | string[];

export interface ParamSpec {
  name: string;
  type: 'number' | 'boolean' | 'choice' | 'zones' | 'zone-kinds' | 'gears' | 'fix-flags' | 'time';
  /** nm, h, min, fixes; absent where there is none. */
  unit?: string;
  /** `undefined`: decided by the data, as `bySource` or `vi` and `en` say. */
  default: ParamValue | undefined;
  /** Defaults that go by where a fix comes from; a value that is given holds for all. Manual fixes are taken like VMS ones. */
  bySource?: Readonly<Record<Exclude<FixSource, 'manual'>, number>>;
  /** It only makes the rule wait: at its least, the rule speaks at the first fix. */
  waits?: boolean;
  min?: number;
  max?: number;
  choices?: readonly string[];
  /** Where the default comes from, for whoever reads the form. */
  source: Basis;
  vi: string;
  en: string;
}

export type Params = Readonly<Record<string, ParamValue | undefined>>;

/** Error of a VMS position that the law allows: ≤ 500 m at 99 % (NĐ 26/2019 Đ.44). Also for positions of unknown origin. */
const VMS_ACCURACY_M = 500;
/** AIS position of unstated accuracy: worse than 10 m (ITU-R M.1371 accuracy flag 0); GNSS rarely beyond 100 m. */
const AIS_ACCURACY_M = 100;
/** The grid of AIS type 27 is a tenth of a minute: 185 m of latitude. */
const COARSE_GRID_M = 185;
/** Nothing is judged finer than this, whatever a receiver claims: an antenna is not the hull's outline. */
const LEAST_HYSTERESIS_M = 50;

/** The deadband to use for a fix: what the rule says, otherwise the fix's own accuracy. Nautical miles. */
export function hysteresisNm(params: Params, fix: Fix): number {
  const given = params.hysteresisNm;
  if (typeof given === 'number') return given;
  const accuracyM = fix.accuracyM ?? (fix.source === 'ais' ? AIS_ACCURACY_M : VMS_ACCURACY_M);
  return Math.max(accuracyM, fix.flags & FixFlag.coarse ? COARSE_GRID_M : LEAST_HYSTERESIS_M) / 1852;
}

/** A number of the rule for a fix: what was given, otherwise the default for the fix's source. */
export function numberFor(spec: ParamSpec, params: Params, fix: Fix): number {
  return Number(params[spec.name] ?? spec.bySource?.[fix.source === 'ais' ? 'ais' : 'vms'] ?? spec.default);
}

/** `1 fix lies` / `2 fixes in a row lie`: for the English sentences of rules. @param verb for one and for several; absent: none */
export function fixesInARow(count: unknown, verb?: readonly [one: string, several: string]): string {
  const isOne = Number(count) === 1;
  const words = isOne ? '1 fix' : `${Number(count)} fixes in a row`;
  return verb ? `${words} ${isOne ? verb[0] : verb[1]}` : words;
}

export function confirmParam(fixes: number): ParamSpec {
  return {
    name: 'confirm',
    waits: true,
    type: 'number',
    unit: 'fixes',
    default: fixes,
    min: 1,
    max: 20,
    source: {
      vi: 'thông lệ: hai vị trí liên tiếp; một vị trí sai không được làm ai bị oan',
      en: 'usual practice: two fixes in a row; one wild fix must not accuse anybody',
    },
    vi: 'Số vị trí liên tiếp cần có để xác nhận (1 = ngay lập tức)',
    en: 'Fixes in a row that confirm it (1 = at once)',
  };
}

export const confirmMinutes: ParamSpec = {
  name: 'confirmMinutes',
  waits: true,
  type: 'number',
  unit: 'min',
  default: 0,
  min: 0,
  max: 10_080,
  source: { vi: 'không dùng: số vị trí liên tiếp quyết định', en: 'off: the number of fixes decides' },
  vi: 'Thời gian tối thiểu giữa vị trí đầu và vị trí xác nhận',
  en: 'Least time between the first and the confirming fix',
};

export const hysteresis: ParamSpec = {
  name: 'hysteresisNm',
  type: 'number',
  unit: 'nm',
  default: undefined,
  min: 0,
  max: 50,
  source: law(
    'NĐ 26/2019',
    'Đ.44',
    'sai số VMS không quá 500 m ở mức 99 %; AIS lấy 100 m khi không rõ độ chính xác',
    'VMS error ≤ 500 m at 99 %; AIS 100 m unless its accuracy is known',
  ),
  vi: 'Khoảng đệm quanh đường ranh giới; để trống: theo sai số vị trí (VMS 0,27 hải lý)',
  en: 'Deadband at the edge; empty: the accuracy of the position (VMS 0.27 nm)',
};

export function appliesToParam(value: 'registered' | 'all'): ParamSpec {
  return {
    name: 'appliesTo',
    type: 'choice',
    choices: ['registered', 'all'],
    default: value,
    source: law(
      'Luật Thủy sản 2017',
      '',
      'nghĩa vụ của tàu cá Việt Nam; tàu khác chỉ hiện trên bản đồ, không bị cảnh báo',
      'duties of Vietnamese fishing vessels; other craft are shown, not accused',
    ),
    vi: 'Áp dụng cho: tàu đăng ký Việt Nam (registered) hoặc mọi tàu (all)',
    en: 'Applies to Vietnamese registered vessels (registered) or to all vessels (all)',
  };
}

const ZONE_KINDS: readonly ZoneKind[] = [
  'port',
  'coastal',
  'inshore',
  'offshore',
  'boundary',
  'closed',
  'monitored',
  'shelter',
  'land',
];

/** Of these, the ones that a rule may watch: land is no zone of anybody's (`watchesZone`). */
export const WATCHED_ZONE_KINDS: readonly ZoneKind[] = ZONE_KINDS.filter((kind) => kind !== 'land');

export const zoneKinds: ParamSpec = {
  name: 'zoneKinds',
  type: 'zone-kinds',
  choices: ZONE_KINDS,
  default: [],
  source: { vi: 'không có: quy tắc nêu tên các vùng', en: 'none: the rule names its zones' },
  vi: 'Áp dụng cho mọi vùng thuộc các loại này',
  en: 'Watches every zone of these kinds',
};

/** A list of zone kinds as a rule's own parameter, with the kinds that it may hold. */
export function zoneKindsParam(kinds: readonly ZoneKind[], source: Basis): ParamSpec {
  return { ...zoneKinds, default: [...kinds], source };
}

/** Given values over defaults. Assumes that `paramProblem` found nothing. */
export function resolveParams(specs: readonly ParamSpec[], given: Rule['params']): Params {
  const resolved: Record<string, ParamValue | undefined> = {};
  for (const spec of specs) {
    const value = given?.[spec.name];
    resolved[spec.name] = value === undefined || value === null ? spec.default : (value as ParamValue);
  }
  return resolved;
}

/** What is wrong with a rule's params, in one clause; undefined when nothing is. */
export function paramProblem(
  specs: readonly ParamSpec[],
  given: Rule['params'],
  knownZone: (id: string) => boolean,
): Explanation | undefined {
  for (const [name, value] of Object.entries(given ?? {})) {
    const spec = specs.find((candidate) => candidate.name === name);
    if (!spec) {
      const known = specs.map((one) => one.name).join(', ');
      return {
        vi: `không có tham số “${name}” (các tham số: ${known})`,
        en: `unknown param "${name}" (known: ${known})`,
      };
    }
    if (value === undefined || value === null) continue;
    const problem = valueProblem(spec, value, knownZone);
    if (problem) return { vi: `tham số “${name}” (${spec.vi}) ${problem.vi}`, en: `param "${name}" ${problem.en}` };
  }
  return undefined;
}

function valueProblem(spec: ParamSpec, value: unknown, knownZone: (id: string) => boolean): Explanation | undefined {
  if (spec.type === 'number') return numberProblem(spec, value);
  if (spec.type === 'boolean') {
    return typeof value === 'boolean' ? undefined : { vi: 'phải là true hoặc false', en: 'must be true or false' };
  }
  const choices = spec.choices?.join(', ');
  if (spec.type === 'choice') {
    const isKnown = spec.choices?.includes(String(value));
    return isKnown ? undefined : { vi: `phải là một trong: ${choices}`, en: `must be one of ${choices}` };
  }
  if (spec.type === 'time') return isTime(value) ? undefined : TIME_WANTED;
  if (spec.type === 'zone-kinds' || spec.type === 'gears' || spec.type === 'fix-flags') {
    const isKnown = Array.isArray(value) && value.every((kind) => spec.choices?.includes(kind));
    return isKnown ? undefined : { vi: `phải là danh sách gồm: ${choices}`, en: `must be a list of ${choices}` };
  }
  if (!Array.isArray(value)) return { vi: 'phải là danh sách mã vùng', en: 'must be a list of zone ids' };
  const stranger = value.find((id) => typeof id !== 'string' || !knownZone(id));
  if (stranger === undefined) return undefined;
  return {
    vi: `ghi vùng “${String(stranger)}”, mà không có vùng này`,
    en: `names an unknown zone "${String(stranger)}"`,
  };
}

function numberProblem({ min, max }: ParamSpec, value: unknown): Explanation | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return { vi: 'phải là số', en: 'must be a number' };
  if (min !== undefined && value < min) return { vi: `không được nhỏ hơn ${min}`, en: `must be at least ${min}` };
  if (max !== undefined && value > max) return { vi: `không được lớn hơn ${max}`, en: `must be at most ${max}` };
  return undefined;
}

const TIME_WANTED = {
  vi: 'phải là ngày (2026-09-25, ngày ở Việt Nam) hoặc giờ kèm múi giờ (2026-09-25T12:00+07:00)',
  en: 'must be a date (2026-09-25, a day in Vietnam) or a time with its zone (2026-09-25T12:00+07:00)',
};

function isTime(value: unknown): boolean {
  const isWritten = typeof value === 'string' && /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?$/.test(value);
  return isWritten && dayStart(value) !== undefined && isCalendarDay(value.slice(0, 10));
}

/** Minutes within which a captain should be called where something can still be prevented (domain.md §2.1). */
export const FIRST_CALL_MIN = 15;
