/** From what a decoder gives to a fix of a vessel: who sent it, is it a position, has it been heard already. */
import { type PositionColumns, PositionFlag } from '../../decoders/ais/position-columns.ts';
import type { DecoderSink, Message, MessageMeta, Rejection } from '../../decoders/report.ts';
import { toReport } from '../../decoders/to-report.ts';
import { type Fix, NOT_ITS_OWN_PLACE } from '../../geofences/fix.ts';
import { isDoubted } from '../models/doubts.ts';
import { type FeedRecord, keepRejection } from '../models/feed.ts';
import { addFinding, takeMessage } from '../models/feed-window.ts';
import type { Vessel } from '../models/vessel.ts';
import { declarations } from './answers.ts';
import type { Berth, Berths } from './berths.ts';
import type { FeedWindows } from './feed-windows.ts';
import { callWithoutPlace, fixOf, fixOfRow } from './fixes.ts';
import { isAnonymous, type Sender, senderOf, type Vessels } from './vessels.ts';

interface ReceptionPort {
  vessels: Vessels;
  /** Fixes arrive there. */
  berths: Berths;
  /** What becomes of each message is kept there. */
  windows: FeedWindows;
  /** Told of a vessel that is new, or described differently. */
  introduce: (vessel: Vessel) => void;
  /** Told of a vessel that has to be written with all that is remembered of her: a fix of hers is no plain sequel. */
  touch: (vesselId: string) => void;
}

export class Reception {
  readonly #port: ReceptionPort;

  constructor(port: ReceptionPort) {
    this.#port = port;
  }

  /** Takes what comes of a feed, and counts it there. */
  sinkOf(feed: FeedRecord): DecoderSink {
    return {
      message: (message, meta) => this.#message(feed, message, meta),
      positions: (columns) => this.#rows(feed, columns),
      rejected: (rejection) => {
        this.countRejected(feed, rejection);
        keepRejection(feed, rejection);
      },
    };
  }

  /** A position that somebody declared for a vessel that is known. */
  declare(vesselId: string, fix: Fix): void {
    this.#position(declarations, this.#port.berths.of(vesselId), fix, fix.receivedAt);
  }

  #message(feed: FeedRecord, message: Message, meta: MessageMeta): void {
    if (meta.ownShip) return;
    const report = toReport(message, meta);
    const vesselId = this.#sender(report);
    if (vesselId === undefined) {
      const reason = isAnonymous(report) ? 'no-identity' : 'too-many-unknown';
      this.countRejected(feed, { reason, receivedAt: meta.receivedAt });
      return;
    }
    const { berths } = this.#port;
    const berth = berths.of(vesselId);
    const fix = fixOf(report) ?? callWithoutPlace(report, berths.latestOf(berth));
    this.#position(feed, berth, fix, meta.receivedAt);
  }

  /** HOT: nearly all that arrives. A vessel that is known says no more of itself with a bare position. */
  #rows(feed: FeedRecord, columns: PositionColumns): void {
    const { vessels, berths } = this.#port;
    const { receivedAt } = columns;
    for (let row = 0; row < columns.count; row++) {
      if ((columns.flags[row]! & PositionFlag.ownShip) !== 0) continue;
      const known = vessels.ofMmsi(columns.mmsi[row]!);
      if (known) {
        known.berth ??= berths.of(known.id);
        this.#position(feed, known.berth, fixOfRow(columns, row), receivedAt);
        continue;
      }
      const vesselId = this.#sender(senderOf(columns, row));
      if (vesselId === undefined) this.countRejected(feed, { reason: 'too-many-unknown', receivedAt });
      else this.#position(feed, berths.of(vesselId), fixOfRow(columns, row), receivedAt);
    }
  }

  /** Id of the vessel that a report is about; what the report says of her is taken in. */
  #sender(report: Sender): string | undefined {
    const { vessels, introduce } = this.#port;
    const resolved = vessels.resolve(report);
    if (resolved?.changed) introduce(resolved.vessel);
    return resolved?.vessel.id;
  }

  #position(feed: FeedRecord, berth: Berth, fix: Fix | 'fix-in-future' | undefined, receivedAt: number): void {
    if (fix === undefined) return;
    if (fix === 'fix-in-future') {
      this.countRejected(feed, { reason: fix, receivedAt }, berth.id);
      return;
    }
    const { counters } = feed;
    const window = this.#port.windows.of(feed.feed);
    takeMessage(window);
    const { berths } = this.#port;
    if (berths.seen(berth, fix)) {
      counters.duplicates++;
      addFinding(window, { what: 'duplicate', receivedAt, vesselId: berth.id, fixTime: fix.fixTime });
      return;
    }
    if (isDoubted(fix.flags)) {
      const { fixTime, flags } = fix;
      addFinding(window, { what: 'doubted', receivedAt, vesselId: berth.id, fixTime, flags });
    }
    const latest = berths.latestTime(berth);
    const isOwnPlace = (fix.flags & NOT_ITS_OWN_PLACE) === 0;
    if (latest === Number.NEGATIVE_INFINITY || fix.fixTime <= latest || !isOwnPlace) {
      // What is read back from the tail after a restart is told by its time from what the engine knew already.
      this.#port.touch(berth.id);
      berth.isLate = true;
    }
    if (fix.fixTime < latest) {
      counters.late++;
      addFinding(window, { what: 'late', receivedAt, vesselId: berth.id, fixTime: fix.fixTime });
    } else if (isOwnPlace) {
      berths.keepLatest(berth, fix);
      berth.hasMoved = true;
      if (fix.source === 'vms') this.#broughtBy(feed, berth.id);
    }
    if (counters.newestFixTime === undefined || fix.fixTime > counters.newestFixTime) {
      counters.newestFixTime = fix.fixTime;
      counters.newestFixAt = fix.receivedAt;
    }
    berths.arrive(berth, fix);
  }

  /** When a feed falls silent, the boats that it brings are not: the engine has to know which they are. */
  #broughtBy({ name }: FeedRecord, vesselId: string): void {
    const { vessels, introduce } = this.#port;
    const vessel = vessels.get(vesselId);
    if (!vessel || vessel.vmsFeed === name) return;
    const now = { ...vessel, vmsFeed: name };
    vessels.keep(now);
    introduce(now);
  }

  /** @param vesselId of whoever sent it, where that is known */
  countRejected(
    feed: FeedRecord,
    { reason, receivedAt, text }: Pick<Rejection, 'reason' | 'receivedAt'> & { text?: string },
    vesselId?: string,
  ): void {
    const { rejected } = feed.counters;
    rejected[reason] = (rejected[reason] ?? 0) + 1;
    const window = this.#port.windows.of(feed.feed);
    takeMessage(window);
    const row = { ...(text !== undefined && { text }), ...(vesselId !== undefined && { vesselId }) };
    addFinding(window, { what: 'rejected', receivedAt, reason, ...row });
  }
}
