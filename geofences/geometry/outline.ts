/** The outline of a zone's parts: every edge of a line, and of areas what is not within another part of the same zone. */
import { meetings } from './cuts.ts';
import { type Part, partContains } from './part.ts';

/** Calls `visit` with the straight pieces of the outline, in the order of the parts' edges; `chained` when one goes on from the last. */
type PieceVisitor = (ax: number, ay: number, bx: number, by: number, chained: boolean) => void;

/** So far to both sides of a piece it is asked what is there: a tenth of a millimetre. */
const BESIDE_DEG = 1e-9;
/**
 * Bounds the work on a zone of very many parts that lie over one another: boxes held against each other, and edges against
 * parts whose boxes they touch. The second is a tangle of 2,000 large areas, or some seconds. Beyond them all edges, the
 * hidden ones too, are taken for outline; who wants such a zone has to unite its parts first.
 */
const MAX_BOXES = 2 ** 28;
const MAX_MEETINGS = 2 ** 24;

export function eachOutlinePiece(parts: readonly Part[], visit: PieceVisitor): void {
  if (parts.length > 1 && parts[0]!.closed) visibleAreaPieces(parts, visit);
  else eachEdge(parts, visit);
}

/** The same for parts that do not overlap: all their edges. */
export function eachEdge(parts: readonly Part[], visit: PieceVisitor): void {
  for (const { x, y, edges } of parts) {
    let previous = -2;
    for (const edge of edges) {
      visit(x[edge]!, y[edge]!, x[edge + 1]!, y[edge + 1]!, edge === previous + 1);
      previous = edge;
    }
  }
}

function visibleAreaPieces(parts: readonly Part[], visit: PieceVisitor): void {
  const neighbours = neighboursOf(parts);
  if (!neighbours) {
    eachEdge(parts, visit);
    return;
  }
  const fractions: number[] = [];
  let meetingsLeft = MAX_MEETINGS;
  parts.forEach((part, index) => {
    const near = neighbours[index]!;
    const { x, y } = part;
    for (const edge of part.edges) {
      const [ax, ay, bx, by] = [x[edge]!, y[edge]!, x[edge + 1]!, y[edge + 1]!];
      const beside = near.filter((neighbour) => reaches(neighbour, ax, ay, bx, by));
      meetingsLeft -= beside.length;
      if (meetingsLeft < 0) {
        visit(ax, ay, bx, by, false);
        continue;
      }
      fractions.length = 0;
      for (const { other, turned } of beside) meetings(other, ax + turned, ay, bx + turned, by, fractions);
      fractions.push(0, 1);
      fractions.sort((a, b) => a - b);
      for (let i = 1; i < fractions.length; i++) {
        const [from, to] = [fractions[i - 1]!, fractions[i]!];
        if (to <= from || !isOuter(beside, ax, ay, bx, by, (from + to) / 2)) continue;
        const at = (t: number): [number, number] => [ax + (bx - ax) * t, ay + (by - ay) * t];
        visit(...at(from), ...at(to), false);
      }
    }
  });
}

/** Does its box come so near to the edge that it matters? */
function reaches({ other, turned }: Neighbour, ax: number, ay: number, bx: number, by: number): boolean {
  const { west, south, east, north } = other;
  const [aLon, bLon] = [ax + turned, bx + turned];
  if (
    (aLon < west - BESIDE_DEG && bLon < west - BESIDE_DEG) ||
    (aLon > east + BESIDE_DEG && bLon > east + BESIDE_DEG)
  ) {
    return false;
  }
  return !(
    (ay < south - BESIDE_DEG && by < south - BESIDE_DEG) ||
    (ay > north + BESIDE_DEG && by > north + BESIDE_DEG)
  );
}

/** Both sides in one of the others or in itself, and the piece is no outline. */
function isOuter(beside: readonly Neighbour[], ax: number, ay: number, bx: number, by: number, t: number): boolean {
  const length = Math.hypot(bx - ax, by - ay);
  const [nx, ny] = [(-(by - ay) / length) * BESIDE_DEG, ((bx - ax) / length) * BESIDE_DEG];
  const [x, y] = [ax + (bx - ax) * t, ay + (by - ay) * t];
  const isWithin = (lon: number, lat: number) =>
    beside.some(({ other, turned }) => partContains(other, lon + turned, lat));
  return !(isWithin(x + nx, y + ny) && isWithin(x - nx, y - ny));
}

interface Neighbour {
  other: Part;
  /** Degrees to add to a longitude to be in the other's. */
  turned: number;
}

/** For every part those whose boxes touch its own, itself among them; undefined when they are too many. */
function neighboursOf(parts: readonly Part[]): Neighbour[][] | undefined {
  const boxes = parts.flatMap((part, index) =>
    [-360, 0, 360].map((turned) => ({ index, turned, west: part.west + turned, east: part.east + turned })),
  );
  boxes.sort((a, b) => a.west - b.west);
  const neighbours: Neighbour[][] = parts.map((part) => [{ other: part, turned: 0 }]);
  let boxesLeft = MAX_BOXES;
  for (let i = 0; i < boxes.length; i++) {
    const box = boxes[i]!;
    for (let k = i + 1; k < boxes.length && boxes[k]!.west <= box.east; k++) {
      if (--boxesLeft < 0) return undefined;
      const next = boxes[k]!;
      const [a, b] = [parts[box.index]!, parts[next.index]!];
      if (a === b || a.south > b.north || b.south > a.north) continue;
      boxesLeft -= a.edges.length + b.edges.length;
      if (box.turned === 0) neighbours[box.index]!.push({ other: b, turned: -next.turned });
      if (next.turned === 0) neighbours[next.index]!.push({ other: a, turned: -box.turned });
    }
  }
  return neighbours;
}
