/**
 * The decoders of all feeds: one for each sender or connection of a feed, so that their streams never mix. How many a feed
 * may have is bounded; whose sender has been silent for longest then ends.
 */
import { createDecoder, type DecoderOptions } from '../../decoders/registry.ts';
import type { DecoderSink, DecoderState, StreamDecoder } from '../../decoders/report.ts';
import type { PlacedRecord } from '../journal/record.ts';
import type { FeedRecord } from '../models/feed.ts';

/** As many as a port for connections takes at a time; a port for datagrams may hear of more. */
const MOST_SOURCES = 64;

interface Source {
  decoder: StreamDecoder;
  sentences: number;
  messages: number;
}

/** By source, the one heard last at the end. */
type Sources = Map<number, Source>;

interface DecodersPort {
  sink(feed: FeedRecord): DecoderSink;
  /** How its formats are to be read, asked when a decoder is made. */
  options(feed: FeedRecord): DecoderOptions;
}

export class FeedDecoders {
  readonly #feeds = new Map<number, Sources>();
  readonly #port: DecodersPort;

  constructor(port: DecodersPort) {
    this.#port = port;
  }

  /** Decodes a record of bytes, and counts what it held in the feed's counters. */
  push(feed: FeedRecord, { source, payload, receivedAt, whole }: PlacedRecord): void {
    const sources = this.#sources(feed);
    const known = sources.get(source) ?? this.#create(feed);
    sources.delete(source);
    if (sources.size >= MOST_SOURCES) this.#endOldest(feed, sources, receivedAt);
    sources.set(source, known);
    known.decoder.push(payload, receivedAt, whole);
    count(feed, known);
  }

  /** What a restart needs, in the order of `FeedRecord.decoders`; undefined when nothing was decoded. */
  save(feed: FeedRecord): { source: number; state: DecoderState }[] | undefined {
    const sources = this.#feeds.get(feed.feed);
    return sources && [...sources].map(([source, { decoder }]) => ({ source, state: decoder.save() }));
  }

  /** Ends all decoders: those that are made from now on read as the settings then say. */
  restart(feeds: Iterable<FeedRecord>, at: number): void {
    for (const feed of feeds) {
      const sources = this.#sources(feed);
      while (sources.size > 0) this.#endOldest(feed, sources, at);
    }
  }

  #sources(feed: FeedRecord): Sources {
    let sources = this.#feeds.get(feed.feed);
    if (!sources) {
      sources = new Map();
      for (const { source, state } of feed.decoders ?? []) {
        const one = this.#create(feed);
        one.decoder.restore(state);
        sources.set(source, one);
      }
      this.#feeds.set(feed.feed, sources);
    }
    return sources;
  }

  #create(feed: FeedRecord): Source {
    const { sink, options } = this.#port;
    return { decoder: createDecoder(feed.format, sink(feed), options(feed)), sentences: 0, messages: 0 };
  }

  #endOldest(feed: FeedRecord, sources: Sources, receivedAt: number): void {
    const [oldest] = sources;
    if (!oldest) return;
    const [source, ended] = oldest;
    sources.delete(source);
    ended.decoder.end(receivedAt);
    count(feed, ended);
  }
}

/** A decoder counts from when it was made; the feed's own counters outlive restarts. */
function count({ counters }: FeedRecord, source: Source): void {
  const { sentences, messages } = source.decoder.stats;
  counters.sentences += sentences - source.sentences;
  counters.messages += messages - source.messages;
  source.sentences = sentences;
  source.messages = messages;
}
