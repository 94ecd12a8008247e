/** What the two kinds of listener share when their port can't be had. */
import { reasonOf, type Sentence } from './feed.ts';
import type { NetworkSpec } from './url.ts';

export const listenRetryMs = 3000;

export function cannotListen(protocol: 'TCP' | 'UDP', { host, port }: NetworkSpec, error: unknown): Sentence {
  const why = reasonOf(error);
  if (why === 'EADDRINUSE') {
    return {
      vi: `Cổng ${protocol} ${port} trên ${host} đang có chương trình khác dùng; sẽ thử lại sau mỗi ${listenRetryMs / 1000} giây.`,
      en: `${protocol} port ${port} on ${host} is taken by another program; it is tried again every ${listenRetryMs / 1000} seconds.`,
    };
  }
  return {
    vi: `Không nghe được ở cổng ${protocol} ${port} trên ${host} (${why}); sẽ thử lại.`,
    en: `Cannot listen on ${protocol} port ${port} of ${host} (${why}); it is tried again.`,
  };
}
