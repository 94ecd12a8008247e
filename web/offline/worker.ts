/**
 * The service worker: shows web push, and keeps the program (never its data) so that it opens without a line. What the
 * last picture was, the page keeps itself (last-picture.ts). Built by build.mjs into one classic script, `/sw.js`.
 */
import type { PushWords } from './push-words.ts';
import { wordsOf } from './push-words.ts';

interface Extendable extends Event {
  waitUntil(until: Promise<unknown>): void;
}
interface FetchAsk extends Extendable {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Push extends Extendable {
  data: { text(): string } | null;
}
interface NotificationPress extends Extendable {
  notification: Notification & { data: { path: string } };
}
interface SubscriptionChange extends Extendable {
  oldSubscription: PushSubscription | null;
}
interface WindowClient {
  url: string;
  focus(): Promise<WindowClient>;
  navigate(url: string): Promise<WindowClient | null>;
}
interface WorkerScope {
  location: Location;
  registration: ServiceWorkerRegistration;
  clients: {
    claim(): Promise<void>;
    matchAll(wanted: { type: 'window'; includeUncontrolled: boolean }): Promise<WindowClient[]>;
    openWindow(url: string): Promise<WindowClient | null>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchAsk) => void): void;
  addEventListener(type: 'push', listener: (event: Push) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: NotificationPress) => void): void;
  addEventListener(type: 'pushsubscriptionchange', listener: (event: SubscriptionChange) => void): void;
}

/** Put in by the build: what the program consists of, and a name that changes with any of it. */
declare const SHELL_FILES: string[];
declare const COAST_FILES: string[];
declare const BUILD: string;

const scope = globalThis as unknown as WorkerScope;
const PREFIX = 'haidang-shell-';
const SHELL = PREFIX + BUILD;
/** On a line that neither answers nor fails, the kept program opens after this. */
const PAGE_WAIT_MS = 6000;
/** Addresses that are not the program's. */
const NOT_OURS = /^\/(api|l|r|socket\.io|healthz|readyz|metrics)(\/|$)/;
const FOREVER = /^\/(assets|basemap|icons)\//;

scope.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((shell) => shell.addAll(['/', ...SHELL_FILES]))
      .then(() => scope.skipWaiting()),
  );
});

scope.addEventListener('activate', (event) => {
  event.waitUntil(dropOthers().then(() => scope.clients.claim()));
  // A megabyte: the browser has it already in most cases, and nothing waits for it.
  void caches.open(SHELL).then((shell) => shell.addAll(COAST_FILES).catch(() => undefined));
});

async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== SHELL).map((name) => caches.delete(name)),
  );
}

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== scope.location.origin || NOT_OURS.test(pathname)) return;
  if (request.mode === 'navigate') event.respondWith(pageFor(request));
  else if (FOREVER.test(pathname)) event.respondWith(kept(request));
});

/** The page as the server has it now; the kept one when it cannot be had. */
async function pageFor(request: Request): Promise<Response> {
  const shell = await caches.match('/', { cacheName: SHELL });
  if (!shell) return fetch(request);
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(shell.clone()), PAGE_WAIT_MS));
  // A proxy that finds the server away says so with a page of its own: ours is more use.
  const fresh = fetch(request).then((answer) => (answer.status >= 500 ? shell : answer));
  return Promise.race([fresh.catch(() => shell), late]);
}

async function kept(request: Request): Promise<Response> {
  const shell = await caches.open(SHELL);
  const known = await shell.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await shell.put(request, answer.clone());
  return answer;
}

scope.addEventListener('push', (event) => {
  event.waitUntil(show(wordsOf(event.data?.text())));
});

async function show({ id, title, text, urgent, path }: PushWords): Promise<void> {
  await scope.registration.showNotification(title, {
    body: text,
    // The same message again takes the place of the first.
    tag: id,
    icon: '/icons/haidang-192.png',
    badge: '/icons/haidang-192.png',
    requireInteraction: urgent,
    data: { path },
  });
}

scope.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.path));
});

async function open(path: string): Promise<void> {
  const [window] = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (!window) {
    await scope.clients.openWindow(path);
    return;
  }
  await window.focus();
  await window.navigate(path).catch(() => scope.clients.openWindow(path));
}

scope.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(renew(event.oldSubscription));
});

/** The browser has another address now: the server is told, under the session that this browser has. */
async function renew(old: PushSubscription | null): Promise<void> {
  if (!old) return;
  const contact = await ask('/look', { endpoint: old.endpoint });
  const contactId = ((await contact.json()) as { contact?: { id: string } }).contact?.id;
  if (contactId === undefined) return;
  const fresh = await scope.registration.pushManager.subscribe(old.options as PushSubscriptionOptionsInit);
  const { keys } = fresh.toJSON();
  await ask('', { contactId, endpoint: fresh.endpoint, p256dh: keys?.p256dh, auth: keys?.auth });
  await ask('/end', { endpoint: old.endpoint });
}

function ask(path: string, body: object): Promise<Response> {
  return fetch(`/api/v1/push/subscriptions${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
