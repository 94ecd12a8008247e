/** Who sits here. */
import { signal } from '@preact/signals';
import { RequestError, type Sentence, sentenceFor } from '../api/http.ts';
import { readSession, type Session, signOut } from '../api/resources.ts';
import { clearPicture, status } from '../live/picture.ts';
import { navigate } from './router.ts';

export type SessionState =
  | { kind: 'asking' }
  | { kind: 'out' }
  | { kind: 'in'; session: Session }
  | { kind: 'failed'; sentence: Sentence };

export const sessionState = signal<SessionState>({ kind: 'asking' });

export async function askSession(): Promise<void> {
  try {
    sessionState.value = { kind: 'in', session: await readSession() };
  } catch (error) {
    sessionState.value =
      error instanceof RequestError && error.status === 401
        ? { kind: 'out' }
        : { kind: 'failed', sentence: sentenceFor(error) };
  }
}

export async function leave(): Promise<void> {
  await signOut().catch(() => undefined);
  clearPicture();
  sessionState.value = { kind: 'out' };
  navigate('/');
}

/** True when anything that we know says that this is the demonstration. */
export function isDemo(): boolean {
  const state = sessionState.value;
  return status.value?.demo ?? (state.kind === 'in' && state.session.demo === true);
}
