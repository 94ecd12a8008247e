/**
 * The last picture, kept on this device for when there is no line: vessels, alerts, zones, and when it was taken. It goes
 * when its person signs out or the server says that nobody is signed in, and after a day. Needs a secure context.
 */
import type { Zone } from '../../geofences/types.ts';
import type { IdentityRow, PositionRow } from '../../server/live/protocol.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Session } from '../api/session.ts';
import { alerts, connection, lastFrameAt, vessels } from '../live/picture.ts';
import { CACHE, forgetPicture } from './forget.ts';

const PICTURE = '/last-picture';
const ZONES = '/last-zones';
const EVERY_MS = 60_000;
/** Older than this it would mislead more than help. Own proposal. */
const keptForMs = 24 * 3_600_000;
/** About 4 MB: a province's fleet whole, of a nation's the vessels that are alarmed or registered first. */
const MOST_VESSELS = 20_000;

interface LastPicture {
  /** Epoch ms by this device's clock at which it was live. */
  takenAt: number;
  session: Session;
  identities: IdentityRow[];
  positions: PositionRow[];
  alerts: Alert[];
}

/** Keeps the picture once a minute and when the page is left. Returns the way to end it. */
export function startKeeping(session: Session): () => void {
  const keep = (): void => {
    if (connection.value === 'live') void put(PICTURE, takePicture(session));
  };
  const onHide = (): void => {
    if (document.visibilityState === 'hidden') keep();
  };
  const timer = setInterval(keep, EVERY_MS);
  const first = connection.subscribe((state) => {
    // The first frame is there; the rest of it a moment later.
    if (state === 'live') setTimeout(keep, 3000);
  });
  document.addEventListener('visibilitychange', onHide);
  return () => {
    clearInterval(timer);
    first();
    document.removeEventListener('visibilitychange', onHide);
  };
}

/** The picture as it stands. */
function takePicture(session: Session): LastPicture {
  const slots: number[] = [];
  for (const wanted of [true, false])
    for (let slot = 0; slot < vessels.end && slots.length < MOST_VESSELS; slot++)
      if (vessels.present[slot] === 1 && matters(slot) === wanted) slots.push(slot);
  return {
    takenAt: lastFrameAt.value,
    session,
    identities: slots.flatMap((slot) => vessels.identities[slot] ?? []),
    positions: slots.map((slot) => vessels.positionAt(slot)),
    alerts: [...alerts.value.values()],
  };
}

function matters(slot: number): boolean {
  return vessels.alarm[slot] !== 0 || vessels.identities[slot]?.registered === true;
}

/** @returns undefined when there is none, or only one that is too old; that one is deleted */
export async function lastPicture(): Promise<LastPicture | undefined> {
  const picture = await get<LastPicture>(PICTURE);
  if (!picture) return undefined;
  if (Date.now() - picture.takenAt <= keptForMs) return picture;
  await forgetPicture();
  return undefined;
}

export function keepZones(zones: readonly Zone[]): void {
  void put(ZONES, zones);
}

export async function lastZones(): Promise<Zone[] | undefined> {
  return get<Zone[]>(ZONES);
}

async function put(path: string, value: unknown): Promise<void> {
  try {
    const cache = await globalThis.caches?.open(CACHE);
    await cache?.put(path, new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } }));
  } catch {
    // A full or closed device keeps nothing: then there is no picture to show, which it says by itself.
  }
}

async function get<T>(path: string): Promise<T | undefined> {
  try {
    const known = await globalThis.caches?.match(path, { cacheName: CACHE });
    return known && ((await known.json()) as T);
  } catch {
    return undefined;
  }
}
