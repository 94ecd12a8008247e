/** Beside the other zones: ids used twice, zones that would be replaced, and zones of the same kind that overlap. */
import Flatbush from 'flatbush';
import { geodesicPoint, METRES_PER_NM } from '../../geometry/ellipsoid.ts';
import type { Zone } from '../../types.ts';
import { draftLabel, type Position, type ZoneDraft } from '../draft.ts';
import { type Finding, fileFinding, placeAt, placeText, zoneFinding } from '../finding.ts';
import { properlyTurned } from '../repairs.ts';
import { areaKm2 } from '../shapes/area.ts';
import { regionOf } from '../shapes/arrangement.ts';
import { drawnPolygons, onEarth } from '../shapes/drawn.ts';
import { boxOf } from '../shapes/ring.ts';
import { areaText } from '../words.ts';
import { zoneOf } from '../zone-of.ts';

/** Borders drawn twice differ by so much; less is not worth a word. 100 m × 100 m. */
const LEAST_SHARED_KM2 = 0.01;
/** More overlaps than this nobody reads. */
const MAX_OVERLAPS = 100;
/** Vertices of pairs of zones that are laid over one another, in all. */
const MAX_WORK = 1_000_000;
const CIRCLE_CORNERS = 64;

export function checkIds(drafts: readonly ZoneDraft[], existing: readonly Zone[]): Finding[] {
  const inUse = new Map(existing.map((zone) => [zone.id, zone]));
  const firsts = new Map<string, ZoneDraft>();
  const taken = new Set([...inUse.keys(), ...drafts.map(({ id }) => id)]);
  return drafts.flatMap((draft) => {
    const first = firsts.get(draft.id);
    if (first) return [twin(draft, first, freeId(draft.id, taken))];
    firsts.set(draft.id, draft);
    const old = inUse.get(draft.id);
    return old ? [replacing(draft, old)] : [];
  });
}

function freeId(id: string, taken: Set<string>): string {
  let number = 2;
  while (taken.has(`${id}-${number}`)) number++;
  const free = `${id}-${number}`;
  taken.add(free);
  return free;
}

function twin(draft: ZoneDraft, first: ZoneDraft, free: string): Finding {
  const { id } = draft;
  return zoneFinding(draft, 'duplicate-id', 'error', {
    vi: `mã “${id}” đã dùng cho đối tượng thứ ${first.key + 1} (“${draftLabel(first)}”) trong cùng tệp.`,
    en: `its id “${id}” is already that of feature ${first.key + 1} (“${draftLabel(first)}”) of the same file.`,
    repair: {
      vi: `Đổi mã của đối tượng thứ ${draft.key + 1} thành “${free}”.`,
      en: `Changes the id of feature ${draft.key + 1} to “${free}”.`,
      apply: (one) => (one.id === id ? { ...one, id: free } : one),
    },
  });
}

function replacing(draft: ZoneDraft, { properties }: Zone): Finding {
  const { name, version } = properties;
  return zoneFinding(draft, 'replaces-zone', 'info', {
    vi: `sẽ thay vùng đang dùng “${name}” (cùng mã “${draft.id}”, phiên bản ${version}) bằng phiên bản ${version + 1}.`,
    en: `it would replace the zone in use “${name}” (same id “${draft.id}”, version ${version}) as version ${version + 1}.`,
  });
}

/** A zone as an area to lay over others. */
interface Area {
  /** Its place in the file; −1 for a zone in use. */
  order: number;
  id: string;
  name: string;
  kind: string;
  rings: Position[][];
  vertices: number;
}

