/** What rules on several vessels are shown when they look back: a vessel's track, and those of the vessels that were near it then. */
import type { Engine } from '../../geofences/engine-contract.ts';
import { type Fix, NOT_ITS_OWN_PLACE } from '../../geofences/fix.ts';
import type { LookBack, ShownTracks } from '../../geofences/fleet/look-backs.ts';
import type { OccurrenceChange } from '../../geofences/types.ts';
import type { Store } from '../store/store.ts';
import { boxOf, type ChunkBox, PER_DEGREE } from '../store/tracks/stored-chunk.ts';
import type { Berth } from './berths.ts';

/** Piece by piece, so that a boat that goes far has none about her that she never came near. */
const PIECE_MS = 6 * 3_600_000;
/** Boxes of chunks are rounded to this; ways are straight lines of longitude and latitude. */
const MARGIN = 1;

/**
 * Vessels with very late fixes whose company is looked at with one tick; the next tick takes the next. A port that hands in
 * what its boats have stored for weeks is not to hold up the rest.
 */
const MOST_AT_ONCE = 8;

type TrackStore = Pick<Store, 'track' | 'spans'>;

interface Sources {
  store: TrackStore;
  /** Those with fixes that are judged and not yet stored. */
  waiting: readonly Berth[];
  /** Whether rules on several vessels are about this one. */
  isCompared: (vesselId: string) => boolean;
}

/** What has come of fixes that were too late for rules on several vessels, one vessel after the other. */
export async function* lookedBack(
  engine: Engine,
  store: TrackStore,
  waiting: readonly Berth[],
): AsyncIterable<{ vesselId: string; changes: OccurrenceChange[] }> {
  const sources = { store, waiting, isCompared: (id: string) => engine.isCompared(id) };
  for (const asked of engine.toLookBack(MOST_AT_ONCE)) {
    let answer = engine.lookBack(asked, await tracksBeside(sources, asked));
    while ('more' in answer) answer = engine.lookBack(answer.more, await tracksBeside(sources, answer.more));
    yield { vesselId: asked.vesselId, changes: answer.changes };
  }
}

async function tracksBeside(sources: Sources, asked: LookBack): Promise<ShownTracks> {
  const { vesselId, from, to, mostGapMs } = asked;
  const own = await trackOf(sources, vesselId, from, to);
  const others = new Map<string, Fix[]>();
  for (let since = from; since <= to; since += PIECE_MS) {
    // Where a vessel was in a piece is told by fixes on either side of it.
    const [first, last] = [since - mostGapMs, Math.min(to, since + PIECE_MS) + mostGapMs];
    const places = own.filter((fix) => isWithin(fix, first, last) && (fix.flags & NOT_ITS_OWN_PLACE) === 0);
    if (places.length === 0) continue;
    const box = widened(boxOf(places), asked.withinNm);
    for (const id of await vesselsIn(sources, vesselId, { from: first, to: last, box })) {
      const track = others.get(id) ?? [];
      // One by one: a long piece is no list of arguments.
      for (const fix of await trackOf(sources, id, first, last)) track.push(fix);
      others.set(id, track);
    }
  }
  return { own, others };
}

async function vesselsIn(
  { store, waiting, isCompared }: Sources,
  vesselId: string,
  span: { from: number; to: number; box: ChunkBox },
): Promise<string[]> {
  const found = new Set<string>();
  for await (const chunk of store.spans(span)) found.add(chunk.vesselId);
  for (const berth of waiting) if (berth.waiting.some((fix) => isWithin(fix, span.from, span.to))) found.add(berth.id);
  found.delete(vesselId);
  return [...found].filter(isCompared).sort();
}

async function trackOf({ store, waiting }: Sources, id: string, from: number, to: number): Promise<readonly Fix[]> {
  const stored = await store.track(id, from, to);
  const berth = waiting.find((one) => one.id === id);
  return berth ? [...stored, ...berth.waiting.filter((fix) => isWithin(fix, from, to))] : stored;
}

function isWithin({ fixTime }: Fix, from: number, to: number): boolean {
  return fixTime >= from && fixTime <= to;
}

function widened(box: ChunkBox, byNm: number): ChunkBox {
  const latitude = Math.min(80, Math.max(Math.abs(box.south), Math.abs(box.north)) / PER_DEGREE);
  const up = Math.ceil((byNm / 60) * PER_DEGREE) + MARGIN;
  const aside = Math.ceil(((byNm / 60) * PER_DEGREE) / Math.cos((latitude * Math.PI) / 180)) + MARGIN;
  return { west: box.west - aside, south: box.south - up, east: box.east + aside, north: box.north + up };
}
