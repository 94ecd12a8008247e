/** The outline of a zone's parts: every edge of a line, and of areas what is not within another part of the same zone. */
import { isIn } from './crossing.ts';
import { meetings } from './cuts.ts';
import type { Part } from './part.ts';

/** Calls `visit` with the straight pieces of the outline, in the order of the parts' edges; `chained` when one goes on from the last. */
export type PieceVisitor = (ax: number, ay: number, bx: number, by: number, chained: boolean) => void;

/** So far to both sides of a piece it is asked what is there: a tenth of a millimetre. */
const BESIDE_DEG = 1e-9;

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
  const fractions: number[] = [];
  parts.forEach((part, index) => {
    const near = neighbours[index]!;
    const { x, y } = part;
    for (const edge of part.edges) {
      const [ax, ay, bx, by] = [x[edge]!, y[edge]!, x[edge + 1]!, y[edge + 1]!];
      fractions.length = 0;
      for (const { other, turned } of near) meetings(other, ax + turned, ay, bx + turned, by, fractions);
      fractions.push(0, 1);
      fractions.sort((a, b) => a - b);
      for (let i = 1; i < fractions.length; i++) {
        const [from, to] = [fractions[i - 1]!, fractions[i]!];
        if (to <= from || !isOuter(near, ax, ay, bx, by, (from + to) / 2)) continue;
        const at = (t: number): [number, number] => [ax + (bx - ax) * t, ay + (by - ay) * t];
        visit(...at(from), ...at(to), false);
      }
    }
  });
}

/** Both sides in one of the others or in itself, and the piece is no outline. */
function isOuter(near: readonly Neighbour[], ax: number, ay: number, bx: number, by: number, t: number): boolean {
  const length = Math.hypot(bx - ax, by - ay);
  const [nx, ny] = [(-(by - ay) / length) * BESIDE_DEG, ((bx - ax) / length) * BESIDE_DEG];
  const [x, y] = [ax + (bx - ax) * t, ay + (by - ay) * t];
  const parts = near.map(({ other }) => other);
  return !(isIn(parts, x + nx, y + ny) && isIn(parts, x - nx, y - ny));
}

interface Neighbour {
  other: Part;
  /** Degrees to add to a longitude to be in the other's. */
  turned: number;
}

/** For every part those whose boxes touch its own, itself among them. */
function neighboursOf(parts: readonly Part[]): Neighbour[][] {
  const boxes = parts.flatMap((part, index) =>
    [-360, 0, 360].map((turned) => ({ index, turned, west: part.west + turned, east: part.east + turned })),
  );
  boxes.sort((a, b) => a.west - b.west);
  const neighbours: Neighbour[][] = parts.map((part) => [{ other: part, turned: 0 }]);
  boxes.forEach((box, i) => {
    for (let k = i + 1; k < boxes.length && boxes[k]!.west <= box.east; k++) {
      const next = boxes[k]!;
      const [a, b] = [parts[box.index]!, parts[next.index]!];
      if (a === b || a.south > b.north || b.south > a.north) continue;
      if (box.turned === 0) neighbours[box.index]!.push({ other: b, turned: -next.turned });
      if (next.turned === 0) neighbours[next.index]!.push({ other: a, turned: -box.turned });
    }
  });
  return neighbours;
}
