/** Messages in Vietnamese. Written with all marks; an SMS loses them in gsm7.ts. */
import { formatDistance, formatNumber } from '../../../geofences/position-text.ts';
import type { Facts, Words } from './words.ts';

function headline(facts: Facts): string {
  const { topic, zoneName, ruleName, silentHours, distanceNm, minutesLeft, neighbour } = facts;
  const zone = zoneName ? ` ${zoneName}` : '';
  const beyond = neighbour ? ` phía ${neighbour}` : '';
  switch (topic) {
    case 'boundary-cross':
      return `VƯỢT RANH GIỚI${beyond}`;
    case 'boundary-approach':
      return distanceNm === undefined ? 'GẦN RANH GIỚI' : `GẦN RANH GIỚI ${formatDistance(distanceNm, 'vi')}`;
    case 'boundary-time':
      return minutesLeft === undefined ? 'SẮP TỚI RANH GIỚI' : `CÒN ${minutesLeft} PHÚT TỚI RANH GIỚI${beyond}`;
    case 'declaration-missed':
      return 'MẤT KẾT NỐI, CHƯA BÁO VỊ TRÍ';
    case 'closed-area':
      return `CÓ DẤU HIỆU KHAI THÁC TRONG VÙNG CẤM${zone}`;
    case 'wrong-zone':
      return `CÓ DẤU HIỆU KHAI THÁC SAI VÙNG${zone}`;
    case 'silence':
      return silentHours === undefined ? 'MẤT KẾT NỐI' : `MẤT KẾT NỐI ${formatNumber(silentHours, 'vi')} giờ`;
    case 'zone-enter':
      return `VÀO VÙNG${zone}`;
    case 'zone-exit':
      return `RA KHỎI VÙNG${zone}`;
    case 'zone-presence':
      return `Ở TRONG VÙNG${zone}`;
    case 'other':
      return ruleName;
  }
}

function what(facts: Facts): string {
  if (facts.change === 'retracted') return `RÚT LẠI cảnh báo ${headline(facts)}`;
  if (facts.change === 'raised') return headline(facts);
  if (facts.topic === 'boundary-cross') return 'ĐÃ QUAY VỀ trong ranh giới';
  if (facts.outcome === 'in-port') return 'ĐÃ THẤY TÀU TRONG CẢNG';
  if (facts.topic === 'silence' && facts.outcome !== 'superseded') return 'CÓ LẠI KẾT NỐI';
  return `ĐÃ HẾT: ${headline(facts)}`;
}

function ownerTasks(facts: Facts): string[] {
  switch (facts.topic) {
    case 'boundary-cross':
      return ['Cho tàu quay lại vùng biển Việt Nam ngay.', 'Gọi trực ban giám sát tàu cá để báo tình trạng của tàu.'];
    case 'boundary-time':
      return ['Đổi hướng ngay, không đưa tàu vượt ranh giới.', 'Gọi trực ban nếu tàu gặp sự cố.'];
    case 'closed-area':
    case 'wrong-zone':
      return ['Thu lưới và đưa tàu ra khỏi vùng này.', 'Gọi trực ban nếu tàu có giấy phép hoặc gặp sự cố.'];
    case 'declaration-missed':
      return ['Báo vị trí của tàu cho trực ban ngay, sau đó 6 giờ một lần cho tới khi có lại tín hiệu.'];
    case 'boundary-approach':
      return ['Kiểm tra vị trí và hướng đi; không đưa tàu vượt ranh giới.', 'Gọi trực ban nếu tàu gặp sự cố.'];
    case 'silence':
      return [
        'Kiểm tra nguồn điện, ăng-ten và thiết bị giám sát hành trình.',
        'Khi chưa có lại tín hiệu: báo vị trí 6 giờ một lần bằng cách khác và gọi trực ban.',
      ];
    default:
      return ['Kiểm tra vị trí của tàu và gọi trực ban giám sát tàu cá.'];
  }
}

function officerTasks(facts: Facts): string[] {
  const acknowledge = 'Tiếp nhận cảnh báo trên hệ thống, ghi lại việc đã làm.';
  switch (facts.topic) {
    case 'boundary-cross':
      return [
        acknowledge,
        'Gọi chủ tàu, thuyền trưởng yêu cầu quay về; xác định lý do.',
        'Báo cáo và chuyển cấp theo quy chế nếu tàu chưa quay về.',
      ];
    case 'boundary-approach':
      return [acknowledge, 'Gọi chủ tàu, thuyền trưởng nhắc không vượt ranh giới.'];
    case 'silence':
      return [
        acknowledge,
        'Gọi chủ tàu, thuyền trưởng: xác định vị trí, nguyên nhân; nhắc báo vị trí 6 giờ một lần.',
        'Kiểm tra tàu có đang neo đậu hoặc nhà cung cấp có sự cố không.',
      ];
    default:
      return [acknowledge, facts.expected ?? 'Kiểm tra hành trình và liên hệ chủ tàu, thuyền trưởng.'];
  }
}

