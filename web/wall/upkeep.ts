/** Keeps a wall going when nobody is there: awake, of the newest program, not burnt in. Pure parts are exported for tests. */
import { connection, lastFrameAt, serverNow } from '../live/picture.ts';

const CHECK_MS = 60_000;
/** Without a frame for so long the page itself may be stuck. */
const STUCK_MS = 60_000;
/** Local hours (GMT+7) at which hardly anything happens. */
const QUIET_HOUR = 4;
const LOCAL_MS = 7 * 3_600_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Whether the page is to be loaded anew: a new program at a quiet moment, or each day at four. Never while something urgent
 * is on the wall.
 */
export function wantsReload(known: {
  now: number;
  openedAt: number;
  isUrgent: boolean;
  isNewProgram: boolean;
}): boolean {
  if (known.isUrgent) return false;
  if (known.isNewProgram) return true;
  const hour = Math.floor(((known.now + LOCAL_MS) % DAY_MS) / HOUR_MS);
  return hour === QUIET_HOUR && known.now - known.openedAt > 2 * HOUR_MS;
}

/** @param isUrgent something most urgent is on the wall @returns ends it */
export function startUpkeep(isUrgent: () => boolean): () => void {
  const openedAt = serverNow();
  const program = programOf(document.documentElement.outerHTML);
  void stayAwake();
  document.addEventListener('visibilitychange', stayAwake);
  const check = async (): Promise<void> => {
    // A reload without a server would leave the browser's own error page on the wall for good.
    const served = await servedProgram();
    if (served === undefined) return;
    const isStuck = connection.value !== 'live' && Date.now() - lastFrameAt.value > STUCK_MS && lastFrameAt.value > 0;
    const isNewProgram = served !== program;
    const now = serverNow();
    if (isStuck || wantsReload({ now, openedAt, isUrgent: isUrgent(), isNewProgram })) location.reload();
  };
  const timer = setInterval(() => void check(), CHECK_MS);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', stayAwake);
  };
}

/** The hashed name of a page's main script. */
export function programOf(html: string): string | undefined {
  return /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1];
}

async function servedProgram(): Promise<string | undefined> {
  try {
    const answer = await fetch('/wall', { cache: 'no-store' });
    return answer.ok ? programOf(await answer.text()) : undefined;
  } catch {
    return undefined;
  }
}

async function stayAwake(): Promise<void> {
  if (document.visibilityState !== 'visible') return;
  // Refused on an insecure page or a weak battery: the screen's own settings then decide.
  await navigator.wakeLock?.request('screen').catch(() => undefined);
}

const ORBIT: readonly [number, number][] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

/** By so many pixels the picture is moved, a step a minute, so that nothing burns in. */
export function orbitAt(now: number): [number, number] {
  return ORBIT[Math.floor(now / 60_000) % ORBIT.length]!;
}
