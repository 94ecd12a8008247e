/** What the readers of all formats share: the zones read so far, what was found wrong on the way, and the bounds of both. */

import { foldName } from '../regions/fold-name.ts';
import { type Attributes, type DraftShape, type Position, samePosition, type ZoneDraft } from './draft.ts';
import {
  type Finding,
  type FindingCode,
  type FindingParts,
  fileFinding,
  MAX_PLACES,
  type Place,
  placeAt,
  type Severity,
} from './finding.ts';

export type ZoneFileFormat = 'geojson' | 'kml' | 'kmz' | 'shapefile' | 'gpx' | 'csv';

/** A province's zones with every bend of the coast have a tenth of each. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;
export const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
export const MAX_ZONES = 5_000;
export const MAX_VERTICES = 200_000;
/** Elements within elements, collections within collections. */
export const MAX_DEPTH = 32;

/** The file as a whole cannot be read. Thrown and caught inside this folder. */
export class FileRefusal extends Error {
  readonly finding: Finding;

  constructor(code: FindingCode, parts: FindingParts) {
    super(parts.en);
    this.finding = fileFinding(code, 'error', parts);
  }
}

/** Of the same code, further findings on single positions or rows are counted with the first. */
interface Counted {
  severity: Severity;
  places: Place[];
  count: number;
  say: (count: number, first: Place) => { vi: string; en: string };
}

export class Reading {
  readonly drafts: ZoneDraft[] = [];
  private readonly found: Finding[] = [];
  private readonly counted = new Map<string, Counted>();
  private readonly loosePoints: Position[] = [];
  private vertices = 0;

  /** No polygon at all is an empty zone. */
  addAreas(polygons: Position[][][], attributes: Attributes): void {
    const real = polygons
      .filter(([outer]) => outer !== undefined && outer.length > 0)
      .map((rings) => rings.filter(({ length }) => length > 0));
    this.add(real.length > 0 ? { type: 'areas', polygons: real } : { type: 'empty' }, attributes);
  }

  /** A zone is one line: pieces that follow on are joined, others become zones of their own with a number to their name. */
  addLines(lines: readonly Position[][], attributes: Attributes): void {
    const joined = joinedLines(lines);
    if (joined.length === 0) this.add({ type: 'empty' }, attributes);
    joined.forEach((positions, i) => {
      this.add({ type: 'line', positions }, i === 0 ? attributes : numbered(attributes, i + 1));
    });
  }

  /** A point that says its radius or kind is a circle; others may be the corners of an area and are kept together. */
  addPoints(positions: Position[], attributes: Attributes): void {
    const [position] = positions;
    const isCircle = attributes.radiusNm !== undefined || attributes.kind !== undefined;
    if (position && positions.length === 1 && isCircle) this.add({ type: 'point', position }, attributes);
    else if (positions.length > 1) this.add({ type: 'points', positions }, attributes);
    else this.loosePoints.push(...positions);
  }

  /** To be called when all is read. */
  finish(): void {
    const positions = this.loosePoints.splice(0);
    if (positions.length === 0) return;
    if (this.drafts.length === 0) {
      this.add({ type: 'points', positions }, {});
      return;
    }
    const place = placeAt(positions[0]!);
    this.note('left-out', 'info', {
      vi: `${positions.length} điểm rời không có bán kính nên không phải là vùng; đã bỏ qua (điểm đầu ${place.text}).`,
      en: `${positions.length} single points have no radius and are no zones; left out (the first at ${place.text}).`,
      places: positions.slice(0, MAX_PLACES).map((position) => placeAt(position)),
      count: positions.length,
    });
  }

  private add(shape: DraftShape, attributes: Attributes): void {
    const key = this.drafts.length;
    if (key >= MAX_ZONES) {
      throw new FileRefusal('too-many-zones', {
        vi: `Tệp có hơn ${MAX_ZONES} vùng. Hãy chia thành nhiều tệp.`,
        en: `The file has more than ${MAX_ZONES} zones. Split it into several files.`,
      });
    }
    this.drafts.push({ key, id: idOf(attributes, key), shape, attributes });
  }

  /** Counts a position that is going to be kept; the bound on all of them is held here. */
  keep(position: Position): Position {
    this.vertices++;
    if (this.vertices > MAX_VERTICES) {
      throw new FileRefusal('too-many-vertices', {
        vi: `Tệp có hơn ${MAX_VERTICES} đỉnh. Hãy đơn giản hóa đường biên hoặc chia tệp.`,
        en: `The file has more than ${MAX_VERTICES} vertices. Simplify the outlines or split the file.`,
      });
    }
    return position;
  }

  note(code: FindingCode, severity: Severity, parts: FindingParts): void {
    this.found.push(fileFinding(code, severity, parts));
  }

  /** @param what findings with the same code and `what` become one */
  count(code: FindingCode, what: string, severity: Severity, place: Place, say: Counted['say']): void {
    const id = `${code} ${what}`;
    const known = this.counted.get(id);
    if (!known) {
      this.counted.set(id, { severity, places: [place], count: 1, say });
      return;
    }
    known.count++;
    if (known.places.length < MAX_PLACES) known.places.push(place);
  }

  get findings(): Finding[] {
    const counted = [...this.counted].map(([id, { severity, places, count, say }]) =>
      fileFinding(id.split(' ')[0] as FindingCode, severity, { ...say(count, places[0]!), places, count }),
    );
    return [...this.found, ...counted];
  }
}

/** Each line that begins where the one before it ends is a piece of it. */
function joinedLines(lines: readonly Position[][]): Position[][] {
  const joined: Position[][] = [];
  for (const line of lines) {
    const before = joined[joined.length - 1];
    const first = line[0];
    if (!first) continue;
    if (before && samePosition(before[before.length - 1]!, first)) before.push(...line.slice(1));
    else joined.push([...line]);
  }
  return joined;
}

function numbered(attributes: Attributes, number: number): Attributes {
  const { id, name } = attributes;
  return {
    ...attributes,
    ...(id !== undefined && { id: `${id}-${number}` }),
    ...(name !== undefined && { name: `${name} (${number})` }),
  };
}

/** What the file says, else the name in ASCII, else its number. */
function idOf({ id, name }: Attributes, key: number): string {
  const given = typeof id === 'number' || typeof id === 'string' ? String(id).trim() : '';
  const folded = typeof name === 'string' ? foldName(name.slice(0, 200)) : '';
  return (given || folded || `zone-${key + 1}`).slice(0, 100);
}
