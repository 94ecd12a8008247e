/** A configured source of bytes, its counters, and what its decoder must remember over a restart. */
import { z } from 'zod';
import { decoderFormats } from '../../decoders/registry.ts';
import type { DecoderState, Rejection } from '../../decoders/report.ts';
import type { Collection } from './collection.ts';

/** Feeds that people keep in the settings, beside those of the command line and haidang.config.json. */
export const keptFeedList = z
  .array(
    z.object({
      /** What people call it. */
      name: z.string().trim().min(1).max(80).optional(),
      /** As on the command line: `udp://0.0.0.0:10110`, `tcp://host:port`, `tcp-listen://:port`. */
      url: z.string().trim().min(1).max(300),
      /** Not opened, and kept for later. */
      paused: z.boolean().optional(),
    }),
  )
  .max(200);
export type KeptFeed = z.infer<typeof keptFeedList>[number];

const feedCounters = z.object({
  bytes: z.number(),
  sentences: z.number(),
  messages: z.number(),
  rejected: z.record(z.string(), z.number()),
  duplicates: z.number(),
  /** Fixes older than one the vessel already had. */
  late: z.number(),
  lastByteAt: z.number().optional(),
  /** Greatest fix time seen on this feed. */
  newestFixTime: z.number().optional(),
  /** When that one was received, epoch ms. */
  newestFixAt: z.number().optional(),
});
export type FeedCounters = z.infer<typeof feedCounters>;

const decoderState: z.ZodType<DecoderState> = z.record(z.string(), z.unknown());

const feedRecord = z.object({
  /** Number under which its bytes stand in the journal. */
  feed: z.int(),
  name: z.string(),
  /** Without credentials. */
  url: z.string(),
  format: z.enum(decoderFormats),
  counters: feedCounters,
  /** What the decoder of each source must remember, the one heard last at the end. */
  decoders: z.array(z.object({ source: z.int(), state: decoderState })).optional(),
  /** The last ones, oldest first, for whoever wants to know what is wrong with a feed. All are in the journal. */
  rejections: z.array(z.object({ reason: z.string(), text: z.string(), receivedAt: z.number() })).optional(),
});
export type FeedRecord = z.infer<typeof feedRecord>;

export const feeds: Collection<FeedRecord> = {
  name: 'feed',
  schema: feedRecord,
  key: { name: 'feed', type: 'integer', of: ({ feed }) => feed },
  columns: { name: { type: 'text', of: ({ name }) => name } },
  indexes: [{ name: 'feed_name', on: ['name'], unique: true }],
  hasFreeKeys: true,
};

const KEPT_REJECTIONS = 20;

export function keepRejection(feed: FeedRecord, rejection: Rejection): void {
  feed.rejections = [...(feed.rejections ?? []).slice(1 - KEPT_REJECTIONS), rejection];
}

/** HOT. So many bytes came. @param at epoch ms */
export function heard(feed: FeedRecord, bytes: number, at: number): void {
  feed.counters.bytes += bytes;
  if (bytes > 0) feed.counters.lastByteAt = at;
}

export function noCounters(): FeedCounters {
  return { bytes: 0, sentences: 0, messages: 0, rejected: {}, duplicates: 0, late: 0 };
}

/** Those that people are shown; the others are for judging whether a feed is late. */
export function shownCounters(
  counters: FeedCounters = noCounters(),
): Omit<FeedCounters, 'newestFixTime' | 'newestFixAt'> {
  const { newestFixTime: _, newestFixAt: __, ...shown } = counters;
  return shown;
}
