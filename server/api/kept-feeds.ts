/** The settings document of feeds: addresses that can be opened, each once. */
import { HaidangError } from '../errors.ts';
import { feedName, parseFeedUrl } from '../feeds/url.ts';
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
  try {
    const spec = parseFeedUrl(url);
    if (spec.kind !== 'file') return feedName(spec);
  } catch (error) {
    if (!(error instanceof HaidangError)) throw error;
    throw invalidBody(at, { vi: error.sentence('vi'), en: error.sentence('en') });
  }
  // Whoever writes settings need not be whoever may read every file of the server.
  throw invalidBody(at, {
    vi: 'tệp chỉ mở được từ dòng lệnh hoặc haidang.config.json; ở đây ghi udp://, tcp:// hoặc tcp-listen://',
    en: 'a file can be opened by the command line or haidang.config.json only; here it is udp://, tcp:// or tcp-listen://',
  });
}
