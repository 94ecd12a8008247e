/** Name, pages, search, the two clocks. */
import type { JSX } from 'preact';
import { SearchBox } from '../console/SearchBox.tsx';
import { type Key, t } from '../i18n/t.ts';
import { connection } from '../live/picture.ts';
import { now } from './clock.ts';
import { clockText, dateText } from './format.ts';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { nextPalette, type Palette, palette } from './palette.ts';
import { page } from './router.ts';
import { isDemo, leave } from './session.ts';

export function Header({ onHelp }: { onHelp: () => void }): JSX.Element {
  const shown = page.value.name;
  const current = (names: string[]): 'page' | undefined => (names.includes(shown) ? 'page' : undefined);
  return (
    <header class="header">
      <a class="brand" href="/">
        Hải Đăng
      </a>
      {isDemo() && <strong class="demo-badge">DEMO</strong>}
      <nav aria-label={t('nav.label')}>
        <a href="/" aria-current={current(['console'])}>
          {t('nav.map')}
        </a>
        <a href="/cases" aria-current={current(['cases', 'case'])}>
          {t('nav.cases')}
        </a>
        <a href="/handover" aria-current={current(['handover', 'alarms'])}>
          {t('nav.handover')}
        </a>
        <a href="/outbox" aria-current={current(['outbox'])}>
          {t('nav.outbox')}
        </a>
        <a href="/contacts" aria-current={current(['contacts'])}>
          {t('nav.contacts')}
        </a>
        <a href="/rules" aria-current={current(['rules'])}>
          {t('nav.rules')}
        </a>
        <a href="/feeds" aria-current={current(['feeds'])}>
          {t('nav.feeds')}
        </a>
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
