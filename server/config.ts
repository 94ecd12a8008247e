/** Settings of one run: defaults < haidang.config.json < environment HAIDANG_* < flags. What officers change is not here but in the store. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { limitsConfig } from './api/limits-config.ts';
import { auditConfig, heartbeatConfig } from './audit/config.ts';
import { oidcConfig } from './auth/single-sign-on/config.ts';
import { backupConfig } from './backup/config.ts';
import { checkRole, clusterConfig, roles } from './cluster/config.ts';
import { readCommandLine } from './command-line.ts';
import { HaidangError } from './errors.ts';
import { evidenceConfig } from './evidence/config.ts';
import { forwardConfig } from './forward/config.ts';
import { mapConfig } from './map/config.ts';
import { contactList, routingTable } from './models/contact.ts';
import { notifyConfig } from './notify/config.ts';
import { modulesConfig, publicFormConfig } from './public-side/config.ts';
import { reportConfig } from './reports/config.ts';
import { isServer, NO_ADDRESS } from './store/open.ts';
import { systemWords } from './system-words.ts';
import { tlsConfig } from './tls.ts';
import { wallConfig } from './wall/config.ts';

export const CONFIG_FILE = 'haidang.config.json';

const portNeeded = 'it has to be a whole number from 0 to 65535';
const catchUpNeeded = 'it has to be a number of seconds from 0 to 3600';
const tickNeeded = 'it has to be a number of seconds above 0, at most 3600';

const trackConfig = z.strictObject({
  thinning: z
    .array(
      z.strictObject({
        afterDays: z.number().min(1),
        toleranceM: z.number().positive().max(5000),
        everyMinutes: z.number().min(1).max(1440),
      }),
    )
    .max(8)
    .default([]),
  aroundAlertsHours: z.number().min(0).max(8760).default(24),
});

/** Bytes that it costs: 32 a fix, for every vessel that sends so much (geofences/README.md). */
const engineConfig = z.strictObject({
  windowHours: z.number().min(1).max(720).default(48),
  maxWindowFixes: z.int().min(32).max(8192).default(512),
});

/** Every setting there is, with its default: docs/config.md explains them one by one. */
export const settings = z
  .strictObject({
    data: z.string().optional(),
    host: z.string().default('127.0.0.1'),
    port: z.int(portNeeded).min(0, portNeeded).max(65535, portNeeded).default(8080),
    /** Proxies in front whose word is believed about who asks and whether by TLS; limits by address and keys' addresses need it. */
    trustedProxies: z.int().min(0).max(10).default(0),
    /** The server speaks TLS itself; without it plain HTTP, to a proxy that ends TLS. */
    tls: tlsConfig.optional(),
    /** The province's own accounts as a further way in. */
    oidc: oidcConfig.optional(),
    /** How much one caller may ask. */
    limits: limitsConfig.prefault({}),
    feeds: z.array(z.string()).default([]),
    /** Address of a MongoDB; without it the store lies in the data folder. */
    store: z.string().refine(isServer, NO_ADDRESS).optional(),
    demo: z.boolean().optional(),
    /** `all`: one process. The others share one MongoDB (docs/growth.md). */
    role: z.enum(roles, `it has to be one of ${roles.join(', ')}`).default('all'),
    cluster: clusterConfig.prefault({}),
    /** Seconds between journaled ticks: silence is judged this often. */
    tickSeconds: z.number(tickNeeded).positive(tickNeeded).max(3600, tickNeeded).default(5),
    catchUpSeconds: z.number(catchUpNeeded).min(0, catchUpNeeded).max(3600, catchUpNeeded).default(1.5),
    engine: engineConfig.prefault({}),
    notify: notifyConfig.prefault({}),
    /** How often what is overdue is looked for. */
    audit: auditConfig.prefault({}),
    /** A sign of life to whoever watches from outside; without it none is sent. */
    heartbeat: heartbeatConfig.optional(),
    /** Backups that the server has made by itself; without it none are. */
    backup: backupConfig.optional(),
    /** Reports that are made by themselves. */
    reports: reportConfig.prefault({}),
    /** Tracks of long ago: none are thinned unless tiers say so. The journal keeps every position in any case. */
    tracks: trackConfig.prefault({}),
    /** Whether evidence archives are signed. */
    evidence: evidenceConfig.prefault({}),
    /** Targets of the wall's tiles, and whose pages may show tiles. */
    wall: wallConfig.prefault({}),
    /** To whom positions go on. */
    forward: forwardConfig.prefault({}),
    /** What the province uses of the product. */
    modules: modulesConfig.prefault({}),
    /** The page on which anybody tells what they see; open when `modules.publicForm` says so. */
    publicForm: publicFormConfig.prefault({}),
    /** Depths or charts from a tile server. */
    map: mapConfig.prefault({}),
    /** First contents of the settings documents; later changes are made in the product. */
    contacts: contactList.optional(),
    routing: routingTable.optional(),
  })
  .refine(({ heartbeat, notify }) => heartbeat?.mailTo === undefined || notify.smtp !== undefined, {
    path: ['heartbeat', 'mailTo'],
    message: 'it needs notify.smtp',
  })
  .refine(({ oidc, notify }) => oidc === undefined || notify.publicUrl !== undefined, {
    path: ['notify', 'publicUrl'],
    message: 'oidc needs it: the provider sends browsers back there',
  })
  .refine(
    ({ reports, notify }) => notify.smtp !== undefined || reports.schedules.every(({ mailTo }) => mailTo.length === 0),
    { path: ['reports', 'schedules'], message: 'mailTo needs notify.smtp' },
  );

