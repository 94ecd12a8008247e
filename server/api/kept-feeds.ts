/** The settings document of feeds: addresses that can be opened, each once. */
import { HaidangError } from '../errors.ts';
import { type FeedSpec, feedName, noPort, parseFeedUrl } from '../feeds/url.ts';
import { type KeptFeed, keptFeedList } from '../models/feed.ts';
import { invalidBody } from './faults.ts';
import { checkedWhole } from './known-members.ts';

/** @throws SpokenError `body-invalid`, which names the line */
export function checkedFeeds(body: unknown): KeptFeed[] {
  const feeds = checkedWhole(keptFeedList, body);
  const names = new Set<string>();
  for (const [line, { url }] of feeds.entries()) {
    const name = nameOf(url, line);
    if (names.has(name))
      throw invalidBody(`[${line}].url`, { vi: `“${name}” ghi hai lần`, en: `“${name}” stands twice` });
    names.add(name);
  }
  return feeds;
}

function nameOf(url: string, line: number): string {
  const at = `[${line}].url`;
  const spec = specOf(url, at);
  // The system would choose another port at every start, and no station could know it.
  if (spec.kind !== 'file' && spec.port === 0) throw invalidBody(at, noPort(0));
  if (spec.kind !== 'file') return feedName(spec);
  // Whoever writes settings need not be whoever may read every file of the server.
  throw invalidBody(at, {
    vi: 'tệp chỉ mở được từ dòng lệnh hoặc haidang.config.json; ở đây ghi udp://, tcp:// hoặc tcp-listen://',
    en: 'a file can be opened by the command line or haidang.config.json only; here it is udp://, tcp:// or tcp-listen://',
  });
}

function specOf(url: string, at: string): FeedSpec {
  try {
    return parseFeedUrl(url);
  } catch (error) {
    if (!(error instanceof HaidangError)) throw error;
    const { why } = error.details;
    throw invalidBody(at, typeof why === 'object' ? why : unknownKind);
  }
}

const unknownKind = {
  vi: 'không rõ loại nguồn; ghi tcp://máy:cổng, tcp-listen://:cổng hoặc udp://:cổng, ví dụ tcp://192.168.1.20:4001',
  en: 'no known kind of feed; write tcp://host:port, tcp-listen://:port or udp://:port, for example tcp://192.168.1.20:4001',
};
