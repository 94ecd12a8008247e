/**
 * Escalation ladders: whom an alert or a case is told to next when nobody takes it up. A settings document; every province has
 * its own. Where an alert or a case stands on its ladder is part of it and commits with it.
 */
import { z } from 'zod';
import { channel } from './channel.ts';
import { contactRole } from './contact.ts';
import { words } from './words.ts';

const id = z.string().regex(/^[a-z0-9-]{1,60}$/, 'small letters, digits and - only');

/**
 * What its minutes count from. unacknowledged: the alert began to wait for its acknowledgement · not-reached: the case came into
 * that state · overdue: the time that the operating regulation sets for the case's next step has passed
 */
const ladderTriggers = ['unacknowledged', 'not-reached', 'overdue'] as const;
export type LadderTrigger = (typeof ladderTriggers)[number];

const step = z
  .strictObject({
    id,
    /** Counted from the trigger, not from the step before. */
    minutes: z.number().min(0).max(525_600),
    roles: z.array(contactRole).default([]),
    /** Only who is on watch by the rosters; everybody of the roles when nobody is. */
    onWatch: z.boolean().optional(),
    /** Also the contacts of the units so many levels above those that were told so far. */
    unitsAbove: z.int().min(1).max(5).optional(),
    channels: z.array(channel).min(1),
  })
  .refine(({ roles, unitsAbove }) => roles.length > 0 || unitsAbove !== undefined, {
    message: 'it tells nobody: name roles, or unitsAbove',
    path: ['roles'],
    params: { vi: 'bước này không báo cho ai: hãy chọn vai trò hoặc đơn vị cấp trên' },
  });
export type LadderStep = z.infer<typeof step>;

const ladder = z
  .strictObject({
    id,
    name: words,
    on: z.enum(ladderTriggers),
    /** Absent: any. Kinds of rule, rule ids, priorities; what is there must hold. */
    kinds: z.array(z.string().min(1).max(60)).max(100).optional(),
    rules: z.array(z.string().min(1).max(100)).max(200).optional(),
    priorities: z.array(z.int().min(1).max(3)).optional(),
    /** It goes on when the alert no longer holds and nobody has taken it up: a distress signal may end with the boat. */
    goesOnWhenOver: z.boolean().optional(),
    steps: z.array(step).min(1).max(20),
  })
  .superRefine(({ steps }, context) => {
    for (const [at, one] of steps.entries()) {
      const before = steps[at - 1];
      if (before && one.minutes <= before.minutes)
        context.addIssue({
          code: 'custom',
          path: ['steps', at, 'minutes'],
          message: 'it has to be later than the step before',
          params: { vi: 'phải muộn hơn bước trước' },
        });
      if (steps.findIndex((other) => other.id === one.id) < at)
        context.addIssue({
          code: 'custom',
          path: ['steps', at, 'id'],
          message: `the id “${one.id}” is used twice`,
          params: { vi: `mã “${one.id}” bị trùng` },
        });
    }
  });
export type Ladder = z.infer<typeof ladder>;

/** The first that fits counts. */
export const ladderList = z.array(ladder).max(200);

const ladderEnds = [
  'acknowledged',
  'over',
  'retracted',
  'shelved',
  'suppressed',
  'closed',
  'moved-on',
  'no-ladder',
] as const;
export type LadderEnd = (typeof ladderEnds)[number];

/** Where something stands on its ladder. Times are epoch ms by the journaled clock. */
export const ladderState = z.object({
  /** Of the ladder. */
  id: z.string(),
  /** How often it has begun for this alert or case: part of the ids of its messages. */
  round: z.int(),
  since: z.number(),
  /** Ids of the steps that are done, or that lay in the past when the ladder was changed under way. */
  done: z.array(z.string()),
  /** How many steps it has. */
  of: z.int(),
  /** Absent: it has ended, or every step is done. */
  next: z.object({ step: z.string(), at: z.number(), words }).optional(),
  /** When `next` was worked out: a clock that stands before it was set back. */
  plannedAt: z.number(),
  ended: z.object({ at: z.number(), why: z.enum(ladderEnds), by: z.string().optional() }).optional(),
});
export type LadderState = z.infer<typeof ladderState>;

/** What a person sends who escalates by hand. */
export const escalation = z.strictObject({ reason: z.string().trim().min(1).max(500) });
