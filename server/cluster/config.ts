/** Settings of several processes on one MongoDB. */
import { z } from 'zod';
import { HaidangError } from '../errors.ts';

export const roles = ['all', 'front', 'engine', 'web'] as const;
type Role = (typeof roles)[number];

const SHORTEST_KEY = 16;
const MOST_PARTITIONS = 16;
const addressNeeded = 'it has to be host:port';
const partitionsNeeded = `it has to be a whole number from 1 to ${MOST_PARTITIONS}`;
const leaseNeeded = 'it has to be a number of seconds from 1 to 600';

export const clusterConfig = z.strictObject({
  /** Where engines and web nodes find the front. */
  front: z
    .string()
    .regex(/^https?:\/\/[^/]+$/, 'it has to be http://host:port')
    .optional(),
  /** Where the front listens for them. */
  listen: z
    .string()
    .regex(/^.+:\d{1,5}$/, addressNeeded)
    .default('127.0.0.1:8090'),
  /** Shared by all of them. */
  key: z.string().min(SHORTEST_KEY, `it has to have at least ${SHORTEST_KEY} characters`).optional(),
  redis: z
    .string()
    .regex(/^rediss?:\/\//, 'it has to begin with redis:// or rediss://')
    .optional(),
  /** For good: a store with another number is worked out anew. */
  partitions: z.int(partitionsNeeded).min(1, partitionsNeeded).max(MOST_PARTITIONS, partitionsNeeded).default(4),
  /** After this a partition whose engine does not answer is another one's. */
  leaseSeconds: z.number(leaseNeeded).min(1, leaseNeeded).max(600, leaseNeeded).default(10),
});

type ClusterConfig = z.infer<typeof clusterConfig>;

/** @throws HaidangError `bad-setting` for what a role lacks */
export function checkRole({ role, store, cluster }: { role: Role; store?: string; cluster: ClusterConfig }): void {
  if (role === 'all') return;
  const needs: [name: string, value: unknown][] = [
    ['HAIDANG_STORE', store],
    ['HAIDANG_REDIS', cluster.redis],
    ['HAIDANG_FRONT_KEY', cluster.key],
    ...(role === 'front' ? [] : [['HAIDANG_FRONT', cluster.front] as [string, unknown]]),
  ];
  for (const [setting, value] of needs) {
    if (value === undefined)
      throw new HaidangError('bad-setting', { setting, where: `--role ${role}`, why: 'this role needs it' });
  }
}

/** host:port apart. */
export function addressOf(listen: string): { host: string; port: number } {
  const at = listen.lastIndexOf(':');
  return { host: listen.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(listen.slice(at + 1)) };
}
