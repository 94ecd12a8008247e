/**
 * While what was stored of a vessel comes in piece by piece, every piece moves the edge of its silence, and each edge
 * would be a silence of its own. So nothing new is said of what is missing until no stored fix has come for a while; what
 * the pieces disprove is taken back at once. What holds in the end is the same.
 */
import type { Fix } from '../fix.ts';
import { ruleKinds } from '../rules/index.ts';
import type { Occurrence, OccurrenceChange } from '../types.ts';
import { difference } from './difference.ts';

/**
 * A fix that reached us so much later than its time was stored (as in server/ingest/silence-clock.ts): on board, by a provider,
 * or in a log of yesterday's AIS that somebody plays. A position that a person declares was not.
 */
const STORED_MS = 30 * 60_000;
/** Own choice: pieces of one backlog are minutes apart at most, the shortest silence that anybody is called for is 5 h. */
const QUIET_MS = 10 * 60_000;
/** Whose reports always come late is not catching up for ever. */
const LONGEST_MS = 60 * 60_000;

const MISSING: ReadonlySet<string> = new Set(
  [...ruleKinds.values()]
    .filter(({ watches, isAboutGaps }) => watches === 'silence' || isAboutGaps)
    .map(({ kind }) => kind),
);

interface Backlog {
  /** When the first and the last stored fix reached us, epoch ms. */
  firstAt: number;
  lastAt: number;
  /** What is not said yet, by id. */
  held: Map<string, Occurrence>;
}

export class CatchingUp {
  private readonly backlogs = new Map<string, Backlog>();

  /** HOT. Takes note of fixes that were stored; not of a backlog that is over by the clock, as in a dry run. */
  hear(vesselId: string, fixes: readonly Fix[], now: number): void {
    for (const { source, fixTime, receivedAt } of fixes) {
      if (receivedAt - fixTime <= STORED_MS || source === 'manual' || now > receivedAt + QUIET_MS) continue;
      const backlog = this.backlogs.get(vesselId);
      if (!backlog) this.backlogs.set(vesselId, { firstAt: receivedAt, lastAt: receivedAt, held: new Map() });
      else if (receivedAt > backlog.lastAt) backlog.lastAt = receivedAt;
    }
  }

  /** The changes that may be said by now. */
  pass(vesselId: string, changes: OccurrenceChange[]): OccurrenceChange[] {
    const held = this.backlogs.get(vesselId)?.held;
    if (!held || changes.length === 0) return changes;
    return changes.filter(({ change, occurrence }) => {
      const { id, kind } = occurrence;
      const isHeld = held.has(id) || (change === 'raised' && MISSING.has(kind));
      if (isHeld && change !== 'retracted') held.set(id, occurrence);
      else held.delete(id);
      return !isHeld;
    });
  }

  /** What was held, once the backlog has come to its end; the vessel has none then. */
  release(vesselId: string, now: number): OccurrenceChange[] {
    const backlog = this.backlogs.get(vesselId);
    if (!backlog || now <= endOf(backlog)) return [];
    this.backlogs.delete(vesselId);
    return difference([], [...backlog.held.values()], 'late-data');
  }

  /** Epoch ms after which the vessel's backlog counts as ended; undefined when it has none. */
  endsAt(vesselId: string): number | undefined {
    const backlog = this.backlogs.get(vesselId);
    return backlog && endOf(backlog);
  }

  forget(vesselId: string): void {
    this.backlogs.delete(vesselId);
  }

  save(vesselId: string): SavedBacklog | undefined {
    const backlog = this.backlogs.get(vesselId);
    return backlog && { ...backlog, held: [...backlog.held.values()] };
  }

  restore(vesselId: string, { firstAt, lastAt, held }: SavedBacklog): void {
    this.backlogs.set(vesselId, {
      firstAt,
      lastAt,
      held: new Map(held.map((occurrence) => [occurrence.id, occurrence])),
    });
  }
}

/** JSON-safe. */
export interface SavedBacklog extends Omit<Backlog, 'held'> {
  held: readonly Occurrence[];
}

function endOf({ firstAt, lastAt }: Backlog): number {
  return Math.min(lastAt + QUIET_MS, firstAt + LONGEST_MS);
}
