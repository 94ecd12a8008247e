/** How the formats that senders write differently are to be read: settings that administrators edit, for all feeds or one. */
import type { DecoderOptions } from '../../decoders/registry.ts';

export interface FeedFormats extends DecoderOptions {
  /** Name of the feed that this is for; absent for all, and for what is posted. */
  feed?: string;
}

/** What holds for a feed: its own settings, and of those for all what it says nothing of. */
export function optionsFor(feedName: string, settings: readonly FeedFormats[]): DecoderOptions {
  const options: DecoderOptions = {};
  for (const isOwn of [false, true]) {
    for (const { feed, ...said } of settings)
      if (isOwn ? feed === feedName : feed === undefined) Object.assign(options, said);
  }
  return options;
}