/** @param drafts as the offered repairs would leave them */
export function checkOverlaps(drafts: readonly ZoneDraft[], existing: readonly Zone[]): Finding[] {
  const areas = [
    ...existing.flatMap((zone) => areaOf(zone, -1) ?? []),
    ...drafts.flatMap((draft, order) => {
      const zone = zoneOf(draft, '');
      return (zone && areaOf(zone, order)) ?? [];
    }),
  ];
  if (areas.length === 0) return [];
  const index = indexOf(areas);
  const findings: Finding[] = [];
  let work = 0;
  for (const area of areas) {
    if (area.order < 0) continue;
    const { west, south, east, north } = boxOf(area.rings.flat());
    for (const turn of TURNS) {
      for (const at of index.search(west + turn, south, east + turn, north, (j) => isRival(areas[j]!, area))) {
        const other = areas[at]!;
        work += other.vertices + area.vertices;
        if (work > MAX_WORK || findings.length >= MAX_OVERLAPS) return [...findings, notAll(findings.length)];
        const finding = overlap(drafts[area.order]!, turnedBy(area.rings, turn), other);
        if (finding) findings.push(finding);
      }
    }
  }
  return findings;
}

/** Degrees: one zone may run over ±180 from the east and the other from the west. */
const TURNS = [0, 360, -360] as const;

function turnedBy(rings: Position[][], turn: number): Position[][] {
  if (turn === 0) return rings;
  return rings.map((ring) => ring.map(([lon, lat]): Position => [lon + turn, lat]));
}

/** Zones in use, and those that stand before it in the file. */
function isRival(other: Area, area: Area): boolean {
  return other.order < area.order && other.kind === area.kind && other.id !== area.id;
}

function notAll(count: number): Finding {
  return fileFinding('overlaps-zone', 'info', {
    vi: `Quá nhiều vùng chồng nhau: chỉ kiểm tra đến trường hợp thứ ${count}.`,
    en: `Too many zones overlap: only the first ${count} cases were looked at.`,
    count,
  });
}

function indexOf(areas: readonly Area[]): Flatbush {
  const index = new Flatbush(areas.length);
  for (const { rings } of areas) {
    const { west, south, east, north } = boxOf(rings.flat());
    index.add(west, south, east, north);
  }
  index.finish();
  return index;
}

function overlap(draft: ZoneDraft, rings: Position[][], other: Area): Finding | undefined {
  const shared = regionOf([...rings, ...other.rings], (winding) => winding >= 2);
  const sharedKm2 = shared ? areaKm2(shared) : 0;
  if (!shared || sharedKm2 < LEAST_SHARED_KM2) return undefined;
  const place = placeAt(onEarth(shared[0]![0]![0]!));
  return zoneFinding(draft, 'overlaps-zone', 'info', {
    vi: `chồng lên vùng cùng loại “${other.name}” ${areaText(sharedKm2, 'vi')}, tại ${placeText(place, 'vi')}.`,
    en: `it overlaps “${other.name}”, a zone of the same kind, by ${areaText(sharedKm2, 'en')}, at ${placeText(place, 'en')}.`,
    places: [place],
  });
}

/** Lines have no area; of a corridor only its middle is known here. */
function areaOf(zone: Zone, order: number): Area | undefined {
  const { id, properties } = zone;
  const { name, kind } = properties;
  const rings = ringsOf(zone);
  if (rings.length === 0) return undefined;
  return { order, id, name, kind, rings, vertices: rings.reduce((sum, { length }) => sum + length, 0) };
}

function ringsOf({ geometry, properties: { radiusNm, edges = 'straight' } }: Zone): Position[][] {
  switch (geometry.type) {
    case 'Polygon':
      return properlyTurned(drawnPolygons([geometry.coordinates], edges)[0]!);
    case 'MultiPolygon':
      return drawnPolygons(geometry.coordinates, edges).flatMap(properlyTurned);
    case 'Point':
      return radiusNm === undefined ? [] : [circle(geometry.coordinates, radiusNm)];
    default:
      return [];
  }
}

function circle([lon, lat]: Position, radiusNm: number): Position[] {
  const ring: Position[] = [];
  for (let i = 0; i < CIRCLE_CORNERS; i++) {
    ring.push(geodesicPoint(lon, lat, (-2 * Math.PI * i) / CIRCLE_CORNERS, radiusNm * METRES_PER_NM));
  }
  return [...ring, ring[0]!];
}
