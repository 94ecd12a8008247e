/** Where rings and lines cross or touch, in the plane of longitude and latitude. Bounded on whatever input. */
import Flatbush from 'flatbush';
import type { Position } from '../draft.ts';

export interface Meeting {
  /** `overlap`: the two edges run along each other for a while; there is one meeting for each end of it. */
  kind: 'cross' | 'touch' | 'overlap';
  position: Position;
  /** Index of the chain and of the edge in it (edge i runs from vertex i to i + 1), and how far along that edge, 0 to 1. */
  a: EdgePlace;
  b: EdgePlace;
}

interface EdgePlace {
  chain: number;
  edge: number;
  along: number;
}

interface Meetings {
  found: Meeting[];
  /** False when the search was given up: there are more of them. */
  complete: boolean;
}

/** An honest outline crosses itself a handful of times; what has more is no outline. */
const MAX_MEETINGS = 5_000;
/** Pairs of edges looked at: below a second. An honest outline has two or three an edge. */
const MAX_PAIRS = 3_000_000;
/** Nearer than this is on the edge: 0.1 mm, far above the rounding of a computed crossing. Degrees. */
export const ON_EDGE_DEG = 1e-9;

interface Edge {
  chain: number;
  index: number;
  from: Position;
  to: Position;
}

/**
 * All places where edges meet, other than a chain's neighbouring edges in their common vertex. Chains are closed rings
 * (first position repeated) or lines; positions that follow one another must differ.
 */
export function meetingsOf(chains: readonly Position[][]): Meetings {
  const edges = edgesOf(chains);
  const found: Meeting[] = [];
  if (edges.length < 2) return { found, complete: true };
  const index = new Flatbush(edges.length);
  for (const { from, to } of edges) {
    index.add(Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1]));
  }
  index.finish();
  let pairs = 0;
  for (const [i, edge] of edges.entries()) {
    const { from, to } = edge;
    const near = index.search(
      Math.min(from[0], to[0]) - ON_EDGE_DEG,
      Math.min(from[1], to[1]) - ON_EDGE_DEG,
      Math.max(from[0], to[0]) + ON_EDGE_DEG,
      Math.max(from[1], to[1]) + ON_EDGE_DEG,
      (j) => j > i,
    );
    pairs += near.length;
    for (const j of near) addMeetings(edge, edges[j]!, chains, found);
    if (pairs > MAX_PAIRS || found.length > MAX_MEETINGS) return { found, complete: false };
  }
  return { found, complete: true };
}

function edgesOf(chains: readonly Position[][]): Edge[] {
  return chains.flatMap((chain, number) =>
    chain.slice(1).map((to, index): Edge => ({ chain: number, index, from: chain[index]!, to })),
  );
}

function addMeetings(a: Edge, b: Edge, chains: readonly Position[][], found: Meeting[]): void {
  const shared = sharedVertex(a, b, chains);
  const turns = [turn(a, b.from), turn(a, b.to), turn(b, a.from), turn(b, a.to)];
  if (turns.every((value) => value === 0)) {
    addOverlap(a, b, shared, found);
    return;
  }
  if (shared) return;
  const [toFrom, toTo, fromFrom, fromTo] = turns as [number, number, number, number];
  if (toFrom * toTo < 0 && fromFrom * fromTo < 0) {
    found.push(crossing(a, b));
    return;
  }
  if (toFrom === 0) addTouch(a, b, b.from, found);
  else if (toTo === 0) addTouch(a, b, b.to, found);
  else if (fromFrom === 0) addTouch(a, b, a.from, found);
  else if (fromTo === 0) addTouch(a, b, a.to, found);
}

/** The vertex in which two edges of one chain follow one another. */
function sharedVertex(a: Edge, b: Edge, chains: readonly Position[][]): Position | undefined {
  if (a.chain !== b.chain) return undefined;
  if (b.index === a.index + 1) return a.to;
  const chain = chains[a.chain]!;
  const isClosed = same(chain[0]!, chain[chain.length - 1]!);
  return isClosed && a.index === 0 && b.index === chain.length - 2 ? a.from : undefined;
}

/** On which side of the edge a point lies: 1 left, −1 right, 0 on its line. */
function turn({ from, to }: Edge, point: Position): number {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const cross = dx * (point[1] - from[1]) - dy * (point[0] - from[0]);
  if (Math.abs(cross) <= ON_EDGE_DEG * Math.hypot(dx, dy)) return 0;
  return cross > 0 ? 1 : -1;
}

function crossing(a: Edge, b: Edge): Meeting {
  const [dx, dy] = [a.to[0] - a.from[0], a.to[1] - a.from[1]];
  const [ex, ey] = [b.to[0] - b.from[0], b.to[1] - b.from[1]];
  const [x, y] = [b.from[0] - a.from[0], b.from[1] - a.from[1]];
  const along = (x * ey - y * ex) / (dx * ey - dy * ex);
  const position: Position = [a.from[0] + along * dx, a.from[1] + along * dy];
  return meeting('cross', a, b, position);
}

function addTouch(a: Edge, b: Edge, position: Position, found: Meeting[]): void {
  if (isBetween(a, position) && isBetween(b, position)) found.push(meeting('touch', a, b, position));
}

/** Both edges lie on one line: they meet in the ends of what they have in common. */
function addOverlap(a: Edge, b: Edge, shared: Position | undefined, found: Meeting[]): void {
  const ends: Position[] = [];
  for (const [edge, point] of [
    [a, b.from],
    [a, b.to],
    [b, a.from],
    [b, a.to],
  ] as const) {
    if (isBetween(edge, point) && !ends.some((end) => same(end, point))) ends.push(point);
  }
  if (ends.length === 1 && !shared) found.push(meeting('touch', a, b, ends[0]!));
  if (ends.length < 2) return;
  for (const end of ends) found.push(meeting('overlap', a, b, end));
}

function meeting(kind: Meeting['kind'], a: Edge, b: Edge, position: Position): Meeting {
  return { kind, position, a: placeOn(a, position), b: placeOn(b, position) };
}

function placeOn(edge: Edge, position: Position): EdgePlace {
  return { chain: edge.chain, edge: edge.index, along: alongOf(edge, position) };
}

function alongOf({ from, to }: Edge, point: Position): number {
  if (same(point, from)) return 0;
  if (same(point, to)) return 1;
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const along = Math.abs(dx) > Math.abs(dy) ? (point[0] - from[0]) / dx : (point[1] - from[1]) / dy;
  return Math.min(1, Math.max(0, along));
}

/** For a point on the edge's line: is it on the edge itself? */
function isBetween({ from, to }: Edge, [x, y]: Position): boolean {
  return (
    x >= Math.min(from[0], to[0]) - ON_EDGE_DEG &&
    x <= Math.max(from[0], to[0]) + ON_EDGE_DEG &&
    y >= Math.min(from[1], to[1]) - ON_EDGE_DEG &&
    y <= Math.max(from[1], to[1]) + ON_EDGE_DEG
  );
}

function same(a: Position, b: Position): boolean {
  return a[0] === b[0] && a[1] === b[1];
}
