/** Whether this browser is told by web push, and turning that on and off. The browser asks its person only after a press. */
import { signal } from '@preact/signals';
import { getJson, postJson, RequestError } from '../api/http.ts';
import { inBoth } from '../i18n/t.ts';
import { hasWorkers } from './register.ts';

interface Holder {
  id: string;
  name: string;
}

/**
 * unset: the server has no web push · denied: the browser has been told not to ask · off, with the contact that the account
 * belongs to, if any · on: this browser is that contact's
 */
export type PushState =
  | { kind: 'asking' | 'unsupported' | 'insecure' | 'unset' | 'denied' }
  | { kind: 'off'; contact?: Holder }
  | { kind: 'on'; contact: Holder };

export const pushState = signal<PushState>({ kind: 'asking' });

interface PushKey {
  publicKey?: string;
  contact?: Holder;
}

/** Finds out how it stands. @throws RequestError */
export async function lookAtPush(): Promise<void> {
  pushState.value = await look();
}

async function look(): Promise<PushState> {
  if (!globalThis.isSecureContext) return { kind: 'insecure' };
  if (!hasWorkers || !('PushManager' in globalThis) || !('Notification' in globalThis)) return { kind: 'unsupported' };
  const { publicKey, contact: mine } = await getJson<PushKey>('/push/key');
  if (publicKey === undefined) return { kind: 'unset' };
  if (Notification.permission === 'denied') return { kind: 'denied' };
  const off: PushState = { kind: 'off', ...(mine && { contact: mine }) };
  const subscription = await current();
  if (!subscription) return off;
  const { endpoint } = subscription;
  const { contact } = await postJson<{ contact?: Holder }>('/push/subscriptions/look', { endpoint });
  return contact ? { kind: 'on', contact } : off;
}

async function current(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration('/');
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** To be called from a press: the browser asks for permission here. @throws RequestError */
export async function startPush(contactId?: string): Promise<void> {
  const permission = await Notification.requestPermission();
  if (permission === 'granted') {
    const { publicKey } = await getJson<PushKey>('/push/key');
    if (publicKey !== undefined) {
      const subscription = await subscribe(publicKey);
      const { keys } = subscription.toJSON();
      await postJson('/push/subscriptions', {
        contactId,
        endpoint: subscription.endpoint,
        p256dh: keys?.p256dh,
        auth: keys?.auth,
      });
    }
  }
  await lookAtPush();
}

async function subscribe(publicKey: string): Promise<PushSubscription> {
  await navigator.serviceWorker.register('/sw.js', { scope: '/', updateViaCache: 'none' });
  const { pushManager } = await navigator.serviceWorker.ready;
  const wanted = { userVisibleOnly: true, applicationServerKey: publicKey };
  try {
    return await pushManager.subscribe(wanted);
  } catch {
    // Subscribed under the key of a server that was there before: that one is let go of.
    await (await pushManager.getSubscription())?.unsubscribe();
  }
  try {
    return await pushManager.subscribe(wanted);
  } catch {
    throw new RequestError(0, inBoth('push.noService'));
  }
}

/** @throws RequestError the server could not be told; the browser shows nothing any more all the same */
export async function endPush(): Promise<void> {
  if (!hasWorkers) return;
  const subscription = await current();
  if (!subscription) return;
  const { endpoint } = subscription;
  await subscription.unsubscribe();
  await postJson('/push/subscriptions/end', { endpoint });
}
