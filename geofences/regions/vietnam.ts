/**
 * Default zones for Vietnam, built from data/vietnam-maritime.json (its sources and faults: data/README.md).
 * For demonstration: the official boundary (“ranh giới cho phép khai thác thủy sản trên biển”) is not public and has to
 * be imported at installation.
 */
import type { NeighbourStretch, Zone, ZoneProperties } from '../types.ts';
import { foldName } from './fold-name.ts';

type Position = [number, number];

interface DataPoint {
  lat: number;
  lon: number;
}

interface DataPort extends DataPoint {
  name: string;
  code: string | null;
  province: string;
  class: string | null;
  suspect?: string;
}

/** The parts of the data file that make zones. */
export interface VietnamMaritimeData {
  sources: Record<string, { title: string; reliability: string }>;
  tonkin_2000_line: { points: DataPoint[] };
  indonesia_2003_shelf: { points: DataPoint[] };
  thailand_1997_line: { points: DataPoint[] };
  zone_line_shore_tuyen_bo: { lonlat: number[][] };
  zone_line_inshore_tuyen_long: { lonlat: number[][] };
  outer_border_demo_75: { lonlat: number[][] };
  ports: DataPort[];
}

export const DEMO_BOUNDARY_ID = 'boundary-demo';

/** Harbour circles (domain.md §8): large ports take more room. Harbours up a river need polygons of their own. */
const LARGE_PORT_NM = 1.5;
const SMALL_PORT_NM = 0.8;

/**
 * Land side of the demo boundary, from the Bắc Luân river mouth round to the Kampot coast, 40 nm and more behind the
 * coast so that no harbour or river comes near its edge. Means nothing but “inland”: it is no border.
 */
const INLAND: Position[] = [
  [108.06, 21.56],
  [107.6, 22.3],
  [105.5, 22.0],
  [104.3, 20.5],
  [104.2, 19.0],
  [105.0, 17.3],
  [106.2, 15.5],
  [106.9, 13.5],
  [106.5, 12.2],
  [105.2, 11.6],
  [104.0, 11.0],
  [103.8033, 10.54],
];

/**
 * Neighbours along the demo border, by its vertices: only where they are those of a treaty line in the data (0.2 km and
 * nearer; point 25 of the Indonesia line is 15 km off) or of waters that the data calls shared or overlapping. The rest
 * of the border names nobody.
 */
const BORDER_NEIGHBOURS: readonly NeighbourStretch[] = [
  { from: 0, to: 5, vi: 'Campuchia', en: 'Cambodia' },
  { from: 7, to: 8, vi: 'Thái Lan', en: 'Thailand' },
  { from: 8, to: 13, vi: 'Malaysia', en: 'Malaysia' },
  { from: 13, to: 18, vi: 'Indonesia', en: 'Indonesia' },
  { from: 54, to: 74, vi: 'Trung Quốc', en: 'China' },
];

export function vietnamZones(data: VietnamMaritimeData): Zone[] {
  return [...demoBoundary(data), ...fishingAreas(data), ...treatyLines(data), ...portZones(data)];
}

function demoBoundary(data: VietnamMaritimeData): Zone[] {
  const border = positions(data.outer_border_demo_75.lonlat);
  return [
    area(DEMO_BOUNDARY_ID, [...border, ...INLAND], {
      name: 'Ranh giới cho phép khai thác (mô phỏng)',
      nameEn: 'Permitted fishing boundary (demonstration)',
      kind: 'boundary',
      source: sourceOf(data, 'FORFISH75'),
      faults:
        'Do not use for enforcement. Không dùng để xử lý vi phạm. 75 simplified vertices, partly unilateral; the inland side is arbitrary; point 25 of the Indonesia line is 15 km off.',
      demoOnly: true,
      drawnVertices: border.length,
      neighbour: BORDER_NEIGHBOURS,
    }),
  ];
}

/**
 * Areas between the two lines of NĐ 26/2019 Annex IV-A. The coast itself is not in the data: the coastal area is
 * everything from the shore line to the demo boundary's inland side. The 6 nm belts round islands are missing.
 */
