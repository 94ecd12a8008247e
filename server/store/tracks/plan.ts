/**
 * Which chunks a vessel's new fixes rewrite. A store reads the chunks that a plan may need, and does what the plan says.
 *
 * The newest chunk of a vessel is written anew with every commit, so it stays small. Once enough small ones stand before it to
 * fill a page they become one large chunk, which is packed more tightly and hardly ever written again. A fix that comes late goes into
 * the chunk whose time it is.
 */
import type { Fix } from '../../../geofences/fix.ts';
import { compareFixes, isSameFix } from '../../../geofences/judging/fix-order.ts';
import { DamagedChunk, decodeChunk, encodeChunk } from './chunk.ts';
import {
  boxHolds,
  boxOf,
  boxRound,
  MAX_SPAN_MS,
  packChunk,
  SMALL_CHUNK_FIXES,
  type StoredChunk,
} from './stored-chunk.ts';

/** A chunk with so many fixes takes no newer ones. */
export const OPEN_CHUNK_FIXES = 64;
/** So many small chunks may become a large one … */
const SEAL_CHUNKS = 8;
/** … and so many, with the newest, at last have to. */
export const SEAL_TAIL = 16;
/** What fits into a page of SQLite beside its own few bytes: a large chunk fills one, or nearly. */
const PAGE_BYTES = 4040;
/** From this share on a page counts as full. */
const FULL_PAGE = 0.95;
/** What fixes take in one chunk, of what they take in small ones (measured: 0.94 AIS, 0.95 VMS). */
const SEALED_SHARE = 0.945;
const FILL_TRIES = 4;
const SEALED_FIXES = OPEN_CHUNK_FIXES * SEAL_CHUNKS;
/** Late fixes may swell a chunk to this before it is divided. */
const MAX_CHUNK_FIXES = 2 * SEALED_FIXES;

export interface ChunkPlan {
  /** Start times of chunks that go. */
  drop: number[];
  /** Chunks that come, in order of time, after those of `drop` and `setAside` are gone. */
  put: StoredChunk[];
  /** Chunks that cannot be read: they leave the track and are kept apart until their fixes are taken from the journal again. */
  setAside: StoredChunk[];
}

/** Chunks as they are, by vessel: what a copy puts in. */
export function plansOf(chunks: readonly StoredChunk[], setAside: readonly StoredChunk[]): [string, ChunkPlan][] {
  const plans = new Map<string, ChunkPlan>();
  const planOf = (vesselId: string): ChunkPlan => {
    const plan = plans.get(vesselId) ?? { drop: [], put: [], setAside: [] };
    plans.set(vesselId, plan);
    return plan;
  };
  for (const chunk of chunks) planOf(chunk.vesselId).put.push(chunk);
  for (const chunk of setAside) planOf(chunk.vesselId).setAside.push(chunk);
  return [...plans];
}

/**
 * What new fixes do to a vessel's chunks.
 * @param near chunks in order of time: those that meet the time of the new fixes, and the nearest before and after it
 * @param added on the grid, in any order, those already there among them or not
 */
export function planMerge(vesselId: string, near: readonly StoredChunk[], added: readonly Fix[]): ChunkPlan {
  const plan: ChunkPlan = { drop: [], put: [], setAside: [] };
  const known = near.flatMap((chunk) => readOrSetAside(chunk, plan));
  const into = known.map((): Fix[] => []);
  /** Those that no chunk takes, by the chunk that follows them. */
  const between = Array.from({ length: known.length + 1 }, (): Fix[] => []);
  let following = 0;
  for (const fix of [...added].sort(compareFixes)) {
    while (following < known.length && known[following]!.chunk.startTime <= fix.fixTime) following++;
    const before = known[following - 1]?.chunk;
    if (before && (fix.fixTime <= before.endTime || hasRoom(before))) into[following - 1]!.push(fix);
    else if (known[following] && hasRoom(known[following]!.chunk)) into[following]!.push(fix);
    else between[following]!.push(fix);
  }
  let before: Fix | undefined;
  for (let i = 0; i <= known.length; i++) {
    if (between[i]!.length > 0) before = put(plan, vesselId, cutOpen(merged([], between[i]!)), before);
    const own = known[i];
    if (!own) break;
    const all = into[i]!.length > 0 ? merged(own.fixes, into[i]!) : own.fixes;
    if (!isMadeOf(all, own.fixes)) {
      const pieces = hasRoom(own.chunk) ? cutOpen(all) : cutEvenly(all);
      plan.drop.push(own.chunk.startTime);
      before = put(plan, vesselId, pieces, before, own.chunk);
    } else {
      if (before) reachBack(plan, own.chunk, before);
      before = own.fixes.at(-1);
    }
  }
  return plan;
}

/** The very same ones, so that what is there already is not written again. */
function isMadeOf(all: readonly Fix[], fixes: readonly Fix[]): boolean {
  return all.length === fixes.length && all.every((fix, i) => fix === fixes[i]);
}

/** The box of a chunk holds the way to it from the fix before, which is a new one. */
function reachBack(plan: ChunkPlan, chunk: StoredChunk, before: Fix): void {
  const reach = boxOf([before]);
  if (boxHolds(chunk, reach)) return;
  plan.drop.push(chunk.startTime);
  plan.put.push({ ...chunk, ...boxRound(chunk, reach) });
}

/**
 * What may be sealed once a new chunk has been begun: as many fixes as fill a page of the store. Where they do not fill one
 * yet, more are waited for.
 * @param tail the newest SEAL_TAIL chunks of the vessel, in order of time
 */
