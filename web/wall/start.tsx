/** Everything below /wall: the wall itself, a tile of it for other pages, and the snapshot for a meeting. */
import './wall.css';
import './pages.css';
import { render } from 'preact';
import { storedLanguage } from '../i18n/language.ts';
import { setLanguage } from '../i18n/t.ts';
import { EmbeddedTile } from './EmbeddedTile.tsx';
import { SnapshotPage } from './SnapshotPage.tsx';
import { wallSettings } from './settings.ts';
import { Wall } from './Wall.tsx';

export function startWall(root: HTMLElement): void {
  const settings = wallSettings(location.search);
  const [, , part, name] = location.pathname.split('/');
  // A snapshot is taken by somebody who is signed in, and has chosen a language; a wall has nobody.
  const isChosen = part === 'snapshot' && !new URLSearchParams(location.search).has('lang');
  setLanguage(isChosen ? storedLanguage() : settings.language, 'shown');
  document.documentElement.dataset.palette = part === 'snapshot' ? 'day' : settings.palette;
  document.title = 'Hải Đăng';
  if (part === 'tile' && name) render(<EmbeddedTile name={decodeURIComponent(name)} />, root);
  else if (part === 'snapshot') render(<SnapshotPage settings={settings} />, root);
  else render(<Wall settings={settings} />, root);
}
