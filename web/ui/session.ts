/** Who sits here. */
import { signal } from '@preact/signals';
import { RequestError, type Sentence, sentenceFor } from '../api/http.ts';
import { readSession, readWhetherDemo, type Session, signOut } from '../api/resources.ts';
import { clearPicture, status } from '../live/picture.ts';
import { navigate } from './router.ts';

export type SessionState =
  | { kind: 'asking' }
  | { kind: 'out' }
  | { kind: 'in'; session: Session }
  | { kind: 'failed'; sentence: Sentence };

/** What the server says of itself to whoever is not signed in. */
const publicDemo = signal(false);

export const sessionState = signal<SessionState>({ kind: 'asking' });

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
  return status.value?.demo ?? (publicDemo.value || (state.kind === 'in' && state.session.demo === true));
}
