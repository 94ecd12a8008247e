/**
 * Which doubtful fixes a rule leaves aside: it then judges as if they had not come, its way to a fix beginning at the last one
 * that it used. For kinds that judge fix by fix where a vessel is or how it moves. Kinds on what is missing count every fix
 * as a sign of life; kinds on wrong positions are about the doubt itself; what a vessel seems to be doing (legs, fishing)
 * is worked out once for all rules.
 */
import { FixFlag } from '../fix.ts';
import type { Explanation } from './kind.ts';
import type { ParamSpec, Params } from './params.ts';

/** What a fix may be doubted for and is judged by all the same, with what it is called; names of FixFlag. */
const LEFT_ASIDE = {
  timeEstimated: { vi: 'giờ lấy theo lúc nhận', en: 'a time taken from when they were received' },
  future: { vi: 'giờ muộn hơn lúc nhận quá 2 phút', en: 'a time more than 2 minutes ahead of when they were received' },
  jump: { vi: 'nguồn gửi ghi là sai chỗ', en: 'a mark of their sender that they are out of place' },
  coarse: { vi: 'lưới thô (AIS loại 27)', en: 'a coarse grid (AIS type 27)' },
  overspeed: { vi: 'tự ghi vận tốc trên 50 hải lý/giờ', en: 'a speed of their own above 50 kn' },
} as const satisfies Partial<Record<keyof typeof FixFlag, Explanation>>;

type LeftAside = keyof typeof LEFT_ASIDE;

export const leaveAside: ParamSpec = {
  name: 'leaveAside',
  type: 'fix-flags',
  choices: Object.keys(LEFT_ASIDE),
  default: [],
  source: {
    vi: 'không bỏ vị trí nào: vị trí đáng ngờ vẫn được xét, vị trí không thể tới được thì chờ vị trí khác xác nhận',
    en: 'none: doubtful fixes are judged, too; those that cannot have been reached wait until others bear them out',
  },
  vi: 'Không xét các vị trí đáng ngờ loại này',
  en: 'Leaves doubtful fixes of these sorts aside',
};

/** What a sort of doubtful fixes is called; undefined for any other word. */
export function leftAsideName(flag: string): Explanation | undefined {
  return Object.hasOwn(LEFT_ASIDE, flag) ? LEFT_ASIDE[flag as LeftAside] : undefined;
}

/** The FixFlags of the fixes that a rule leaves aside; 0: it uses all. */
export function flagsLeftAside({ leaveAside: named }: Params): number {
  let flags = 0;
  for (const name of (named ?? NONE) as readonly LeftAside[]) flags |= FixFlag[name];
  return flags;
}

/** A sentence to follow the rule's own; nothing where it uses all fixes. */
export function leftAsideWords({ leaveAside: named }: Params): Explanation {
  const names = ((named ?? NONE) as readonly LeftAside[]).map((name) => LEFT_ASIDE[name]);
  if (names.length === 0) return { vi: '', en: '' };
  return {
    vi: ` Không xét các vị trí: ${names.map(({ vi }) => vi).join('; ')}.`,
    en: ` Leaves aside fixes with: ${names.map(({ en }) => en).join('; ')}.`,
  };
}

const NONE: readonly LeftAside[] = [];
