/** Settings of one run: defaults < haidang.config.json < environment HAIDANG_* < flags. What officers change is not here but in the store. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { HaidangError } from './errors.ts';
import { contactList, routingTable } from './models/delivery.ts';
import { notifyConfig } from './notify/config.ts';

export const CONFIG_FILE = 'haidang.config.json';

const settings = z.strictObject({
  data: z.string().optional(),
  host: z.string().default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65535).default(8080),
  feeds: z.array(z.string()).default([]),
  demo: z.boolean().optional(),
  /** Seconds between journaled ticks: silence is judged this often. */
  tickSeconds: z.coerce.number().positive().max(3600).default(5),
  notify: notifyConfig.prefault({}),
  /** First contents of the settings documents; later changes are made in the product. */
  contacts: contactList.optional(),
  routing: routingTable.optional(),
});

export type Config = z.infer<typeof settings> & { data: string; demo: boolean };

export function defaultDataFolder(demo = false): string {
  return join('haidang-data', demo ? 'demo' : 'live');
}

export const serveUsage = `haidang serve [--data DIR] [--host ADDRESS] [--port N] [--feed URL]… [--demo | --no-demo] [--config FILE]

  --data DIR     folder for journal and store (default ./haidang-data/live, demo: ./haidang-data/demo)
  --host ADDR    address to listen on (default 127.0.0.1: this machine only)
  --port N       port (default 8080)
  --feed URL     file:PATH[?speed=60]  udp://HOST:PORT  tcp://HOST:PORT  tcp-listen://HOST:PORT   (may be given several times)
  --demo         simulated fleet; the default when no feed is given and none is configured
  --no-demo      no simulated fleet
  --config FILE  settings file (default ./${CONFIG_FILE} if it is there)

Environment: HAIDANG_DATA, HAIDANG_HOST, HAIDANG_PORT, HAIDANG_FEEDS (comma separated), HAIDANG_TICK_SECONDS, HAIDANG_SMTP_URL,
HAIDANG_MAIL_FROM, HAIDANG_SMS_URL, HAIDANG_PUBLIC_URL, HAIDANG_RETRY_SECONDS (comma separated).`;

/**
 * @param args command line after `serve`
 * @returns undefined when help was asked for
 * @throws HaidangError bad-option, file-unreadable
 */
export function readConfig(args: string[], env: NodeJS.ProcessEnv): Config | undefined {
  const flags = readFlags(args);
  if (flags.help) return undefined;
  const merged = deepMerge(readFile(flags.config), fromEnvironment(env), fromFlags(flags));
  const parsed = settings.safeParse(merged);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new HaidangError('bad-option', { option: issue.path.join('.'), why: issue.message, command: 'serve' });
  }
  const demo = parsed.data.demo ?? parsed.data.feeds.length === 0;
  return { ...parsed.data, demo, data: parsed.data.data ?? defaultDataFolder(demo) };
}

function readFlags(args: string[]) {
  try {
    return parseArgs({
      args,
      allowNegative: true,
      options: {
        data: { type: 'string' },
        host: { type: 'string' },
        port: { type: 'string' },
        feed: { type: 'string', multiple: true },
        demo: { type: 'boolean' },
        config: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new HaidangError('bad-option', { option: args.join(' '), why: firstSentence(error), command: 'serve' });
  }
}

function firstSentence(error: unknown): string {
  return error instanceof Error ? error.message.split(/[.\n]/)[0]! : String(error);
}

function fromFlags(flags: ReturnType<typeof readFlags>): Record<string, unknown> {
  return { data: flags.data, host: flags.host, port: flags.port, feeds: flags.feed, demo: flags.demo };
}

function fromEnvironment(env: NodeJS.ProcessEnv): Record<string, unknown> {
  const list = (text: string | undefined): string[] | undefined => text?.split(',').filter((part) => part !== '');
  return {
    data: env.HAIDANG_DATA,
    host: env.HAIDANG_HOST,
    port: env.HAIDANG_PORT,
    feeds: list(env.HAIDANG_FEEDS),
    tickSeconds: env.HAIDANG_TICK_SECONDS,
    notify: {
      smtp: env.HAIDANG_SMTP_URL,
      from: env.HAIDANG_MAIL_FROM,
      publicUrl: env.HAIDANG_PUBLIC_URL,
      retrySeconds: list(env.HAIDANG_RETRY_SECONDS)?.map(Number),
      sms: env.HAIDANG_SMS_URL === undefined ? undefined : { url: env.HAIDANG_SMS_URL },
    },
  };
}

function readFile(path: string | undefined): Record<string, unknown> {
  const file = path ?? CONFIG_FILE;
  if (path === undefined && !existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    throw new HaidangError('file-unreadable', {
      path: file,
      why: error instanceof Error ? error.message : String(error),
    });
  }
}

/** Later ones win, key by key; `undefined` says nothing. */
function deepMerge(...layers: Record<string, unknown>[]): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer)) {
      if (value === undefined) continue;
      const below = out[key];
      out[key] = isPlain(value) ? deepMerge(isPlain(below) ? below : {}, value) : value;
    }
  }
  return out;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
