/** Who is signed in, asked of the server: all that the first page needs of it. */
import type { Modules } from '../../server/public-side/config.ts';
import { deleteJson, getJson, postJson } from './http.ts';

export interface Session {
  user: string;
  roles: string[];
  /** Id of the unit that they speak for. */
  unit?: string;
  permissions?: string[];
  demo?: boolean;
  hasSecondFactor?: boolean;
  /** Epoch ms until which the password that they were given is good. */
  passwordUntil?: number;
  /** Epoch ms from which nothing is possible without a second factor; `mustEnrol`: that time has come. */
  enrolBy?: number;
  mustEnrol?: boolean;
  /** Parts of the product that are used here. */
  modules?: Modules;
  /** Some vessels only: those of a unit, or their own. */
  seesSome?: boolean;
}

export const readSession = (): Promise<Session> => getJson('/session');
/** @param code of an authenticator app, where the account asks for it */
export const signIn = (user: string, password: string, code?: string): Promise<Session> =>
  postJson('/session', { user, password, code });
/** The province’s own accounts, where the server has them as a way in. */
export const readWaysIn = (): Promise<{ singleSignOn?: { label: string } }> => getJson('/session/ways');
export const signOut = (): Promise<void> => deleteJson('/session');

/** Before anybody has signed in. */
export async function readWhetherDemo(): Promise<boolean> {
  const answer = await fetch('/healthz');
  return ((await answer.json()) as { demo?: boolean }).demo === true;
}
