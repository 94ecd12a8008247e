/**
 * Rules that a new installation in a Vietnamese province starts with. Ids stay; everything else is for the officers to
 * change. Priorities after ui.md §3 (1 intrusion imminent, 2 in a closed area or dark, 3 to look into, 4 a log event that
 * needs nobody) and the times of domain.md §2.1 in which somebody has to act.
 */
import type { Rule } from '../types.ts';
import { DEMO_BOUNDARY_ID } from './vietnam.ts';

const boundary = { zones: [DEMO_BOUNDARY_ID] };
const ports = { zoneKinds: ['port'] };

export function defaultRules(): Rule[] {
  return [...boundaryRules(), ...silenceLadder(), ...areaRules(), ...portRules(), ...vesselRules(), ...qualityRules()];
}

/** Bands of domain.md §1.4. A warning that waits two hours for a second VMS fix comes too late: at 8 kn that is 16 nm. */
function boundaryRules(): Rule[] {
  const near = (withinNm: number) => ({ kind: 'boundary-approach', params: { withinNm, confirm: 1 }, ...boundary });
  return [
    rule('boundary-cross', 1, 'Vượt ranh giới cho phép', 'Crossed the permitted boundary', {
      kind: 'boundary-cross',
      ...boundary,
    }),
    rule('boundary-near-1', 1, 'Gần ranh giới dưới 1 hải lý', 'Within 1 nm of the boundary', near(1)),
    rule('boundary-time', 2, 'Sắp tới ranh giới', 'Heading for the boundary', { kind: 'boundary-time', ...boundary }),
    rule('boundary-near-6', 3, 'Gần ranh giới dưới 6 hải lý', 'Within 6 nm of the boundary', near(6)),
    rule('boundary-near-15', 4, 'Gần ranh giới dưới 15 hải lý', 'Within 15 nm of the boundary', near(15)),
  ];
}

/** The ladder of domain.md §1.2. The first steps give way to the next one; the loss stands until the signal is back. */
function silenceLadder(): Rule[] {
  const step = (params: Rule['params']) => ({ kind: 'silence', params });
  return [
    rule('silence-late', 4, 'Trễ kỳ báo vị trí', 'Report overdue', step({ hours: 0, untilHours: 5 })),
    rule('silence-warn', 3, 'Sắp mất kết nối: 5 giờ', 'Silent for 5 h at sea', step({ hours: 5, untilHours: 6 })),
    rule('silence-loss', 2, 'Mất kết nối trên 6 giờ trên biển', 'Signal lost for 6 h at sea', step({ hours: 6 })),
    rule('declaration-missed', 3, 'Không báo vị trí 6 giờ một lần', '6-hourly position not declared', {
      kind: 'declaration-missed',
    }),
    rule(
      'silence-8-days',
      3,
      'Mất kết nối 8 ngày, còn 2 ngày phải về cảng',
      'Signal lost for 8 days, 2 left to be in port',
      step({ hours: 192, untilHours: 240, deadlineHours: 240 }),
    ),
    rule(
      'silence-10-days',
      2,
      'Mất kết nối quá 10 ngày',
      'Signal lost for 10 days',
      step({ hours: 240, untilHours: 4380 }),
    ),
    rule('silence-6-months', 4, 'Mất kết nối quá 6 tháng', 'Signal lost for 6 months', step({ hours: 4380 })),
    rule('silence-port', 4, 'Không có tín hiệu trong cảng', 'Silent in port', { kind: 'silence-port' }),
    // Without it a provider's failure would send every one of its boats up the ladder (domain.md §5).
    rule('provider-outage', 2, 'Sự cố nhà cung cấp dịch vụ', 'A provider delivers nothing', {
      kind: 'provider-outage',
    }),
  ];
}

function areaRules(): Rule[] {
  return [
    rule('closed-area', 2, 'Khai thác trong khu vực cấm', 'Fishing in a closed area', { kind: 'closed-area' }),
    rule('wrong-zone', 3, 'Khai thác sai vùng', 'Fishing in an area not for its length', { kind: 'wrong-zone' }),
  ];
}

function portRules(): Rule[] {
  return [
    rule('port-enter', 4, 'Cập cảng', 'Arrived in port', { kind: 'zone-enter', params: ports }),
    rule('port-leave', 4, 'Rời cảng', 'Left port', { kind: 'zone-exit', params: ports }),
  ];
}

/** What vessels say of themselves and do, wherever they are. Each sea ban is a rule of its own: officers add it when one is ordered. */
function vesselRules(): Rule[] {
  return [
    rule('distress', 1, 'Tín hiệu cấp cứu', 'Distress signal', { kind: 'distress' }),
    rule('departure', 2, 'Rời cảng khi không đủ điều kiện', 'Left port although it should not', { kind: 'departure' }),
    rule('vms-silent-ais-heard', 2, 'VMS tắt nhưng AIS vẫn phát', 'VMS silent while AIS is heard', {
      kind: 'vms-silent-ais-heard',
    }),
    rule('drifting', 3, 'Có dấu hiệu trôi', 'Seems to drift', {
      kind: 'drifting',
      // Our boats work slowly and most send no heading: by their course alone every second one would seem adrift.
      params: { appliesTo: 'registered', withoutHeading: false },
    }),
    rule('identity-conflict', 3, 'Một số hiệu ở hai nơi', 'One identity in two places', {
      kind: 'identity-conflict',
      params: { appliesTo: 'registered' },
    }),
    // Parked devices are a known practice: 74 of them were found on 8 boats (domain.md §5).
    rule('co-location', 2, 'Nhiều thiết bị trên một tàu', 'Several devices on one boat', { kind: 'co-location' }),
  ];
}

/** Positions that cannot be, and devices that send too little: for whoever looks after the data, of our own vessels only. */
function qualityRules(): Rule[] {
  const ours = { params: { appliesTo: 'registered' } };
  return [
    rule('reporting-rate', 4, 'Báo vị trí thưa hơn nghĩa vụ', 'Reports less often than it owes', {
      kind: 'reporting-rate',
    }),
    rule('impossible-jump', 4, 'Vị trí nhảy xa bất thường', 'Impossible jump', { kind: 'impossible-jump', ...ours }),
    rule('frozen-position', 4, 'Vị trí không thay đổi', 'Frozen position', { kind: 'frozen-position', ...ours }),
    rule('swapped-position', 4, 'Ngược vĩ độ và kinh độ', 'Latitude and longitude exchanged', {
      kind: 'swapped-position',
      ...ours,
    }),
    rule('position-on-land', 4, 'Vị trí trên đất liền', 'Position on land', { kind: 'position-on-land', ...ours }),
  ];
}

type Watched = Pick<Rule, 'kind' | 'params' | 'zones'>;

function rule(id: string, priority: Rule['priority'], name: string, nameEn: string, watched: Watched): Rule {
  return { id, version: 1, priority, name, nameEn, params: {}, ...watched };
}