function fishingAreas(data: VietnamMaritimeData): Zone[] {
  const shore = positions(data.zone_line_shore_tuyen_bo.lonlat);
  const inshore = positions(data.zone_line_inshore_tuyen_long.lonlat);
  const border = positions(data.outer_border_demo_75.lonlat);
  const source = sourceOf(data, 'ND26');
  const faults = 'Third-party digitisation, numbering inferred; the 6 nm coastal belts of islands are not drawn.';
  // The inshore line meets the demo border at its two ends: the offshore ring takes the border in between.
  const outer = border.filter(([lon, lat]) => lat < 20.8 && !(lon > 103.7 && lon < 103.83 && lat > 10.3));
  return [
    area('area-coastal', [...shore.toReversed(), ...INLAND], {
      name: 'Vùng ven bờ',
      nameEn: 'Coastal fishing area',
      kind: 'coastal',
      source,
      faults: `${faults} Land is included up to an arbitrary inland line.`,
      demoOnly: true,
      drawnVertices: shore.length,
    }),
    area('area-inshore', [...shore, ...inshore.toReversed()], {
      name: 'Vùng lộng',
      nameEn: 'Inshore fishing area',
      kind: 'inshore',
      source,
      faults,
      demoOnly: true,
    }),
    area('area-offshore', [...inshore, ...outer], {
      name: 'Vùng khơi',
      nameEn: 'Offshore fishing area',
      kind: 'offshore',
      source: `${source} · ${sourceOf(data, 'FORFISH75')}`,
      faults: `${faults} Its outer side is the demonstration boundary.`,
      demoOnly: true,
    }),
  ];
}

/** Agreed lines, directed as the treaties number their points; Vietnam's side is named by the direction of travel. */
function treatyLines(data: VietnamMaritimeData): Zone[] {
  return [
    line('line-tonkin-2000', data.tonkin_2000_line.points, {
      name: 'Đường phân định vịnh Bắc Bộ (2000)',
      nameEn: 'Gulf of Tonkin delimitation line, Viet Nam – China (2000)',
      kind: 'boundary',
      ourSide: 'right',
      neighbour: { vi: 'Trung Quốc', en: 'China' },
      source: sourceOf(data, 'TONKIN2000'),
      faults: 'Latitude of point 11 corrected from a misprint. Points 1–9 territorial sea, 9–21 EEZ and shelf.',
    }),
    line('line-indonesia-2003', data.indonesia_2003_shelf.points, {
      name: 'Đường phân định thềm lục địa Việt Nam – Indonesia (2003)',
      nameEn: 'Continental shelf line, Viet Nam – Indonesia (2003)',
      kind: 'boundary',
      ourSide: 'left',
      neighbour: { vi: 'Indonesia', en: 'Indonesia' },
      source: sourceOf(data, 'INDO2003'),
      faults: 'Continental shelf only: the EEZ line agreed in 2022 is separate and its coordinates were not found.',
    }),
    line('line-thailand-1997', data.thailand_1997_line.points, {
      name: 'Đường phân định Việt Nam – Thái Lan (1997)',
      nameEn: 'Maritime boundary, Viet Nam – Thailand (1997)',
      kind: 'boundary',
      ourSide: 'right',
      neighbour: { vi: 'Thái Lan', en: 'Thailand' },
      source: sourceOf(data, 'THAI1997'),
      faults: 'Some copies misprint point C as 7°48′ and point K in the seconds.',
    }),
  ];
}

const PORT_FAULTS =
  'Hình tròn quanh một điểm, không phải ranh giới cảng đã công bố. A circle round one point of a third-party list, not the published limits of the port.';

/** A port whose place is doubtful stays on the map, but is no port to any rule: it would excuse silence in the wrong place. */
function portZones(data: VietnamMaritimeData): Zone[] {
  const source = sourceOf(data, 'PORTS');
  return data.ports.map((port) => {
    const large = port.class === 'I' || port.class === 'II';
    const properties: ZoneProperties = {
      name: `Cảng cá ${port.name}`,
      nameEn: `${port.name} fishing port`,
      kind: port.suspect ? 'monitored' : 'port',
      version: 1,
      source,
      faults: port.suspect ? `${port.suspect}. Do not use for enforcement. ${PORT_FAULTS}` : PORT_FAULTS,
      radiusNm: large ? LARGE_PORT_NM : SMALL_PORT_NM,
      province: port.province,
    };
    if (port.code) properties.code = port.code;
    const id = `port-${port.code ? port.code.toLowerCase() : foldName(port.name)}`;
    return { id, geometry: { type: 'Point', coordinates: [port.lon, port.lat] }, properties };
  });
}

function area(id: string, ring: Position[], properties: Omit<ZoneProperties, 'version'>): Zone {
  return {
    id,
    geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]!]] },
    properties: { ...properties, version: 1 },
  };
}

function line(id: string, points: DataPoint[], properties: Omit<ZoneProperties, 'version'>): Zone {
  const coordinates = points.map((point): Position => [point.lon, point.lat]);
  return { id, geometry: { type: 'LineString', coordinates }, properties: { ...properties, version: 1 } };
}

function positions(pairs: number[][]): Position[] {
  return pairs.map(([lon, lat]) => [lon!, lat!]);
}

function sourceOf(data: VietnamMaritimeData, key: string): string {
  const source = data.sources[key];
  return source ? `${source.title} (${source.reliability})` : key;
}