/** `file`: the settings file, where there is one. */
export type Config = z.infer<typeof settings> & { data: string; demo: boolean; file?: string };

export function defaultDataFolder(demo = false): string {
  return join('haidang-data', demo ? 'demo' : 'live');
}

export const serveUsage = `haidang serve [--data DIR] [--host ADDRESS] [--port N] [--feed URL]… [--demo | --no-demo] [--config FILE] [--role ROLE]

  --data DIR     folder for journal and store (default ./haidang-data/live, demo: ./haidang-data/demo)
  --host ADDR    address to listen on (default 127.0.0.1: this machine only)
  --port N       port (default 8080)
  --feed URL     file:PATH[?speed=60]  udp://HOST:PORT  tcp://HOST:PORT  tcp-listen://HOST:PORT   (may be given several times)
  --demo         simulated fleet; the default when no feed is given and none is configured
  --no-demo      no simulated fleet
  --config FILE  settings file (default ./${CONFIG_FILE} if it is there)
  --role ROLE    all (default: one process), front, engine or web: several processes on one MongoDB (docs/growth.md)

Environment: HAIDANG_DATA, HAIDANG_HOST, HAIDANG_PORT, HAIDANG_FEEDS (comma separated), HAIDANG_STORE (mongodb://…), HAIDANG_TICK_SECONDS, HAIDANG_CATCH_UP_SECONDS, HAIDANG_SMTP_URL,
HAIDANG_MAIL_FROM, HAIDANG_SMS_URL, HAIDANG_PUBLIC_URL, HAIDANG_RETRY_SECONDS (comma separated), HAIDANG_OIDC_CLIENT_SECRET; of several processes HAIDANG_ROLE,
HAIDANG_FRONT (http://…), HAIDANG_FRONT_LISTEN (host:port), HAIDANG_FRONT_KEY, HAIDANG_REDIS, HAIDANG_PARTITIONS, HAIDANG_LEASE_SECONDS. Behind a proxy: HAIDANG_TRUSTED_PROXIES. HAIDANG_LOG: warn (default), info, debug, trace.`;

/** Settings of one origin, and where a person finds the one at a path. */
interface Layer {
  values: Record<string, unknown>;
  where: (path: readonly PropertyKey[]) => string;
}

/**
 * @param args command line after `serve`
 * @returns undefined when help was asked for
 * @throws HaidangError bad-setting, file-unreadable, file-invalid, and those of readCommandLine
 */
export function readConfig(args: string[], env: NodeJS.ProcessEnv): Config | undefined {
  const flags = readFlags(args);
  if (flags.help) return undefined;
  const layers = [readFile(flags.config), fromEnvironment(env), fromFlags(flags)];
  const parsed = settings.safeParse(deepMerge(...layers.map(({ values }) => values)));
  if (!parsed.success) throw badSetting(parsed.error.issues[0]!, layers);
  checkRole(parsed.data);
  const { role } = parsed.data;
  // What a process is to do was said: none but the front shows a fleet, and only when asked.
  const demo = parsed.data.demo ?? (role === 'all' && parsed.data.feeds.length === 0);
  if (demo && parsed.data.tls) {
    const why = 'the demonstration speaks no TLS; start with --no-demo';
    throw new HaidangError('bad-setting', { setting: 'tls', where: flags.config ?? CONFIG_FILE, why });
  }
  const file = flags.config ?? (existsSync(CONFIG_FILE) ? CONFIG_FILE : undefined);
  const data = parsed.data.data ?? defaultDataFolder(demo);
  return { ...parsed.data, demo, data, ...(file !== undefined && { file }) };
}

function badSetting(issue: z.core.$ZodIssue, layers: readonly Layer[]): HaidangError {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = unknown === undefined ? issue.path : [...issue.path, unknown];
  // A value that is missing stands nowhere: then its nearest surroundings that stand somewhere say where to look.
  let at: readonly PropertyKey[] = path;
  let layer = layers.findLast(({ values }) => valueAt(values, at) !== undefined);
  while (!layer && at.length > 0) {
    at = at.slice(0, -1);
    layer = layers.findLast(({ values }) => valueAt(values, at) !== undefined);
  }
  const missing = issue.code === 'invalid_type' && at.length < path.length;
  const why = missing ? 'it is missing' : unknown === undefined ? issue.message : 'there is no such setting';
  return new HaidangError('bad-setting', { setting: path.join('.'), where: layer?.where(path) ?? '?', why });
}

