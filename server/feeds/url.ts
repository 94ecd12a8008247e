/** Feed addresses as written on the command line and in the configuration. */
import { resolve } from 'node:path';
import { decoderFormats } from '../../decoders/registry.ts';
import { HaidangError } from '../errors.ts';
import type { FeedFormat } from '../models/entry.ts';
import type { Words } from '../system-words.ts';

interface SpecBase {
  /** As shown to people: without credentials. */
  url: string;
  format: FeedFormat;
}

export interface FileSpec extends SpecBase {
  kind: 'file';
  /** Absolute. */
  path: string;
  /** Times faster than the times in the file; absent: as fast as it goes. */
  speed?: number;
}

export interface NetworkSpec extends SpecBase {
  kind: 'udp' | 'tcp' | 'tcp-listen';
  host: string;
  port: number;
  /** Seconds of silence after which a TCP connection is given up. */
  idleSeconds?: number;
}

export type FeedSpec = FileSpec | NetworkSpec;

const fileOptions = ['format', 'speed'];
const networkOptions = ['format', 'idle'];

/** By which a network feed is known: two of one name would listen in one place. */
export function feedName({ kind, host, port }: NetworkSpec): string {
  return `${kind}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** @throws HaidangError `feed-scheme` or `feed-address` */
export function parseFeedUrl(url: string): FeedSpec {
  const scheme = /^([a-z][a-z-]*):/i.exec(url)?.[1]?.toLowerCase();
  switch (scheme) {
    case 'file':
      return fileSpec(url);
    case 'udp':
    case 'tcp':
    case 'tcp-listen':
      return networkSpec(url, scheme);
    default:
      throw new HaidangError('feed-scheme', { url: withoutCredentials(url) });
  }
}

function fileSpec(url: string): FileSpec {
  const { address, options } = cutOptions(url, 'file:'.length, fileOptions);
  const path = address.startsWith('///') ? address.slice(2) : address;
  if (path === '' || path.includes('\0')) throw badAddress(url, { vi: 'thiếu đường dẫn', en: 'the path is missing' });
  const speed = positive(url, options, 'speed');
  return {
    kind: 'file',
    url,
    path: resolve(path),
    format: format(url, options),
    ...(speed === undefined ? {} : { speed }),
  };
}

function networkSpec(url: string, kind: NetworkSpec['kind']): NetworkSpec {
  const { address, options } = cutOptions(url, kind.length + 1, networkOptions);
  const match = /^\/\/(\[[0-9a-f:.%]+\]|[^\s/:@[\]]*):(\d{1,5})\/?$/i.exec(address);
  if (!match) throw badAddress(url, address.includes('@') ? noUserName : shapeOf(kind));
  const bare = match[1]!.replace(/^\[|\]$/g, '');
  if (bare === '' && kind === 'tcp') throw badAddress(url, { vi: 'thiếu tên máy', en: 'the host is missing' });
  const port = Number(match[2]);
  // Port 0 lets the system choose one: of use to a listener only.
  if (port > 65535 || (port === 0 && kind === 'tcp')) throw badAddress(url, noPort(port));
  const idleSeconds = positive(url, options, 'idle');
  return {
    kind,
    url,
    host: bare || '0.0.0.0',
    port,
    format: format(url, options),
    ...(idleSeconds === undefined ? {} : { idleSeconds }),
  };
}

function cutOptions(url: string, from: number, known: string[]): { address: string; options: URLSearchParams } {
  const mark = url.indexOf('?', from);
  const options = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  for (const name of options.keys()) {
    if (!known.includes(name))
      throw badAddress(url, { vi: `không có tùy chọn “${name}”`, en: `it has no option “${name}”` });
  }
  return { address: url.slice(from, mark < 0 ? undefined : mark), options };
}

function format(url: string, options: URLSearchParams): FeedFormat {
  const value = options.get('format') ?? 'auto';
  const known = decoderFormats.find((one) => one === value);
  if (!known) {
    const all = decoderFormats.join(', ');
    throw badAddress(url, { vi: `format là một trong: ${all}`, en: `format is one of ${all}` });
  }
  return known;
}

function positive(url: string, options: URLSearchParams, name: string): number | undefined {
  const text = options.get(name);
  if (text === null) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0)
    throw badAddress(url, { vi: `${name} phải là số lớn hơn 0`, en: `${name} has to be a number above 0` });
  return value;
}

const noUserName: Words = { vi: 'địa chỉ không nhận tên người dùng', en: 'it takes no user name' };

function shapeOf(kind: NetworkSpec['kind']): Words {
  return { vi: `phải có dạng ${kind}://host:port`, en: `it has to be ${kind}://host:port` };
}

/** What is said of a port that is none. */
export function noPort(port: number): Words {
  return { vi: `không có cổng ${port}`, en: `there is no port ${port}` };
}

function badAddress(url: string, why: Words): HaidangError {
  return new HaidangError('feed-address', { url: withoutCredentials(url), why });
}

/** Error sentences and logs must not repeat a password that somebody put into an address. */
function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//…@');
}
