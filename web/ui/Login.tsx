/** Sign-in, when the program is already there: after somebody has signed out. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { setLanguage } from '../i18n/t.ts';
import { showSignIn } from '../sign-in/form.ts';
import { askSession } from './session.ts';

export function Login(): JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    showSignIn(root.current!, { onSignedIn: () => void askSession(), onLanguage: setLanguage });
  }, []);
  return <div class="sign-in" ref={root} />;
}
