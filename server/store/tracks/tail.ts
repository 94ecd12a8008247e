/**
 * Fixes that are committed and not yet in their vessel's chunks. When very much arrives, rewriting a chunk for every few
 * fixes would cost more than all else: so vessels lie in trays, a commit adds one row a tray with all that came for it, and a
 * tray is emptied into the chunks of its vessels now and then. Whoever reads tracks reads both.
 */
import type { Fix, FixSource } from '../../../geofences/fix.ts';
import type { Tail } from '../../models/position.ts';
import { COURSE_STEPS, DEGREE_STEPS, KNOT_STEPS } from './grid.ts';

/** Vessels of one tray lie side by side in the store, so that emptying it touches few pages. */
export const TRAYS = 256;
const SOURCES: readonly FixSource[] = ['ais', 'vms', 'manual'];
/** Stands for a number that a fix has not. */
export const ABSENT = -(2 ** 31);
/** Two times and seven whole numbers. */
export const FIX_BYTES = 2 * 8 + 7 * 4;
const ID_HEAD = 3;
const HEX_ID = /^v[0-9a-f]{2}/;

/** By the first byte of an id as the product makes them (v and hex digits), which is as good as drawn by lot. */
export function trayOf(vesselId: string): number {
  if (HEX_ID.test(vesselId)) return Number.parseInt(vesselId.slice(1, 3), 16);
  let sum = 0;
  for (let i = 0; i < vesselId.length; i++) sum = (sum * 31 + vesselId.charCodeAt(i)) % TRAYS;
  return sum;
}

type Tracks = Iterable<readonly [vesselId: string, fixes: readonly Fix[]]>;

/** @param tracks fixes on the grid (grid.ts); of one vessel fewer than 2^16 */
export function packTail(tracks: Tracks): Buffer {
  let at = 0;
  for (const [vesselId, fixes] of tracks) {
    // An id takes no more than three bytes a letter.
    makeRoom(at + ID_HEAD + 3 * vesselId.length + fixes.length * FIX_BYTES, at);
    const idLength = writeId(vesselId, at + ID_HEAD);
    work[at] = idLength;
    workView.setUint16(at + 1, fixes.length, true);
    at += ID_HEAD + idLength;
    for (const fix of fixes) {
      writeFix(workView, at, fix);
      at += FIX_BYTES;
    }
  }
  return Buffer.from(work.subarray(0, at));
}

/** Shared by all, since packing is done in one go. */
let work = Buffer.alloc(1 << 16);
let workView = new DataView(work.buffer, work.byteOffset, work.length);

function makeRoom(size: number, used: number): void {
  if (size <= work.length) return;
  const larger = Buffer.alloc(2 * size);
  work.copy(larger, 0, 0, used);
  work = larger;
  workView = new DataView(work.buffer, work.byteOffset, work.length);
}

/** @returns its bytes */
function writeId(id: string, at: number): number {
  for (let i = 0; i < id.length; i++) {
    const code = id.charCodeAt(i);
    if (code > 127) return work.write(id, at);
    work[at + i] = code;
  }
  return id.length;
}

/** Where a vessel's fixes stand in what was packed. */
export interface TailPiece {
  /** Of all that was packed together. */
  view: DataView;
  start: number;
  count: number;
}

export function fixesOf({ view, start, count }: TailPiece): Fix[] {
  if (count === 1) return [readFix(view, start)];
  return Array.from({ length: count }, (_, i) => readFix(view, start + i * FIX_BYTES));
}

/** An observation as it stands in a tail: numbers in steps of the grid, `ABSENT` where there is none. */
export interface Observation extends Pick<Fix, 'fixTime' | 'source' | 'flags'> {
  lonSteps: number;
  latSteps: number;
  speedSteps: number;
  courseSteps: number;
  headingSteps: number;
  accuracySteps: number;
}

export const noObservation: Readonly<Observation> = {
  fixTime: 0,
  source: 'ais',
  flags: 0,
  lonSteps: 0,
  latSteps: 0,
  speedSteps: ABSENT,
  courseSteps: ABSENT,
  headingSteps: ABSENT,
  accuracySteps: ABSENT,
};

/** HOT. @param fix on the grid @param into becomes its observation */
export function observe(fix: Fix, into: Observation): Observation {
  into.fixTime = fix.fixTime;
  into.source = fix.source;
  into.flags = fix.flags;
  into.lonSteps = Math.round(fix.lon * DEGREE_STEPS);
  into.latSteps = Math.round(fix.lat * DEGREE_STEPS);
  into.speedSteps = steps(fix.speedKn, KNOT_STEPS);
  into.courseSteps = steps(fix.courseDeg, COURSE_STEPS);
  into.headingSteps = steps(fix.headingDeg, COURSE_STEPS);
  into.accuracySteps = steps(fix.accuracyM, 1);
  return into;
}

/** HOT. The last so many of pieces that follow each other. What is given is valid until the next. */
export function* lastObservations(pieces: readonly TailPiece[], most: number): Iterable<Observation> {
  const one: Observation = { ...noObservation };
  let skipped = pieces.reduce((sum, { count }) => sum + count, 0) - most;
  for (const { view, start, count } of pieces) {
    for (let i = Math.max(0, skipped); i < count; i++) {
      const at = start + i * FIX_BYTES;
      const kind = view.getInt32(at + 40, true);
      one.fixTime = view.getFloat64(at, true);
      one.lonSteps = view.getInt32(at + 16, true);
      one.latSteps = view.getInt32(at + 20, true);
      one.speedSteps = view.getInt32(at + 24, true);
      one.courseSteps = view.getInt32(at + 28, true);
      one.headingSteps = view.getInt32(at + 32, true);
      one.accuracySteps = view.getInt32(at + 36, true);
      one.source = SOURCES[kind % SOURCES.length]!;
      one.flags = Math.floor(kind / SOURCES.length);
      yield one;
    }
    skipped -= count;
  }
}