export function planSeal(vesselId: string, tail: readonly StoredChunk[]): ChunkPlan {
  const plan: ChunkPlan = { drop: [], put: [], setAside: [] };
  const newest = tail.at(-1);
  if (!newest) return plan;
  const firstSmall = tail.findLastIndex(({ fixes }) => fixes > SMALL_CHUNK_FIXES) + 1;
  const small = tail.slice(firstSmall, -1);
  const fit = small.filter(({ endTime }) => endTime - small[0]!.startTime <= MAX_SPAN_MS);
  const isLong = small[0] !== undefined && newest.endTime - small[0].startTime > MAX_SPAN_MS;
  if ((small.length < SEAL_CHUNKS && !isLong) || fit.length < 2) return plan;
  // Small chunks are packed less tightly: together they take more than they will as one.
  const expected = SEALED_SHARE * fit.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (expected < FULL_PAGE * PAGE_BYTES && !isLong && small.length < SEAL_TAIL - 1) return plan;
  const read = fit.flatMap((chunk) => readOrSetAside(chunk, plan));
  const fixes = read.flatMap((one) => one.fixes);
  if (fixes.length === 0) return plan;
  const page = fillPage(fixes, expected);
  const left = fixes.slice(page.fixes.length);
  plan.drop.push(...read.map(({ chunk }) => chunk.startTime));
  const thinnedM = Math.max(...read.map(({ chunk }) => chunk.thinnedM));
  const old = { ...read[0]!.chunk, thinnedM };
  const sealed = packChunk(vesselId, page.fixes, undefined, page.bytes);
  plan.put.push({ ...sealed, ...boxRound(sealed, old), thinnedM });
  put(
    plan,
    vesselId,
    cut(left, () => SMALL_CHUNK_FIXES),
    page.fixes.at(-1),
    undefined,
    thinnedM,
  );
  return plan;
}

/** As many of the fixes, from the first on, as fill a page. @param expected bytes that all of them may take */
function fillPage(fixes: readonly Fix[], expected: number): { fixes: readonly Fix[]; bytes: Uint8Array } {
  let count = expected > PAGE_BYTES ? Math.floor(fixes.length * (PAGE_BYTES / expected)) : fixes.length;
  for (let tries = 0; ; tries++) {
    // Fixes of one time stay together.
    while (count < fixes.length && fixes[count]!.fixTime === fixes[count - 1]!.fixTime) count++;
    const some = fixes.slice(0, count);
    const bytes = encodeChunk(some);
    if (bytes.length <= PAGE_BYTES || tries === FILL_TRIES || some[0]!.fixTime === some.at(-1)!.fixTime) {
      return { fixes: some, bytes };
    }
    count = Math.max(1, Math.floor(count * (PAGE_BYTES / bytes.length) * 0.995));
  }
}

function readOrSetAside(chunk: StoredChunk, plan: ChunkPlan): { chunk: StoredChunk; fixes: Fix[] }[] {
  try {
    return [{ chunk, fixes: decodeChunk(chunk.bytes) }];
  } catch (error) {
    if (!(error instanceof DamagedChunk)) throw error;
    plan.setAside.push(chunk);
    return [];
  }
}

function hasRoom({ fixes }: StoredChunk): boolean {
  return fixes < OPEN_CHUNK_FIXES;
}

/** In their order; each observation once, and of its copies the one that the engine judges, in whatever order they come. */
export function merged(existing: readonly Fix[], added: readonly Fix[]): Fix[] {
  const all = [...existing, ...added].sort(compareFixes);
  return all.filter((fix, i) => i === 0 || !isSameFix(all[i - 1]!, fix));
}

/**
 * @param before the fix before them, if it is known
 * @param old chunk whose place they take: what came before that one is in its box
 * @returns the last fix
 */
function put(
  plan: ChunkPlan,
  vesselId: string,
  pieces: readonly (readonly Fix[])[],
  before?: Fix,
  old?: StoredChunk,
  thinnedM = old?.thinnedM ?? 0,
): Fix | undefined {
  let last = before;
  for (const [i, fixes] of pieces.entries()) {
    const chunk = packChunk(vesselId, fixes, last);
    chunk.thinnedM = thinnedM;
    plan.put.push(i === 0 && old ? { ...chunk, ...boxRound(chunk, old) } : chunk);
    last = fixes.at(-1);
  }
  return last;
}

/** Large chunks as long as they can be filled, then small ones. */
function cutOpen(fixes: readonly Fix[]): Fix[][] {
  return cut(fixes, (left) => (left >= SEALED_FIXES ? SEALED_FIXES : OPEN_CHUNK_FIXES));
}

/** As few as may be, of one size. */
function cutEvenly(fixes: readonly Fix[]): Fix[][] {
  const size = Math.ceil(fixes.length / Math.ceil(fixes.length / MAX_CHUNK_FIXES));
  return cut(fixes, () => size);
}

/** Fixes of one time stay in one chunk, where the next merge will look for them. */
function cut(fixes: readonly Fix[], sizeOf: (left: number) => number): Fix[][] {
  const pieces: Fix[][] = [];
  for (let start = 0; start < fixes.length; ) {
    const last = fixes[start]!.fixTime + MAX_SPAN_MS;
    const most = Math.min(start + sizeOf(fixes.length - start), fixes.length);
    let end = start + 1;
    while (end < most && fixes[end]!.fixTime <= last) end++;
    while (end < fixes.length && fixes[end]!.fixTime === fixes[end - 1]!.fixTime) end++;
    pieces.push(fixes.slice(start, end));
    start = end;
  }
  return pieces;
}
