/** What a wall shows at a time. From the clock alone, so that screens side by side change together. Pure. */
import type { Alert } from '../../server/models/alert.ts';
import { ordered } from '../console/alert-order.ts';
import { isAside, isWaiting } from '../console/alert-states.ts';
import type { SceneName, WallSettings } from './settings.ts';

/** A most urgent alert holds the wall for so long, unless it is taken up before. */
export const HOLD_MS = 2 * 60_000;
/** As many as can be read at once. */
const MOST_ROWS = 7;

/** @param now epoch ms, by the server's clock */
export function sceneAt(scenes: WallSettings['scenes'], now: number): SceneName {
  const total = scenes.reduce((sum, { dwellS }) => sum + dwellS, 0);
  let left = (now / 1000) % total;
  for (const { name, dwellS } of scenes) {
    if (left < dwellS) return name;
    left -= dwellS;
  }
  return scenes[0]!.name;
}

/** The newest most urgent alert that nobody has taken up and that has not had its time. */
export function preempting(alerts: Iterable<Alert>, now: number): Alert | undefined {
  const urgent = [...alerts].filter(
    (alert) => alert.occurrence.priority === 1 && isWaiting(alert) && now - alert.detectedAt < HOLD_MS,
  );
  return urgent.sort((a, b) => b.detectedAt - a.detectedAt || (a.id < b.id ? -1 : 1))[0];
}

/** The rows of a wall, and how many more there are. What is put aside is not for a wall. */
export function alarmRows(alerts: Iterable<Alert>): { rows: Alert[]; more: number } {
  const all = ordered([...alerts].filter((alert) => !isAside(alert)));
  return { rows: all.slice(0, MOST_ROWS), more: Math.max(0, all.length - MOST_ROWS) };
}

export type Staleness = 'line' | 'feeds' | 'store';

/** Why what is shown is not the present; undefined when it is. @param silentMs since the last frame */
export function staleBecause(known: {
  isLive: boolean;
  silentMs: number;
  feedsBad: boolean;
  storeAway: boolean;
}): Staleness | undefined {
  if (!known.isLive || known.silentMs > STALE_MS) return 'line';
  if (known.storeAway) return 'store';
  return known.feedsBad ? 'feeds' : undefined;
}

/** Two missed heartbeats and more; at most the 10 s that were promised. */
const STALE_MS = 6000;