/** When (epoch ms) the last one of a piece was received. */
export function receivedAtOf({ view, start, count }: TailPiece): number {
  return count === 0 ? 0 : view.getFloat64(start + (count - 1) * FIX_BYTES + 8, true);
}

/** HOT. The newest of those that are later than a time and bear none of the flags; of one time the first. */
export function newestOf(pieces: readonly TailPiece[], later: number, without: number): Fix | undefined {
  let newest = later;
  let found: { view: DataView; at: number } | undefined;
  for (const { view, start, count } of pieces) {
    for (let i = 0; i < count; i++) {
      const at = start + i * FIX_BYTES;
      const fixTime = view.getFloat64(at, true);
      if (fixTime <= newest) continue;
      if ((Math.floor(view.getInt32(at + 40, true) / SOURCES.length) & without) !== 0) continue;
      newest = fixTime;
      found = { view, at };
    }
  }
  return found && readFix(found.view, found.at);
}

/** @param only of this vessel; else of all, in the order in which they were packed */
export function* unpackTail(bytes: Buffer, only?: string): Iterable<[vesselId: string, fixes: Fix[]]> {
  for (const [id, piece] of tailPieces(bytes, only)) yield [id, fixesOf(piece)];
}

/** The same without reading the fixes. */
function* tailPieces(bytes: Buffer, only?: string): Iterable<[vesselId: string, piece: TailPiece]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; ) {
    const idLength = bytes[at]!;
    const count = view.getUint16(at + 1, true);
    const start = at + ID_HEAD + idLength;
    at = start + count * FIX_BYTES;
    const id = bytes.toString('utf8', start - idLength, start);
    if (only === undefined || id === only) yield [id, { view, start, count }];
  }
}

/** The pieces of trays by vessel, each vessel's in the order in which they came. */
export function piecesByVessel(packed: Iterable<Buffer>): Map<string, TailPiece[]> {
  const all = new Map<string, TailPiece[]>();
  for (const bytes of packed) {
    for (const [id, piece] of tailPieces(bytes)) {
      const known = all.get(id);
      if (known) known.push(piece);
      else all.set(id, [piece]);
    }
  }
  return all;
}

/** All fixes of trays by vessel, each vessel's in the order in which they came. */
export function byVessel(packed: Iterable<Buffer>, only?: string): Map<string, Fix[]> {
  const all = new Map<string, Fix[]>();
  for (const bytes of packed) {
    for (const [vesselId, fixes] of unpackTail(bytes, only)) {
      const known = all.get(vesselId);
      if (!known) all.set(vesselId, fixes);
      else for (const fix of fixes) known.push(fix);
    }
  }
  return all;
}

export function bytesOf({ fixes }: Pick<Tail, 'fixes'>): Buffer {
  return Buffer.from(fixes, 'base64');
}

/** HOT. @param fix on the grid (grid.ts): `readFix` gives it back as it is */
export function writeFix(to: DataView, at: number, fix: Fix): void {
  to.setFloat64(at, fix.fixTime, true);
  to.setFloat64(at + 8, fix.receivedAt, true);
  to.setInt32(at + 16, Math.round(fix.lon * DEGREE_STEPS), true);
  to.setInt32(at + 20, Math.round(fix.lat * DEGREE_STEPS), true);
  to.setInt32(at + 24, steps(fix.speedKn, KNOT_STEPS), true);
  to.setInt32(at + 28, steps(fix.courseDeg, COURSE_STEPS), true);
  to.setInt32(at + 32, steps(fix.headingDeg, COURSE_STEPS), true);
  to.setInt32(at + 36, steps(fix.accuracyM, 1), true);
  to.setInt32(at + 40, SOURCES.indexOf(fix.source) + fix.flags * SOURCES.length, true);
}

function steps(value: number | undefined, of: number): number {
  return value === undefined ? ABSENT : Math.round(value * of);
}

/** HOT. */
export function readFix(from: DataView, at: number): Fix {
  const kind = from.getInt32(at + 40, true);
  const fix: Fix = {
    fixTime: from.getFloat64(at, true),
    receivedAt: from.getFloat64(at + 8, true),
    lon: from.getInt32(at + 16, true) / DEGREE_STEPS,
    lat: from.getInt32(at + 20, true) / DEGREE_STEPS,
    source: SOURCES[kind % SOURCES.length]!,
    flags: Math.floor(kind / SOURCES.length),
  };
  const speed = from.getInt32(at + 24, true);
  const course = from.getInt32(at + 28, true);
  const heading = from.getInt32(at + 32, true);
  const accuracy = from.getInt32(at + 36, true);
  if (speed !== ABSENT) fix.speedKn = speed / KNOT_STEPS;
  if (course !== ABSENT) fix.courseDeg = course / COURSE_STEPS;
  if (heading !== ABSENT) fix.headingDeg = heading / COURSE_STEPS;
  if (accuracy !== ABSENT) fix.accuracyM = accuracy;
  return fix;
}