function tasks(facts: Facts): string[] {
  if (facts.change === 'retracted')
    return [
      `Không cần xử lý cảnh báo trước: đã rút lại vì ${facts.because}.`,
      'Nếu đã liên hệ tàu, xin báo lại cho tàu.',
    ];
  if (facts.change === 'cleared') return ['Tin để biết; vụ việc vẫn mở cho đến khi có người đóng.'];
  return facts.role === 'owner' ? ownerTasks(facts) : officerTasks(facts);
}

function task(facts: Facts): string {
  if (facts.change === 'retracted') return 'Không cần xử lý';
  if (facts.change === 'cleared') return '';
  if (facts.role !== 'owner') return 'Đề nghị tiếp nhận, xử lý';
  if (facts.topic === 'boundary-cross') return 'Quay về ngay, gọi trực ban';
  if (facts.topic === 'boundary-approach') return 'Không vượt ranh giới';
  if (facts.topic === 'boundary-time') return 'Đổi hướng ngay';
  if (facts.topic === 'closed-area' || facts.topic === 'wrong-zone') return 'Ra khỏi vùng, gọi trực ban';
  if (facts.topic === 'declaration-missed') return 'Báo vị trí ngay';
  if (facts.topic === 'silence') return 'Kiểm tra thiết bị, báo vị trí 6 giờ/lần';
  return 'Gọi trực ban';
}

const boundaryBasis =
  'Ranh giới cho phép khai thác thủy sản trên biển; QĐ 40/QĐ-TS-TTTS ngày 02/02/2024 (tàu từ 24 m), quy chế của tỉnh';
const zoneBasis = 'Vùng theo dõi do đơn vị quản lý thiết lập (NĐ 26/2019 Đ.44, nay là NĐ 41/2026)';

export const vietnamese: Words = {
  what,
  tasks,
  task,
  basis: {
    'boundary-cross': boundaryBasis,
    'boundary-approach': boundaryBasis,
    'boundary-time': boundaryBasis,
    'declaration-missed':
      'NĐ 26/2019 Đ.44; TT 21/2018 Đ.8a; NĐ 301/2025: báo vị trí 6 giờ một lần khi mất kết nối trên biển',
    'closed-area': 'Luật Thủy sản 2017; TT 19/2018: khu vực cấm, thời gian cấm khai thác',
    'wrong-zone': 'NĐ 26/2019 Đ.42–43 (nay là NĐ 41/2026): vùng khai thác theo chiều dài tàu',
    silence: 'NĐ 26/2019 Đ.44 (nay là NĐ 41/2026); TT 21/2018 Đ.8a: báo vị trí 6 giờ một lần khi mất kết nối trên biển',
    'zone-enter': zoneBasis,
    'zone-exit': zoneBasis,
    'zone-presence': zoneBasis,
    other: 'Quy tắc do đơn vị quản lý thiết lập',
  },
  labels: {
    vessel: 'TÀU',
    registration: 'Số đăng ký',
    name: 'Tên tàu',
    mmsi: 'MMSI',
    callsign: 'Hô hiệu',
    device: 'Thiết bị',
    length: 'Chiều dài lớn nhất',
    gear: 'Nghề',
    owner: 'Chủ tàu',
    captain: 'Thuyền trưởng',
    unregistered: 'Tàu không có trong danh bạ đăng ký',
    event: 'SỰ VIỆC',
    subject: 'Việc',
    priority: 'Mức',
    zone: 'Vùng / ranh giới',
    when: 'Lúc',
    where: 'Tại',
    lastWhere: 'Vị trí cuối đã biết',
    detected: 'Hệ thống biết lúc',
    evidence: 'CĂN CỨ',
    before: 'Vị trí cuối trước khi vượt',
    after: 'Vị trí đầu sau khi vượt',
    interpolated: 'Giờ và tọa độ vượt là nội suy giữa hai vị trí này; vị trí VMS có sai số đến 500 m.',
    fixTimes: 'Giờ của các vị trí làm căn cứ',
    received: 'nhận lúc',
    rule: 'Quy tắc',
    version: 'phiên bản',
    basis: 'Cơ sở',
    tasks: 'ĐỀ NGHỊ',
    case: 'Vụ việc',
    alert: 'Cảnh báo',
    open: 'Xem và tiếp nhận',
    answer: 'Trả lời nhanh, không cần đăng nhập (chỉ dùng cho cảnh báo này)',
    reference: 'Mã',
  },
  demoSubject: '[DEMO]',
  demoNotice: 'TIN MÔ PHỎNG (DEMO): tàu, vị trí và sự việc dưới đây không có thật.',
  whereWhen: (where, when) => `tại ${where} lúc ${when}`,
};