function valueAt(values: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    values,
  );
}

function readFlags(args: string[]) {
  return readCommandLine('serve', {
    args,
    allowNegative: true,
    options: {
      data: { type: 'string' },
      host: { type: 'string' },
      port: { type: 'string' },
      feed: { type: 'string', multiple: true },
      demo: { type: 'boolean' },
      config: { type: 'string' },
      role: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  }).values;
}

function fromFlags({ data, host, port, feed, demo, role }: ReturnType<typeof readFlags>): Layer {
  const values = { data, host, port: numberIn(port), feeds: feed, demo, role };
  return { values, where: ([name]) => (name === 'feeds' ? '--feed' : `--${String(name)}`) };
}

/** Ends of the variables' names, by the last word of the setting. */
const variables: Record<string, string> = {
  data: 'DATA',
  host: 'HOST',
  port: 'PORT',
  feeds: 'FEEDS',
  store: 'STORE',
  tickSeconds: 'TICK_SECONDS',
  catchUpSeconds: 'CATCH_UP_SECONDS',
  trustedProxies: 'TRUSTED_PROXIES',
  smtp: 'SMTP_URL',
  from: 'MAIL_FROM',
  publicUrl: 'PUBLIC_URL',
  retrySeconds: 'RETRY_SECONDS',
  sms: 'SMS_URL',
  clientSecret: 'OIDC_CLIENT_SECRET',
  role: 'ROLE',
  front: 'FRONT',
  listen: 'FRONT_LISTEN',
  key: 'FRONT_KEY',
  redis: 'REDIS',
  partitions: 'PARTITIONS',
  leaseSeconds: 'LEASE_SECONDS',
};

/** Variables that name no setting: how much is logged, and what benches and rehearsals read. */
const otherVariables: readonly string[] = ['LOG', 'DEBUG', 'FAILPOINT', 'BENCH_PYTHON', 'KNOWN_IDS', 'PICTURES'];

/** Variables of our name that nothing reads: a slip in one would otherwise pass for a setting that was made. */
export function unknownVariables(env: NodeJS.ProcessEnv): string[] {
  const known = new Set([...Object.values(variables), ...otherVariables].map((name) => `HAIDANG_${name}`));
  return Object.keys(env).filter((name) => name.startsWith('HAIDANG_') && !known.has(name));
}

/** An empty variable is taken for none. */
function fromEnvironment(env: NodeJS.ProcessEnv): Layer {
  const text = (name: string): string | undefined => env[`HAIDANG_${name}`] || undefined;
  const list = (name: string): string[] | undefined =>
    text(name)
      ?.split(',')
      .filter((part) => part !== '');
  const smsUrl = text('SMS_URL');
  const values = {
    data: text('DATA'),
    host: text('HOST'),
    port: numberIn(text('PORT')),
    feeds: list('FEEDS'),
    store: text('STORE'),
    tickSeconds: numberIn(text('TICK_SECONDS')),
    catchUpSeconds: numberIn(text('CATCH_UP_SECONDS')),
    trustedProxies: numberIn(text('TRUSTED_PROXIES')),
    role: text('ROLE'),
    ...(text('OIDC_CLIENT_SECRET') !== undefined && { oidc: { clientSecret: text('OIDC_CLIENT_SECRET') } }),
    cluster: {
      front: text('FRONT'),
      listen: text('FRONT_LISTEN'),
      key: text('FRONT_KEY'),
      redis: text('REDIS'),
      partitions: numberIn(text('PARTITIONS')),
      leaseSeconds: numberIn(text('LEASE_SECONDS')),
    },
    notify: {
      smtp: text('SMTP_URL'),
      from: text('MAIL_FROM'),
      publicUrl: text('PUBLIC_URL'),
      retrySeconds: list('RETRY_SECONDS')?.map(Number),
      sms: smsUrl === undefined ? undefined : { url: smsUrl },
    },
  };
  return {
    values,
    where: ([first, second]) =>
      `HAIDANG_${variables[String(first === 'notify' || first === 'cluster' || first === 'oidc' ? second : first)]}`,
  };
}

/** Text that is no number becomes NaN, which the schema refuses. */
function numberIn(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function readFile(path: string | undefined): Layer {
  const file = path ?? CONFIG_FILE;
  const where = (): string => file;
  if (path === undefined && !existsSync(file)) return { values: {}, where };
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new HaidangError('file-unreadable', { path: file, why: systemWords(error) });
  }
  try {
    const values: unknown = JSON.parse(text);
    if (isPlain(values)) return { values, where };
  } catch (error) {
    const why = `it is not JSON (${error instanceof Error ? error.message : String(error)})`;
    throw new HaidangError('file-invalid', { path: file, why });
  }
  throw new HaidangError('file-invalid', { path: file, why: 'it has to be an object with settings' });
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
