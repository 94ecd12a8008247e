/** A configured source of bytes, its counters, and what its decoder must remember over a restart. */
import type { DecoderState, Rejection } from '../../decoders/report.ts';
import type { FeedFormat } from './entry.ts';

export interface FeedRecord {
  /** Number under which its bytes stand in the journal. */
  feed: number;
  name: string;
  /** Without credentials. */
  url: string;
  format: FeedFormat;
  counters: FeedCounters;
  /** What the decoder of each source must remember, the one heard last at the end. */
  decoders?: { source: number; state: DecoderState }[];
  /** Of stores that were written before there were sources. */
  decoder?: DecoderState;
  /** The last ones, oldest first, for whoever wants to know what is wrong with a feed. All are in the journal. */
  rejections?: Rejection[];
}

const KEPT_REJECTIONS = 20;

export function keepRejection(feed: FeedRecord, rejection: Rejection): void {
  feed.rejections = [...(feed.rejections ?? []).slice(1 - KEPT_REJECTIONS), rejection];
}

export interface FeedCounters {
  bytes: number;
  sentences: number;
  messages: number;
  rejected: Record<string, number>;
  duplicates: number;
  /** Fixes older than one the vessel already had. */
  late: number;
  lastByteAt?: number;
  /** Greatest fix time seen on this feed. */
  newestFixTime?: number;
}

export function noCounters(): FeedCounters {
  return { bytes: 0, sentences: 0, messages: 0, rejected: {}, duplicates: 0, late: 0 };
}
