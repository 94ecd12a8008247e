/**
 * Any set of closed rings, crossing as they like → proper polygons of the places that they wind round so and so often.
 * One method serves every repair: an outline that crosses itself (winds round at least once, either way), parts that
 * overlap (at least once), holes taken out (less than that), what two zones share (twice).
 *
 * Rings are cut where they meet. In every such point incoming and outgoing pieces are joined so that no two ways through
 * it cross (Seifert's smoothing), which keeps all winding numbers and leaves simple loops that lie beside or within one
 * another. A loop is an edge of the answer where the count inside it is wanted and the count outside it is not.
 */
import type { Position } from '../draft.ts';
import { type Meeting, meetingsOf, ON_EDGE_DEG } from './crossings.ts';
import { continuous } from './drawn.ts';
import { containersOf } from './nesting.ts';
import { signedArea } from './ring.ts';

/** Loops below this are rounding: 0.01 m². Square degrees. */
const NOTHING_DEG2 = 1e-12;
const SAME_DEG = 2 * ON_EDGE_DEG;
/** So much larger that most points look into one cell only. */
const CELL_DEG = 64 * SAME_DEG;
const NO_KEYS: readonly number[] = [];

interface Piece {
  from: number;
  to: number;
}

/** One of a piece's two ends. */
interface End {
  piece: number;
  isIncoming: boolean;
}

type Wanted = (winding: number) => boolean;

/**
 * @param rings closed, positions that follow one another differ; counter-clockwise counts +1, clockwise −1
 * @returns closed rings, outer ones counter-clockwise; undefined when there are too many crossings, or rings within rings, to go on
 */
export function regionOf(rings: readonly Position[][], isWanted: Wanted): Position[][][] | undefined {
  const first = regionOnce(rings, isWanted);
  // Neighbouring places that are both wanted, but wound round differently, still have their common edge between them.
  return first && first.length > 1 ? regionOnce(first.flat(), (winding) => winding > 0) : first;
}

function regionOnce(rings: readonly Position[][], isWanted: Wanted): Position[][][] | undefined {
  const meetings = meetingsOf(rings);
  if (!meetings.complete) return undefined;
  const places = new Places();
  for (const position of rings.flat()) places.keyOf(position);
  const pieces = withoutOpposites(piecesOf(rings, meetings.found, places));
  const loops = loopsOf(pieces, places).filter((loop) => Math.abs(signedArea(loop)) > NOTHING_DEG2);
  return polygonsWhere(loops, isWanted);
}

/** Points that are nearer than 0.2 mm are one: three edges through one place give three roundings of it. Vertices come first. */
class Places {
  private readonly byKey: Position[] = [];
  private readonly cells = new Map<number, number[]>();

  keyOf([x, y]: Position): number {
    for (let column = cellOf(x - SAME_DEG); column <= cellOf(x + SAME_DEG); column++) {
      for (let row = cellOf(y - SAME_DEG); row <= cellOf(y + SAME_DEG); row++) {
        for (const key of this.cells.get(cellKey(column, row)) ?? NO_KEYS) if (this.isNear(key, x, y)) return key;
      }
    }
    const key = this.byKey.push([x, y]) - 1;
    const cell = cellKey(cellOf(x), cellOf(y));
    const list = this.cells.get(cell);
    if (list) list.push(key);
    else this.cells.set(cell, [key]);
    return key;
  }

  at(key: number): Position {
    return this.byKey[key]!;
  }

  private isNear(key: number, x: number, y: number): boolean {
    const [ax, ay] = this.at(key);
    return Math.abs(ax - x) <= SAME_DEG && Math.abs(ay - y) <= SAME_DEG;
  }
}

function cellOf(degrees: number): number {
  return Math.floor(degrees / CELL_DEG);
}

/** Two cells may share a key: what is in them is compared anyway. */
function cellKey(column: number, row: number): number {
  return column * 65_536 + (row & 65_535);
}

/** The rings cut at every meeting. */
function piecesOf(rings: readonly Position[][], meetings: readonly Meeting[], places: Places): Piece[] {
  const cuts = cutsByEdge(meetings);
  const pieces: Piece[] = [];
  rings.forEach((ring, chain) => {
    for (let edge = 0; edge + 1 < ring.length; edge++) {
      const inner = cuts.get(`${chain}:${edge}`)?.sort((a, b) => a.along - b.along) ?? [];
      const way = [ring[edge]!, ...inner.map(({ position }) => position), ring[edge + 1]!].map((position) =>
        places.keyOf(position),
      );
      for (let i = 1; i < way.length; i++) {
        if (way[i - 1] !== way[i]) pieces.push({ from: way[i - 1]!, to: way[i]! });
      }
    }
  });
  return pieces;
}

function cutsByEdge(meetings: readonly Meeting[]): Map<string, { along: number; position: Position }[]> {
  const cuts = new Map<string, { along: number; position: Position }[]>();
  for (const { a, b, position } of meetings) {
    for (const { chain, edge, along } of [a, b]) {
      const key = `${chain}:${edge}`;
      const list = cuts.get(key);
      if (list) list.push({ along, position });
      else cuts.set(key, [{ along, position }]);
    }
  }
  return cuts;
}

