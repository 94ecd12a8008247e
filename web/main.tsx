import './ui/search.css';
import './ui/dialogs.css';
import './ui/pages.css';
import './ui/export.css';
import './ui/alerts.css';
import './ui/console.css';
import './replay/replay.css';
import './tracks/tracks.css';
import './measure/measure.css';
import './filters/filters.css';
import './notes/notes.css';
import './cases/cases.css';
/** The program itself, which web/start.ts loads once somebody is signed in. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import type { Session } from './api/session.ts';
import { language } from './i18n/t.ts';
import { registerWorker } from './offline/register.ts';
import { App } from './ui/App.tsx';
import { startClock } from './ui/clock.ts';
import { startPalette } from './ui/palette.ts';
import { startRouter } from './ui/router.ts';
import { askSession, enter } from './ui/session.ts';

/** @param session of whoever is signed in, where that is known */
export function start(root: HTMLElement, session: Session | undefined): void {
  startPalette();
  startRouter();
  startClock();
  effect(() => {
    document.documentElement.lang = language.value;
  });
  // What index.html says until now.
  root.replaceChildren();
  if (location.pathname === '/wall' || location.pathname.startsWith('/wall/')) {
    void import('./wall/start.tsx').then(({ startWall }) => startWall(root));
  } else if (location.pathname === '/first') {
    void import('./accounts/FirstAccount.tsx').then(({ FirstAccount }) => render(<FirstAccount />, root));
  } else {
    if (session) enter(session);
    else void askSession();
    registerWorker();
    render(<App />, root);
  }
}
