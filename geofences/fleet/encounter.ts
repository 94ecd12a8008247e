/** encounter: two vessels close to each other and nearly still, far from ports, for hours: catch or supplies may change hands. */
import { portParam } from '../rules/fishing-inside.ts';
import { appliesToParam, type ParamSpec } from '../rules/params.ts';
import { beginning, openedTogether, type PairKindOfRule } from './pair-kind.ts';
import { isJudged, mostGapHours, withinNm } from './pair-params.ts';
import { SLOT_MS } from './slot-fixes.ts';
import { median } from './together.ts';

const specs: ParamSpec[] = [
  withinNm(0.27, { vi: 'Global Fishing Watch: dưới 0,5 km', en: 'Global Fishing Watch: < 0.5 km' }),
  {
    name: 'minutes',
    type: 'number',
    unit: 'min',
    default: 120,
    min: 10,
    max: 2880,
    source: { vi: 'Global Fishing Watch: từ 2 giờ', en: 'Global Fishing Watch: ≥ 2 h' },
    vi: 'Thời gian ở gần nhau',
    en: 'Time near each other',
  },
  {
    name: 'slowerThanKn',
    type: 'number',
    unit: 'kn',
    default: 2,
    min: 0.1,
    max: 30,
    source: {
      vi: 'Global Fishing Watch: vận tốc trung vị dưới 2 hải lý/giờ',
      en: 'Global Fishing Watch: median speed < 2 kn',
    },
    vi: 'Tốc độ trung vị của tàu nhanh hơn',
    en: 'Median speed of the faster one',
  },
  portParam(5.4, {
    vi: 'Global Fishing Watch: cách nơi neo đậu ven bờ ít nhất 10 km',
    en: 'Global Fishing Watch: at least 10 km from a coastal anchorage',
  }),
  mostGapHours,
  appliesToParam('registered'),
];

/** Raw encounters of one pair less than 4 h apart are one (Global Fishing Watch, ui.md §2). */
const JOIN_MS = 4 * 3_600_000;

export const encounter: PairKindOfRule = {
  kind: 'encounter',
  title: { vi: 'Hai tàu gặp nhau trên biển', en: 'Encounter at sea' },
  watches: 'vessels',
  priority: 3,
  params: specs,
  consequence: {
    vi: 'Có thể có chuyển tải hải sản, nhiên liệu hoặc người trên biển mà không qua kiểm soát; cũng có thể là giúp nhau sửa máy, tránh gió.',
    en: 'Catch, fuel or people may change hands out of sight of any control; it may as well be help with an engine, or shelter.',
  },
  action: {
    vi: 'Gọi hỏi chủ tàu hai bên; nếu không rõ lý do thì báo Kiểm ngư và kiểm tra khi cập cảng.',
    en: 'Ask both owners; without a plain reason tell Fisheries Surveillance and have both checked when they land.',
  },
  minutesToAct: 120,
  explain: (params) => ({
    vi: `Báo khi hai tàu ở ${awayVi(params.portNm)} cách nhau không quá ${params.withinNm} hải lý, gần như đứng yên (dưới ${params.slowerThanKn} hải lý/giờ) trong ít nhất ${params.minutes} phút; kết thúc khi hai tàu rời nhau. Vị trí giữa hai lần báo là nội suy.`,
    en: `Raised when two vessels ${awayEn(params.portNm)} are within ${params.withinNm} nm of each other and nearly still (below ${params.slowerThanKn} kn) for at least ${params.minutes} min; cleared when they part. Places between reports are interpolated.`,
  }),
  limits: (params) => ({
    withinNm: Number(params.withinNm),
    mostGapHours: Number(params.mostGapHours),
    minutes: Number(params.minutes),
    joinSlots: JOIN_MS / SLOT_MS,
    portNm: Number(params.portNm),
  }),
  isAbout: (one) => one.kind === 'vessel',
  concerns: (one, other, params) =>
    one.kind === 'vessel' && other.kind === 'vessel' && (isJudged(one, params) || isJudged(other, params)),
  opens(run, vessels, ready) {
    const limit = Number(ready.params.slowerThanKn);
    const part = beginning(run, Number(ready.params.minutes), (meetings) => {
      return median(meetings.map(({ fastKn }) => fastKn)) < limit;
    });
    return part && openedTogether(ready, vessels, part);
  },
};

function awayVi(portNm: unknown): string {
  return portNm === 0 ? 'ngoài cảng' : `cách cảng từ ${portNm} hải lý`;
}

function awayEn(portNm: unknown): string {
  return portNm === 0 ? 'out of port' : `${portNm} nm or more from any port`;
}