/** A piece there and the same back bound nothing: a border shared by two parts, the bridge of a keyhole. */
function withoutOpposites(pieces: readonly Piece[]): Piece[] {
  const balance = new Map<string, number>();
  const idOf = ({ from, to }: Piece): [string, number] => (from < to ? [`${from}|${to}`, 1] : [`${to}|${from}`, -1]);
  for (const piece of pieces) {
    const [id, sign] = idOf(piece);
    balance.set(id, (balance.get(id) ?? 0) + sign);
  }
  return pieces.filter((piece) => {
    const [id, sign] = idOf(piece);
    const left = balance.get(id)!;
    if (left * sign <= 0) return false;
    balance.set(id, left - sign);
    return true;
  });
}

/** Follows the pieces through the smoothed points; a loop that comes by a point twice is two loops. */
function loopsOf(pieces: readonly Piece[], places: Places): Position[][] {
  const next = joinedPieces(pieces, places);
  const seen = new Uint8Array(pieces.length);
  const loops: Position[][] = [];
  for (let start = 0; start < pieces.length; start++) {
    const way: number[] = [];
    const placeInWay = new Map<number, number>();
    for (let piece = start; piece >= 0 && seen[piece] === 0; piece = next[piece]!) {
      seen[piece] = 1;
      const { from } = pieces[piece]!;
      const before = placeInWay.get(from);
      if (before !== undefined) takeLoop(way, before, placeInWay, places, loops);
      placeInWay.set(from, way.length);
      way.push(from);
    }
    if (way.length > 0) takeLoop(way, 0, placeInWay, places, loops);
  }
  return loops;
}

function takeLoop(
  way: number[],
  from: number,
  placeInWay: Map<number, number>,
  places: Places,
  loops: Position[][],
): void {
  const keys = way.splice(from);
  for (const key of keys) placeInWay.delete(key);
  const loop = keys.map((key) => places.at(key));
  if (loop.length >= 3) loops.push([...loop, loop[0]!]);
}

/** For every piece the one that goes on from its end; −1 where none does. */
function joinedPieces(pieces: readonly Piece[], places: Places): Int32Array {
  const next = new Int32Array(pieces.length).fill(-1);
  const ends = new Map<number, End[]>();
  const addEnd = (key: number, piece: number, isIncoming: boolean): void => {
    const list = ends.get(key);
    if (list) list.push({ piece, isIncoming });
    else ends.set(key, [{ piece, isIncoming }]);
  };
  pieces.forEach(({ from, to }, piece) => {
    addEnd(from, piece, false);
    addEnd(to, piece, true);
  });
  for (const [key, list] of ends) {
    const centre = places.at(key);
    const angleOf = ({ piece, isIncoming }: End): number => {
      const { from, to } = pieces[piece]!;
      const [x, y] = places.at(isIncoming ? from : to);
      return Math.atan2(y - centre[1], x - centre[0]);
    };
    const round = list.map((end) => ({ ...end, angle: angleOf(end) })).sort(byAngle);
    matchAround(round, next);
  }
  return next;
}

/**
 * Pieces that run side by side are lanes, the first being the left one: seen counter-clockwise from where they begin it
 * comes last, from where they end first.
 */
function byAngle(a: End & { angle: number }, b: End & { angle: number }): number {
  return a.angle - b.angle || (a.isIncoming ? a.piece - b.piece : b.piece - a.piece);
}

/**
 * As brackets match, round the circle: every incoming piece goes on by the outgoing one next to it clockwise that is still
 * free, which keeps to the side on its left. Ways so joined cannot cross, and places that only meet in a point come apart.
 */
function matchAround(round: readonly End[], next: Int32Array): void {
  const open: End[] = [];
  for (const end of round) {
    if (!end.isIncoming) open.push(end);
    else if (open.length > 0) next[end.piece] = open.pop()!.piece;
  }
  for (const end of round) {
    if (end.isIncoming && next[end.piece]! < 0 && open.length > 0) next[end.piece] = open.pop()!.piece;
  }
}

function polygonsWhere(loops: readonly Position[][], isWanted: Wanted): Position[][][] | undefined {
  const containers = containersOf(loops, (loop) => Math.abs(signedArea(loop)));
  if (!containers) return undefined;
  const signs = loops.map((loop) => Math.sign(signedArea(loop)));
  const around = containers.map((list) => list.reduce((sum, j) => sum + signs[j]!, 0));
  const polygons = new Map<number, Position[][]>();
  const holes: number[] = [];
  loops.forEach((loop, i) => {
    const [outside, inside] = [isWanted(around[i]!), isWanted(around[i]! + signs[i]!)];
    if (inside && !outside) polygons.set(i, [turned(loop, 1)]);
    else if (outside && !inside) holes.push(i);
  });
  for (const hole of holes) {
    // The innermost loop around it that is an edge of the answer: the one that itself lies in most others.
    const owners = containers[hole]!.filter((j) => polygons.has(j));
    const owner = owners.reduce<number | undefined>(
      (best, j) => (best === undefined || containers[j]!.length > containers[best]!.length ? j : best),
      undefined,
    );
    if (owner !== undefined) polygons.get(owner)!.push(turned(loops[hole]!, -1));
  }
  return [...polygons.values()];
}

/** Counter-clockwise for 1, clockwise for −1, across ±180 too. */
export function turned(ring: Position[], direction: 1 | -1): Position[] {
  return signedArea(continuous(ring)) * direction < 0 ? ring.toReversed() : ring;
}
