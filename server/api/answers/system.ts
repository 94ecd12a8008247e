/** Answers about the system itself, its settings and the audit trail. Times are epoch ms. */
import { z } from 'zod';
import type { DryRunView } from '../../dry-runs/dry-runs.ts';
import type { JobView } from '../../jobs/scheduler.ts';
import type { FeedStatus, SystemStatus } from '../../live/protocol.ts';
import { bilingual } from '../../models/alert.ts';
import { channel } from '../../models/channel.ts';
import { act, settingsDocument } from '../../models/entry.ts';
import { proposal, proposalHead } from '../../models/proposal.ts';
import { documentVersion } from '../../models/regulation.ts';

export const actList = z.object({ acts: z.array(act), cut: z.literal(true).optional(), next: z.string().optional() });

export const feedStatus = z.object({
  id: z.string(),
  label: z.string().optional(),
  url: z.string(),
  format: z.string(),
  state: z.enum(['connecting', 'open', 'waiting', 'ended', 'failed']),
  problem: bilingual.optional(),
  bytes: z.number(),
  sentences: z.number(),
  messages: z.number(),
  rejected: z.record(z.string(), z.number()),
  duplicates: z.number(),
  late: z.number(),
  reconnects: z.number(),
  lastByteAt: z.number().optional(),
}) satisfies z.ZodType<FeedStatus>;

const rejection = z.object({ reason: z.string(), text: z.string(), receivedAt: z.number() });
export const rejectionList = z.object({ rejections: z.array(rejection) });

const storeStatus = z.object({
  coversTo: z.number().optional(),
  away: z.object({ since: z.number(), why: z.string() }).optional(),
  problem: bilingual.optional(),
});
const auditStatus = z.object({
  healthy: z.boolean(),
  lastRunAt: z.number().optional(),
  alarm: z.object({ since: z.number(), why: bilingual, isOver: z.boolean() }).optional(),
});
export const systemStatus = z.object({
  demo: z.boolean(),
  time: z.number(),
  startedAt: z.number(),
  version: z.string(),
  journal: z.looseObject({ bytes: z.number(), healthy: z.boolean(), problem: bilingual.optional() }),
  behindBytes: z.number(),
  store: storeStatus.optional(),
  outbox: z.object({ queued: z.int(), failed: z.int(), oldestQueuedAt: z.number().optional() }),
  failingChannels: z.array(z.object({ channel, failingSince: z.number(), why: z.string() })).optional(),
  audit: auditStatus.optional(),
  vessels: z.int(),
  feeds: z.array(feedStatus),
}) satisfies z.ZodType<SystemStatus>;

const job = z.object({
  name: z.string(),
  title: bilingual,
  every: z.string(),
  state: z.enum(['running', 'waiting', 'failed']),
  lastRunAt: z.number().optional(),
  lastFinishedAt: z.number().optional(),
  nextRunAt: z.number().optional(),
  lastError: z.object({ at: z.number(), why: z.string() }).optional(),
  failures: z.int(),
}) satisfies z.ZodType<JobView>;
export const jobList = z.object({ jobs: z.array(job) });

/** Before anybody has set it, revision 0 with what holds until then. */
export const settingsAnswer = settingsDocument.partial({ changedAt: true, changedBy: true });
export const proposedChange = z.object({ proposal: proposalHead });
export const proposalList = z.object({ proposals: z.array(proposalHead.extend({ overtaken: z.boolean() })) });
/** `before`: what it would take the place of, where that revision is kept. `overtaken`: another one holds by now. */
export const proposalView = z.object({ proposal, before: z.unknown(), overtaken: z.boolean() });
export const settingsVersion = documentVersion;
export const settingsVersions = z.object({
  versions: z.array(settingsDocument.omit({ name: true, body: true })),
});

const result = z.looseObject({ hours: z.number(), rules: z.array(z.unknown()), fixes: z.number() });
export const dryRun = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  days: z.int(),
  by: z.string(),
  askedAt: z.number(),
  ahead: z.int(),
  /** 0 to 1. */
  done: z.number(),
  fixes: z.number(),
  tookMs: z.number().optional(),
  result: result.optional(),
  error: z.object({ code: z.string(), vi: z.string(), en: z.string() }).optional(),
}) satisfies z.ZodType<Omit<DryRunView, 'result'>>;
