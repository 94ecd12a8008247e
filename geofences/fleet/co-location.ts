/**
 * co-location: the devices of two vessels go the same way at the same place for hours, as they would on one boat. Devices
 * of others carried along or sent to sea with somebody are a grave offence (NĐ 301/2025): 74 devices were found on 8 boats.
 */
import type { VesselProfile } from '../fix.ts';
import { appliesToParam, type ParamSpec, type Params } from '../rules/params.ts';
import { beginning, openedTogether, type PairKindOfRule } from './pair-kind.ts';
import { isJudged, mostGapHours, withinNm } from './pair-params.ts';
import { SLOT_MS } from './slot-fixes.ts';
import { type Meeting, median } from './together.ts';

const specs: ParamSpec[] = [
  withinNm(0.1, {
    vi: 'các thiết bị trên một tàu cách nhau dưới 50 m, cộng sai số của hai vị trí tốt',
    en: 'devices on one boat, < ~50 m; with the error of two positions of good quality',
  }),
  {
    name: 'minutes',
    type: 'number',
    unit: 'min',
    default: 240,
    min: 10,
    max: 2880,
    source: {
      vi: 'nhiều giờ trên biển; 4 giờ có ít nhất ba tin VMS của mỗi thiết bị (2 giờ một lần)',
      en: 'over hours at sea; 4 h hold at least three VMS reports of each (every 2 h)',
    },
    vi: 'Thời gian đi cùng nhau',
    en: 'Time together',
  },
  {
    name: 'apartNm',
    type: 'number',
    unit: 'nm',
    default: 0.05,
    min: 0.005,
    max: 1,
    source: {
      vi: 'tự chọn: 93 m, hai lần chiều dài tàu lớn cộng sai số hai vị trí GNSS',
      en: 'own choice: 93 m, twice the length of a large boat and the error of two GNSS positions',
    },
    vi: 'Khoảng cách trung vị lớn nhất',
    en: 'Greatest median distance',
  },
  {
    name: 'travelledNm',
    type: 'number',
    unit: 'nm',
    default: 3,
    min: 0,
    max: 500,
    source: {
      vi: 'tự chọn: tàu cặp mạn hay neo cạnh nhau thì đứng yên, thiết bị trên một tàu thì đi theo tàu',
      en: 'own choice: boats rafted up or anchored together lie still, devices on one boat go with it',
    },
    vi: 'Quãng đường cùng đi',
    en: 'Way travelled together',
  },
  mostGapHours,
  appliesToParam('registered'),
];

/** A device that misses a report or two is still on the same boat. */
const JOIN_MS = 3 * 3_600_000;

export const coLocation: PairKindOfRule = {
  kind: 'co-location',
  title: { vi: 'Nhiều thiết bị trên một tàu', en: 'Several devices on one boat' },
  watches: 'vessels',
  byDevice: true,
  priority: 2,
  params: specs,
  consequence: {
    vi: 'Thiết bị của tàu khác có thể được gửi hoặc mang theo; từ hai thiết bị trở lên là hành vi có thể bị xử lý hình sự.',
    en: 'Another vessel’s device may be carried along; two or more are a matter for the criminal law.',
  },
  action: {
    vi: 'Gọi hỏi cả hai chủ tàu về vị trí thật của tàu, báo đồn biên phòng nơi tàu sẽ cập để kiểm tra thiết bị và kẹp chì.',
    en: 'Ask both owners where their boats are, and have the border-guard station at the port check devices and seals.',
  },
  minutesToAct: 240,
  explain: (params) => ({
    vi: `Báo khi thiết bị của hai tàu đi cùng nhau ngoài cảng ít nhất ${params.minutes} phút, được ít nhất ${params.travelledNm} hải lý và cách nhau không quá ${params.apartNm} hải lý, như khi cùng đặt trên một tàu; kết thúc khi hai thiết bị rời nhau. Cần kiểm tra tại tàu, chưa phải là kết luận.`,
    en: `Raised when the devices of two vessels go together out of port for at least ${params.minutes} min and ${params.travelledNm} nm, no farther apart than ${params.apartNm} nm, as they would on one boat; cleared when they part. To be checked on board; it proves nothing yet.`,
  }),
  limits: (params) => ({
    withinNm: Math.max(Number(params.withinNm), Number(params.apartNm)),
    mostGapHours: Number(params.mostGapHours),
    minutes: Number(params.minutes),
    joinSlots: JOIN_MS / SLOT_MS,
    portNm: 0,
  }),
  isAbout: carriesDevice,
  concerns: (one, other, params) => carriesDevice(one, params) && carriesDevice(other, params),
  opens(run, vessels, ready) {
    const { minutes, apartNm, travelledNm } = ready.params;
    const part = beginning(run, Number(minutes), (meetings) => {
      const apart = median(meetings.map(({ distanceNm }) => distanceNm));
      return apart <= Number(apartNm) && travelled(meetings) >= Number(travelledNm);
    });
    return part && openedTogether(ready, vessels, part);
  },
};

function carriesDevice(profile: VesselProfile, params: Params): boolean {
  return isJudged(profile, params) && (profile.reportingIntervalMin !== undefined || profile.provider !== undefined);
}

/** Nautical miles over the ground, by the slower of both. */
function travelled(meetings: readonly Meeting[]): number {
  let miles = 0;
  for (let i = 1; i < meetings.length; i++) {
    const hours = ((meetings[i]!.slot - meetings[i - 1]!.slot) * SLOT_MS) / 3_600_000;
    miles += meetings[i]!.slowKn * hours;
  }
  return miles;
}
