/**
 * Track chunks that cannot be read are taken from the journal again: it is run through a pipeline of its own that judges
 * nothing, and what it says of the vessels and times in question goes back into the tracks.
 */
import type { Fix } from '../../geofences/fix.ts';
import { type PlacedRecord, RecordType } from '../journal/record.ts';
import { listSegments, readJournal, type SegmentDamage } from '../journal/segments.ts';
import type { Entry } from '../models/entry.ts';
import { SqliteStore } from '../store/sqlite/sqlite-store.ts';
import { type Batch, noChanges, type Store } from '../store/store.ts';
import { readChunk } from '../store/tracks/read.ts';
import type { StoredChunk } from '../store/tracks/stored-chunk.ts';
import { Pipeline } from './pipeline.ts';

/** Applied from the journal between two commits. */
const RECORDS_A_COMMIT = 2000;

/** A stretch of a vessel's track whose chunk could not be read. */
export interface Stretch {
  vesselId: string;
  from: number;
  to: number;
  /** Fixes that the chunk held, and that are in the track now. */
  held: number;
  found: number;
}

interface MendOptions {
  journalDir: string;
  /** The store to mend; nobody else may write it meanwhile. */
  store: Store;
  onJournalDamage: (damage: SegmentDamage) => void;
  onProblem: (sentence: string, error: unknown) => void;
}

/** Every chunk that cannot be read, those set aside before included. */
export async function damagedChunks(store: Store): Promise<{ inTracks: StoredChunk[]; setAside: StoredChunk[] }> {
  const inTracks: StoredChunk[] = [];
  const everything = { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
  for await (const chunk of store.chunks(everything)) if (!readChunk(chunk)) inTracks.push(chunk);
  return { inTracks, setAside: await store.chunksSetAside() };
}

/** @returns what was mended; a stretch of which less was found than it held stays on the list of those set aside */
export async function mendTracks(options: MendOptions): Promise<Stretch[]> {
  const { store } = options;
  const { inTracks } = await damagedChunks(store);
  for (const chunk of inTracks) await store.rewriteTrack(chunk.vesselId, { drop: [], put: [], setAside: [chunk] });
  const damaged = await store.chunksSetAside();
  if (damaged.length === 0) return [];
  const wanted = await fixesFromJournal(options, damaged);
  await store.commit({ ...noChanges, position: (await store.checkpoint()).position, fixes: wanted });
  const stretches: Stretch[] = [];
  for (const chunk of damaged) {
    const { vesselId, startTime: from, endTime: to, fixes: held } = chunk;
    const found = (await store.track(vesselId, from, to)).length;
    if (found >= held) await store.forgetSetAside(chunk);
    stretches.push({ vesselId, from, to, held, found });
  }
  return stretches;
}

async function fixesFromJournal(options: MendOptions, damaged: readonly StoredChunk[]): Promise<Map<string, Fix[]>> {
  const { journalDir, store, onJournalDamage, onProblem } = options;
  const scratch = new Collector(damaged);
  const begins = listSegments(journalDir)[0]?.start ?? 0;
  if (begins > 0) await scratch.know(store, begins);
  const pipeline = await Pipeline.restore({ store: scratch, demo: false, onProblem });
  let records = 0;
  for (const record of readJournal(journalDir, begins, onJournalDamage)) {
    if (isAboutRules(record)) continue;
    await pipeline.apply(record);
    if (++records % RECORDS_A_COMMIT === 0) await pipeline.commit();
  }
  await pipeline.commit();
  await scratch.close();
  return scratch.found;
}

/** What is judged makes no fix, and takes most of the time. */
function isAboutRules({ type, payload }: PlacedRecord): boolean {
  if (type === RecordType.tick) return true;
  if (type !== RecordType.entry) return false;
  const entry = JSON.parse(Buffer.from(payload).toString('utf8')) as Entry;
  return entry.type === 'document' && entry.name !== 'formats';
}

/** A store for the run through the journal: of the tracks it keeps what is wanted, in memory. */
class Collector extends SqliteStore {
  readonly found = new Map<string, Fix[]>();
  readonly #spans = new Map<string, [from: number, to: number][]>();

  constructor(damaged: readonly StoredChunk[]) {
    super(':memory:', 'write');
    for (const { vesselId, startTime, endTime } of damaged) {
      const spans = this.#spans.get(vesselId) ?? [];
      spans.push([startTime, endTime]);
      this.#spans.set(vesselId, spans);
    }
  }

  /** Who was known before the first record that the journal still has. */
  async know(store: Store, position: number): Promise<void> {
    const vessels = [];
    for await (const vessel of store.allVessels()) vessels.push(vessel);
    await super.commit({ ...noChanges, position, vessels, feeds: await store.feeds() });
  }

  override async commit(batch: Batch): Promise<void> {
    for (const [vesselId, fixes] of batch.fixes) {
      const spans = this.#spans.get(vesselId);
      if (!spans) continue;
      const wanted = fixes.filter(({ fixTime }) => spans.some(([from, to]) => fixTime >= from && fixTime <= to));
      const known = this.found.get(vesselId);
      if (known) for (const fix of wanted) known.push(fix);
      else this.found.set(vesselId, wanted);
    }
    await super.commit({ ...batch, fixes: [] });
  }
}
