/**
 * A condition of the track that has to hold for some fixes and some time before it is said, and to fail for some before
 * it is over. Between the two, one fix that says otherwise changes nothing.
 */

import type { Fix } from '../fix.ts';
import type { Occurrence } from '../types.ts';
import type { Basis } from './basis.ts';
import type { Pair, ReadyRule, TrackSighting } from './kind.ts';
import { endedOnTrack, openedOnTrack } from './occurrences.ts';
import type { ParamSpec } from './params.ts';

/** What is remembered: plain data inside a pair's memo. */
interface Spell {
  /** First fix that met the condition. */
  first: Fix;
  /** Fixes that met it, counted until it is said. */
  count: number;
  /** Fix times of the first of them, at most MAX_TIMES. */
  times: readonly number[];
  /** First of the fixes in a row that did not, and how many they are. */
  missed?: Fix;
  misses: number;
}

interface Needs {
  /** Fixes that must meet the condition, and minutes from the first to the last of them. */
  fixes: number;
  minutes: number;
  /** Fixes in a row that end it. */
  clearFixes: number;
  /** A longer silence before it is said begins the count anew, minutes. */
  gapMinutes?: number;
}

/** Evidence names the first fixes of a spell; more would say nothing new. */
const MAX_TIMES = 8;

/**
 * One more fix for a pair whose memo is a spell.
 * @param details what the occurrence says beside place and time; asked once, when it is raised
 */
export function spelled(
  pair: Pair | undefined,
  holds: boolean,
  seen: TrackSighting,
  ready: ReadyRule,
  closed: Occurrence[],
  needs: Needs,
  details: (first: Fix) => Occurrence['details'],
): Pair | undefined {
  const spell = spellOf(pair);
  if (pair?.open && spell) return holds ? held(pair, spell) : failed(pair, spell, seen.fix, closed, needs.clearFixes);
  if (!holds) return undefined;
  const next = grown(spell, seen, needs.gapMinutes);
  const minutes = (seen.fix.fixTime - next.first.fixTime) / 60_000;
  const memo = { spell: next };
  if (next.count < needs.fixes || minutes < needs.minutes) return { rule: ready.rule.id, zone: '', side: -1, memo };
  const open = openedOnTrack(ready, seen.vesselId, next.first, next.times, details(next.first));
  return { rule: ready.rule.id, zone: '', side: 1, open, memo };
}

export function spellOf(pair: Pair | undefined): Spell | undefined {
  return pair?.memo?.spell as Spell | undefined;
}

function grown(spell: Spell | undefined, seen: TrackSighting, gapMinutes = Number.POSITIVE_INFINITY): Spell {
  const { fix, previous } = seen;
  const isBroken = previous && fix.fixTime - previous.fixTime > gapMinutes * 60_000;
  if (!spell || isBroken) return { first: fix, count: 1, times: [fix.fixTime], misses: 0 };
  const times = spell.times.length < MAX_TIMES ? [...spell.times, fix.fixTime] : spell.times;
  return { first: spell.first, count: spell.count + 1, times, misses: 0 };
}

function held(pair: Pair, spell: Spell): Pair {
  if (spell.misses === 0) return pair;
  return { ...pair, memo: { spell: { first: spell.first, count: spell.count, times: spell.times, misses: 0 } } };
}

function failed(pair: Pair, spell: Spell, fix: Fix, closed: Occurrence[], clearFixes: number): Pair | undefined {
  const missed = spell.missed ?? fix;
  const misses = spell.misses + 1;
  if (misses < clearFixes) return { ...pair, memo: { spell: { ...spell, missed, misses } } };
  closed.push(endedOnTrack(pair.open!, missed));
  return undefined;
}

/** How many fixes must meet the condition. */
export function fixesParam(fixes: number, source: Basis): ParamSpec {
  return {
    name: 'confirm',
    waits: true,
    type: 'number',
    unit: 'fixes',
    default: fixes,
    min: 1,
    max: 100,
    source,
    vi: 'Số vị trí thỏa điều kiện cần có để xác nhận',
    en: 'Fixes that must meet the condition',
  };
}

/** For how long it must have held; by the source of the fix where that makes a difference. */
export function minutesParam(minutes: number | ParamSpec['bySource'], source: Basis): ParamSpec {
  const bySource = typeof minutes === 'object' ? minutes : undefined;
  return {
    name: 'minutes',
    waits: true,
    type: 'number',
    unit: 'min',
    default: bySource ? undefined : Number(minutes),
    ...(bySource ? { bySource } : {}),
    min: 0,
    max: 10_080,
    source,
    vi: bySource
      ? `Thời gian kéo dài ít nhất; để trống: AIS ${bySource.ais} phút, VMS ${bySource.vms} phút`
      : 'Thời gian kéo dài ít nhất',
    en: bySource
      ? `Least time for which it holds; empty: ${bySource.ais} min by AIS, ${bySource.vms} min by VMS`
      : 'Least time for which it holds',
  };
}

/** How many fixes in a row say that it is over. */
export function clearFixesParam(fixes: number, source: Basis): ParamSpec {
  return {
    name: 'clearFixes',
    type: 'number',
    unit: 'fixes',
    default: fixes,
    min: 1,
    max: 100,
    source,
    vi: 'Số vị trí liên tiếp cho thấy đã hết để kết thúc',
    en: 'Fixes in a row that show it is over',
  };
}
