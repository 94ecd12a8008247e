/** Name, pages, search, the two clocks. On a phone all but name, clocks and tools come with the pages. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { SearchBox } from '../console/SearchBox.tsx';
import { type Key, t } from '../i18n/t.ts';
import { connection } from '../live/picture.ts';
import { now } from './clock.ts';
import { clockText, dateText } from './format.ts';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { nextPalette, palette } from './palette.ts';
import { type Page, page } from './router.ts';
import { isDemo, isOwner, leave, mayDo, seesSome, uses } from './session.ts';
import type { Palette } from './stored-palette.ts';

export function Header({ onHelp }: { onHelp: () => void }): JSX.Element {
  const shown = page.value.name;
  const open = useSignal(false);
  useEffect(() => {
    open.value = false;
  }, [shown, open]);
  const here = PAGES.find(({ names }) => names.includes(shown));
  return (
    <header class={open.value ? 'header open' : 'header'}>
      <a class="brand" href="/">
        Hải Đăng
      </a>
      {isDemo() && <strong class="demo-badge">DEMO</strong>}
      <button
        type="button"
        class="nav-button"
        aria-expanded={open.value}
        aria-controls="pages"
        onClick={() => (open.value = !open.value)}
      >
        ☰ {here ? t(here.key) : t('nav.label')}
      </button>
      <nav id="pages" aria-label={t('nav.label')}>
        {offeredPages().map(({ path, key, names }) => (
          <a key={path} href={path} aria-current={names.includes(shown) ? 'page' : undefined}>
            {t(key)}
          </a>
        ))}
      </nav>
      <SearchBox />
      <Clocks />
      <LanguageSwitch />
      <div class="tools">
        <button type="button" onClick={nextPalette} title={paletteWords()} aria-label={paletteWords()}>
          {PALETTE_SIGNS[palette.value]}
        </button>
        <button type="button" onClick={onHelp} title={t('help.title')} aria-label={t('help.title')}>
          ?
        </button>
        <button type="button" class="sign-out" onClick={() => void leave()}>
          {t('session.leave')}
        </button>
      </div>
    </header>
  );
}

/** The pages and what belongs to each; in a row, on a phone behind a button that says where one is. */
const PAGES: readonly { path: string; key: Key; names: Page['name'][] }[] = [
  { path: '/', key: 'nav.map', names: ['console'] },
  { path: '/fleet', key: 'nav.fleet', names: ['fleet'] },
  { path: '/cases', key: 'nav.cases', names: ['cases', 'case'] },
  { path: '/field-reports', key: 'nav.fieldReports', names: ['field-reports'] },
  { path: '/handover', key: 'nav.handover', names: ['handover', 'alarms'] },
  { path: '/reports', key: 'nav.reports', names: ['reports'] },
  { path: '/outbox', key: 'nav.outbox', names: ['outbox'] },
  { path: '/contacts', key: 'nav.contacts', names: ['contacts'] },
  { path: '/settings', key: 'nav.settings', names: ['settings'] },
  { path: '/zones', key: 'nav.zones', names: ['zones'] },
  { path: '/rules', key: 'nav.rules', names: ['rules'] },
  { path: '/feeds', key: 'nav.feeds', names: ['feeds', 'truth'] },
];

/** Who sees some vessels only has the map, the fleet, reports, the cases where they answer alerts, and their own account. */
function offeredPages(): typeof PAGES {
  const offered = PAGES.filter(({ path }) => isOffered(path));
  if (!seesSome()) return offered;
  const own = { path: '/settings/account', key: 'self.title', names: ['settings'] } as const;
  const some = offered.filter(
    ({ path }) =>
      path === '/' || path === '/fleet' || path === '/reports' || (path === '/cases' && mayDo('alerts:respond')),
  );
  const boats = isOwner() ? [{ path: '/own', key: 'nav.own', names: ['own'] } as (typeof PAGES)[number]] : [];
  return [...boats, ...some, { ...own, names: [...own.names] }];
}

function isOffered(path: string): boolean {
  if (path === '/reports') return uses('reports');
  return path !== '/field-reports' || (uses('fieldReports') && mayDo('alerts:respond'));
}

const PALETTE_SIGNS: Record<Palette, string> = { day: '☀', dusk: '◐', night: '☾' };
const PALETTE_NAMES: Record<Palette, Key> = { day: 'palette.day', dusk: 'palette.dusk', night: 'palette.night' };

function paletteWords(): string {
  return t('palette.toggle', { now: t(PALETTE_NAMES[palette.value]) });
}

function Clocks(): JSX.Element {
  const live = connection.value === 'live';
  return (
    <div class={live ? 'clocks' : 'clocks stale'} title={live ? undefined : t('clock.stale')}>
      <time>
        <b>{clockText(now.value, 'local')}</b> GMT+7 <small>{dateText(now.value, 'local')}</small>
      </time>
      <time>
        <b>{clockText(now.value, 'utc')}</b> UTC <small>{dateText(now.value, 'utc')}</small>
      </time>
    </div>
  );
}
