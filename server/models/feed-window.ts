/** What became of the last messages of a feed, each one that is not good with why: so that a share of them opens exactly its rows. */
import { z } from 'zod';
import type { Collection } from './collection.ts';

const findingNames = ['rejected', 'duplicate', 'late', 'doubted'] as const;

export const feedFinding = z.object({
  /** Which of the feed's messages it is about, counted from 1. */
  n: z.int(),
  what: z.enum(findingNames),
  /** Epoch ms. */
  receivedAt: z.number(),
  /** Of a rejected one, and its text as received where there is one. */
  reason: z.string().optional(),
  text: z.string().optional(),
  /** Of a position: whose, of when (epoch ms), and its FixFlags. */
  vesselId: z.string().optional(),
  fixTime: z.number().optional(),
  flags: z.int().optional(),
});
export type FeedFinding = z.infer<typeof feedFinding>;

/** So many messages back shares are worked out; also bounds what is written of a feed that sends nothing good. */
export const WINDOW_MESSAGES = 500;
/** So many hours back it is known in which ones anything came. */
const WINDOW_HOURS = 24;
const HOUR_MS = 3_600_000;

const feedWindow = z.object({
  /** Number of the feed, as the journal has it. */
  feed: z.int(),
  /** Positions and rejected messages that came since this was first counted. */
  taken: z.int(),
  /** Of the last WINDOW_MESSAGES of them, oldest first; a late position can be doubted too. */
  findings: z.array(feedFinding),
  /** Whole hours since the epoch in which bytes came, ascending: the first ever, then those of the last day. */
  hours: z.array(z.int()),
});
export type FeedWindow = z.infer<typeof feedWindow>;
/** What is counted of a feed, whichever it is. */
export type WindowContent = Omit<FeedWindow, 'feed'>;

/** Beside the feed's own record, which every commit writes: at 500 findings a window is a hundred times as long. */
export const feedWindows: Collection<FeedWindow> = {
  name: 'feed_window',
  schema: feedWindow,
  key: { name: 'feed', type: 'integer', of: ({ feed }) => feed },
  columns: {},
  indexes: [],
};

export function noWindow(): WindowContent {
  return { taken: 0, findings: [], hours: [] };
}

/** HOT. Counts a message; what is found of it follows. */
export function takeMessage(window: WindowContent): void {
  window.taken++;
}

/** Something is found of the message that was taken last. */
export function addFinding(window: WindowContent, finding: Omit<FeedFinding, 'n'>): void {
  const { findings, taken } = window;
  findings.push({ n: taken, ...finding });
  // Cut by halves: taking one off the front for each that comes would move all of them each time.
  if (findings.length > 2 * WINDOW_MESSAGES) window.findings = findingsIn(window);
}

/** Those of the window as it stands. */
export function findingsIn({ findings, taken }: WindowContent): FeedFinding[] {
  return findings.filter(({ n }) => n > taken - WINDOW_MESSAGES);
}

/** HOT. Bytes came. @param at epoch ms */
export function hearHour(window: WindowContent, at: number): void {
  const hour = Math.floor(at / HOUR_MS);
  const { hours } = window;
  if (hours.length > 0 && hour <= hours.at(-1)!) return;
  const [first, ...rest] = hours;
  window.hours = [...(first === undefined ? [] : [first]), ...rest.filter((one) => one >= hour - WINDOW_HOURS), hour];
}

/**
 * The full hours of the last day since the feed was first heard. @param now epoch ms
 * @returns how many there were, and the beginnings (epoch ms) of those in which nothing came, newest first
 */
export function hoursOf({ hours }: WindowContent, now: number): { of: number; missed: number[] } {
  const current = Math.floor(now / HOUR_MS);
  const first = Math.max(hours[0] ?? current, current - WINDOW_HOURS);
  const heard = new Set(hours);
  const missed: number[] = [];
  for (let hour = current - 1; hour >= first; hour--) if (!heard.has(hour)) missed.push(hour * HOUR_MS);
  return { of: current - first, missed };
}
