/** What a push message says to a person. Pure. */

export interface PushWords {
  id: string;
  title: string;
  text: string;
  /** Distress or boundary: stays until somebody has touched it. */
  urgent: boolean;
  /** Where a press on it leads. */
  path: string;
}

/** A message that nobody can read is shown all the same: the browser asks for it, and the officer should look. */
const UNREADABLE: PushWords = {
  id: 'unreadable',
  title: 'Hải Đăng',
  text: 'Có tin mới, hãy mở Hải Đăng. There is a new message: open Hải Đăng.',
  urgent: false,
  path: '/',
};

/** @param payload as server/notify/channels/web-push.ts writes it */
export function wordsOf(payload: string | undefined): PushWords {
  let said: unknown;
  try {
    said = JSON.parse(payload ?? '');
  } catch {
    return UNREADABLE;
  }
  const { id, alertId, title, text, urgent } = (said ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || typeof text !== 'string') return UNREADABLE;
  const path = typeof alertId === 'string' && alertId !== '' ? `/?alert=${encodeURIComponent(alertId)}` : '/';
  return { id, title: typeof title === 'string' ? title : UNREADABLE.title, text, urgent: urgent === true, path };
}
