/** What the two kinds of listener share when their port can't be had. */
import { reasonOf, type Sentence } from './feed.ts';
import type { NetworkSpec } from './url.ts';

export const listenRetryMs = 3000;

export function cannotListen(protocol: 'TCP' | 'UDP', { host, port }: NetworkSpec, error: unknown): Sentence {
  const why = reasonOf(error);
  const seconds = listenRetryMs / 1000;
  return {
    vi: `Không nghe được ở cổng ${protocol} ${port} trên ${host} (${why.vi}); thử lại sau mỗi ${seconds} giây.`,
    en: `Cannot listen on ${protocol} port ${port} of ${host} (${why.en}); it is tried again every ${seconds} seconds.`,
  };
}
