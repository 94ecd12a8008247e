/** What is said about a file's reference system. */

import { formatPosition } from '../position-text.ts';
import type { Position } from './draft.ts';
import { type Finding, fileFinding } from './finding.ts';
import { FileRefusal } from './reading.ts';

const WHAT_TO_DO = {
  vi: 'Hãy xuất lại tệp theo WGS 84 (EPSG:4326), hoặc gửi lại và nêu hệ tọa độ, ví dụ EPSG:9213 cho VN-2000 kinh tuyến trục 106°30′',
  en: 'Export the file again in WGS 84 (EPSG:4326), or send it again and name its system, such as EPSG:9213 for VN-2000 with central meridian 106°30′',
};

/** A system that we cannot convert. */
export function crsRefusal(name: string): FileRefusal {
  return new FileRefusal('crs-unsupported', {
    vi: `Tệp dùng hệ tọa độ “${name}”, không phải WGS 84, cũng không phải VN-2000 hay UTM mà hệ thống chuyển đổi được. ${WHAT_TO_DO.vi}.`,
    en: `The file is in “${name}”, neither WGS 84 nor a VN-2000 or UTM system that can be converted. ${WHAT_TO_DO.en}.`,
  });
}

/** Numbers far beyond 360 are metres, of which nobody has said whose. */
export function metresWithoutCrs(position: Position): FileRefusal {
  return new FileRefusal('crs-missing', {
    vi: `Tọa độ là mét (ví dụ ${pairText(position, 'vi')}), có thể là VN-2000, nhưng tệp không nêu hệ tọa độ và kinh tuyến trục. ${WHAT_TO_DO.vi}.`,
    en: `The coordinates are metres (such as ${pairText(position, 'en')}), perhaps VN-2000, but the file does not say which system and central meridian. ${WHAT_TO_DO.en}.`,
  });
}

export function degreesWithoutCrs(): Finding {
  return fileFinding('crs-missing', 'warning', {
    vi: 'Tệp không nêu hệ tọa độ (thiếu .prj); tọa độ được coi là kinh độ, vĩ độ WGS 84. Nếu là VN-2000 thì lệch khoảng 200 m.',
    en: 'The file does not name its reference system (no .prj); the coordinates are taken as WGS 84 degrees. If they are VN-2000, they are some 200 m off.',
  });
}

interface Converted {
  name: string;
  vertices: number;
  /** The first of them, before and after. */
  given: Position;
  result: Position;
}

/** To the millimetre, which is more than anybody measures. */
function pairText([x, y]: Position, language: 'vi' | 'en'): string {
  const text = [x, y].map((value) => String(Math.round(value * 1000) / 1000)).join('; ');
  return language === 'vi' ? text.replaceAll('.', ',') : text;
}

export function convertedFinding({ name, vertices, given, result }: Converted): Finding {
  const place = formatPosition(...result);
  return fileFinding('crs-converted', 'error', {
    vi: `Tệp dùng hệ tọa độ ${name}, không phải WGS 84. Đối chiếu một điểm với văn bản: điểm đầu (${pairText(given, 'vi')}) thành ${place}.`,
    en: `The file is in ${name}, not WGS 84. Compare one point with the document: the first one, (${pairText(given, 'en')}), becomes ${place}.`,
    places: [{ lon: result[0], lat: result[1], text: place, vertex: 1 }],
    repair: {
      vi: `Chuyển ${vertices} điểm từ ${name} sang WGS 84 (sai số phép chuyển khoảng 1 m).`,
      en: `Converts ${vertices} points from ${name} to WGS 84 (the conversion is good to about 1 m).`,
      apply: ({ isConverted: _, ...draft }) => draft,
    },
  });
}
