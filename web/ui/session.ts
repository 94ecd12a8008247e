/** Who sits here. */
import { signal } from '@preact/signals';
import type { Modules } from '../../server/public-side/config.ts';
import { RequestError, type Sentence, sentenceFor } from '../api/http.ts';
import { readSession, readWhetherDemo, type Session, signOut } from '../api/session.ts';
import { clearPicture, showOld, status } from '../live/picture.ts';
import { forgetPicture } from '../offline/forget.ts';
import { lastPicture } from '../offline/last-picture.ts';
import { endPush } from '../offline/push.ts';
import { navigate } from './router.ts';

export type SessionState =
  | { kind: 'asking' }
  | { kind: 'out' }
  | { kind: 'in'; session: Session }
  | { kind: 'failed'; sentence: Sentence };

/** What the server says of itself to whoever is not signed in. */
const publicDemo = signal(false);

export const sessionState = signal<SessionState>({ kind: 'asking' });

/** Somebody has just signed in, or was. */
export function enter(session: Session): void {
  sessionState.value = { kind: 'in', session };
}

export async function askSession(): Promise<void> {
  // The answer to the session itself is what matters; a server that is away says so there.
  readWhetherDemo().then(
    (demo) => {
      publicDemo.value = demo;
    },
    () => undefined,
  );
  try {
    sessionState.value = { kind: 'in', session: await readSession() };
  } catch (error) {
    if (error instanceof RequestError && error.status === 401) {
      await forgetPicture();
      sessionState.value = { kind: 'out' };
    } else if (!(await openOffline(error))) {
      sessionState.value = { kind: 'failed', sentence: sentenceFor(error) };
    }
  }
}

/** Without a line, who was signed in sees what was there last; the live connection goes on trying behind it. */
async function openOffline(error: unknown): Promise<boolean> {
  if (!(error instanceof RequestError) || error.status !== 0) return false;
  const picture = await lastPicture();
  if (!picture) return false;
  showOld(picture, picture.takenAt);
  sessionState.value = { kind: 'in', session: picture.session };
  return true;
}

export async function leave(): Promise<void> {
  // Nobody is told on a device, or can read on it, whose person has left it.
  await endPush().catch(() => undefined);
  await forgetPicture();
  await signOut().catch(() => undefined);
  clearPicture();
  sessionState.value = { kind: 'out' };
  navigate('/');
}

/** Does the server let this person do that? It decides; the screen only does not offer what it would refuse. */
export function mayDo(permission: string): boolean {
  const state = sessionState.value;
  return state.kind === 'in' && state.session.permissions?.includes(permission) === true;
}

/** What the account is called; undefined while nobody is known to sit here. */
export function userName(): string | undefined {
  const state = sessionState.value;
  return state.kind === 'in' ? state.session.user : undefined;
}

/** Does this person see some vessels only? What is about the whole province is then not offered. */
export function seesSome(): boolean {
  const state = sessionState.value;
  return state.kind === 'in' && state.session.seesSome === true;
}

/** Is a part of the product used here? Without a word about it, only what always was. */
export function uses(module: keyof Modules): boolean {
  const state = sessionState.value;
  const modules = state.kind === 'in' ? state.session.modules : undefined;
  return modules ? modules[module] : module === 'fishing' || module === 'reports';
}

/** Does this person own boats, and nothing else here? */
export function isOwner(): boolean {
  const state = sessionState.value;
  return state.kind === 'in' && state.session.roles.includes('owner');
}

/** True when anything that we know says that this is the demonstration. */
export function isDemo(): boolean {
  const state = sessionState.value;
  return status.value?.demo ?? (publicDemo.value || (state.kind === 'in' && state.session.demo === true));
}
