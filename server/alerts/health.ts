/**
 * How the alarm system itself does: too many alerts at once, alerts that nobody ends, rules that cry wolf. After EEMUA 191
 * and IEC 62682 (ui.md §3): peaks are told beside averages, since an average hides them. Pure.
 */
import type { Alert } from '../models/alert.ts';

/** EEMUA 191: an operator can deal with so many new ones in ten minutes; a flood lasts until there are fewer than the other. */
const FLOOD_FROM = 10;
const FLOOD_BELOW = 5;
const SLOT_MS = 10 * 60_000;
/** ui.md §3: an alarm that stands for longer is stale. */
const STALE_MS = 24 * 3_600_000;
/** Priority 4 is a log event, which needs nobody. */
const LOG_PRIORITY = 4;
/** Reasons for closing (default-regulation.ts) that say: nothing was wrong with the vessel, and nobody should have been called. */
const NEEDLESS: ReadonlySet<string> = new Set(['false-alarm', 'provider-fault', 'in-port', 'permitted']);
/** Of so many that were looked into, half and more needless: own choice; fewer say nothing of the rule. */
const LEAST_LOOKED_INTO = 5;
const TOO_MANY_NEEDLESS = 0.5;

export interface RuleHealth {
  ruleId: string;
  raised: number;
  /** Of all that was raised, 0 to 1. */
  share: number;
  /** Taken back by what came later. */
  retracted: number;
  /** Ended by a person, and of these with a reason that says that nobody should have been called. */
  closed: number;
  needless: number;
  /** The vessel that raised it most often, when more than once. */
  noisiest?: { vesselId: string; raised: number };
  /** Half and more of those that people looked into were needless: the rule should be changed. */
  isNoisy: boolean;
}

export interface AlertHealth {
  /** Epoch ms. */
  from: number;
  to: number;
  /** Alerts that the system came to know of then and that need somebody. */
  raised: number;
  byPriority: Readonly<Record<1 | 2 | 3, number>>;
  perTenMinutes: { mean: number; most: number; mostAt?: number; floodShare: number };
  /** That hold now, and of these for more than a day. */
  standing: number;
  stale: number;
  /** From when the system knew to when somebody acknowledged, minutes; and how many still wait, the longest for how long. */
  acknowledged: { count: number; medianMin?: number; p95Min?: number };
  waiting: { count: number; longestMin?: number };
  /** The loudest first. */
  rules: RuleHealth[];
}

/**
 * @param alerts all that the system came to know of between `from` and `to`, and all that are open
 * @param to now, epoch ms
 */
export function alertHealth(alerts: readonly Alert[], from: number, to: number): AlertHealth {
  // What was restated is counted as what it is now.
  const calls = alerts.filter(
    ({ occurrence, restatedAs }) => occurrence.priority < LOG_PRIORITY && restatedAs === undefined,
  );
  const raised = calls.filter(({ detectedAt }) => detectedAt >= from && detectedAt < to);
  const holding = calls.filter(({ occurrence }) => occurrence.state === 'raised');
  const waits = calls.filter(isWaiting).map(({ detectedAt }) => minutes(to - detectedAt));
  const counted = (priority: number) => raised.filter(({ occurrence }) => occurrence.priority === priority).length;
  return {
    from,
    to,
    raised: raised.length,
    byPriority: { 1: counted(1), 2: counted(2), 3: counted(3) },
    perTenMinutes: load(raised, from, to),
    standing: holding.length,
    stale: holding.filter(({ occurrence }) => to - occurrence.raisedAt > STALE_MS).length,
    acknowledged: acknowledged(raised),
    waiting: { count: waits.length, ...(waits.length > 0 && { longestMin: Math.max(...waits) }) },
    rules: ruleHealth(raised),
  };
}

function isWaiting({ response, occurrence }: Alert): boolean {
  const isUnanswered = response.state === 'unacknowledged' || response.state === 'returned';
  return isUnanswered && occurrence.state !== 'retracted';
}

function load(raised: readonly Alert[], from: number, to: number): AlertHealth['perTenMinutes'] {
  const slots = new Uint32Array(Math.max(1, Math.ceil((to - from) / SLOT_MS)));
  for (const { detectedAt } of raised) slots[Math.floor((detectedAt - from) / SLOT_MS)]!++;
  let [flooded, isFlood, loudest] = [0, false, 0];
  slots.forEach((count, slot) => {
    isFlood = isFlood ? count >= FLOOD_BELOW : count > FLOOD_FROM;
    flooded += Number(isFlood);
    if (count > slots[loudest]!) loudest = slot;
  });
  const most = slots[loudest]!;
  return {
    mean: raised.length / slots.length,
    most,
    ...(most > 0 && { mostAt: from + loudest * SLOT_MS }),
    floodShare: flooded / slots.length,
  };
}

function acknowledged(raised: readonly Alert[]): AlertHealth['acknowledged'] {
  const times = raised
    .flatMap(({ detectedAt, response }) =>
      response.acknowledgedAt === undefined ? [] : [minutes(Math.max(0, response.acknowledgedAt - detectedAt))],
    )
    .sort((a, b) => a - b);
  if (times.length === 0) return { count: 0 };
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  return { count: times.length, medianMin: at(0.5), p95Min: at(0.95) };
}

function ruleHealth(raised: readonly Alert[]): RuleHealth[] {
  const byRule = new Map<string, Alert[]>();
  for (const alert of raised) {
    const { ruleId } = alert.occurrence;
    const known = byRule.get(ruleId);
    if (known) known.push(alert);
    else byRule.set(ruleId, [alert]);
  }
  return [...byRule]
    .map(([ruleId, own]) => {
      const closed = own.filter(({ response }) => response.state === 'closed' && response.closedBy !== undefined);
      const needless = closed.filter(({ response }) => NEEDLESS.has(response.reason ?? '')).length;
      return {
        ruleId,
        raised: own.length,
        share: own.length / raised.length,
        retracted: own.filter(({ occurrence }) => occurrence.state === 'retracted').length,
        closed: closed.length,
        needless,
        ...noisiest(own),
        isNoisy: closed.length >= LEAST_LOOKED_INTO && needless >= closed.length * TOO_MANY_NEEDLESS,
      };
    })
    .sort((a, b) => b.raised - a.raised || (a.ruleId < b.ruleId ? -1 : 1));
}

function noisiest(own: readonly Alert[]): Pick<RuleHealth, 'noisiest'> {
  const counts = new Map<string, number>();
  for (const { occurrence } of own) counts.set(occurrence.vesselId, (counts.get(occurrence.vesselId) ?? 0) + 1);
  const [loudest] = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return loudest && loudest[1] > 1 ? { noisiest: { vesselId: loudest[0], raised: loudest[1] } } : {};
}

function minutes(ms: number): number {
  return ms / 60_000;
}
