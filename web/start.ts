/**
 * The first script of every page: a few kB. Somebody who is not signed in gets the form at once, and the program while they type;
 * everybody else the program.
 */
import './ui/tokens.css';
import './ui/frame.css';
import './sign-in/sign-in.css';
import { RequestError } from './api/http.ts';
import { readSession, type Session } from './api/session.ts';
import { storedLanguage } from './i18n/language.ts';
import { signInMessages } from './i18n/sign-in-catalogue.ts';
import { forgetPicture } from './offline/forget.ts';
import { showSignIn } from './sign-in/form.ts';
import { storedPalette, systemPaletteNow } from './ui/stored-palette.ts';

/** There once somebody has signed in with this browser. */
const SIGNED_IN = 'haidang.signedIn';
const NO_SESSION = /^\/(wall|first)(\/|$)/;

const root = document.getElementById('app')!;
/** What index.html says until there is something. */
const loading = [...root.children];
document.documentElement.dataset.palette = storedPalette() ?? systemPaletteNow();
document.documentElement.lang = storedLanguage();
void begin();

async function begin(): Promise<void> {
  if (NO_SESSION.test(location.pathname)) return enter(undefined);
  // Nobody has signed in here yet, or they have left: the form need not wait for the server to say so.
  const isKnown = localStorage.getItem(SIGNED_IN) !== null;
  if (!isKnown) askToSignIn();
  try {
    return enter(await readSession());
  } catch (error) {
    // Without a line the program shows its last picture, if it is here.
    if (!(error instanceof RequestError) || error.status !== 401) return isKnown ? enter(undefined) : undefined;
  }
  await forgetPicture();
  if (isKnown) askToSignIn();
  localStorage.removeItem(SIGNED_IN);
  // Failing now costs nothing: it is asked for again.
  load().catch(() => undefined);
}

function askToSignIn(): void {
  showSignIn(root, {
    onSignedIn: () => {
      root.replaceChildren(...loading);
      // What this person may comes with the answer to who is signed in.
      void readSession().then(enter, () => enter(undefined));
    },
  });
}

function load() {
  return import('./main.tsx');
}

async function enter(session: Session | undefined): Promise<void> {
  if (session) localStorage.setItem(SIGNED_IN, 'yes');
  try {
    const { start } = await load();
    start(root, session);
  } catch {
    const again = document.createElement('button');
    again.textContent = signInMessages['action.tryAgain'][storedLanguage()];
    again.addEventListener('click', () => location.reload());
    const problem = Object.assign(document.createElement('p'), { role: 'alert' });
    problem.textContent = signInMessages['start.failed'][storedLanguage()];
    const note = Object.assign(document.createElement('main'), { className: 'plain-note' });
    note.append(problem, again);
    root.replaceChildren(note);
  }
}
