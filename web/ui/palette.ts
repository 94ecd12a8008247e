/** Day, dusk and night (S-52): follows the computer until somebody chooses with `N`. */
import { computed, signal } from '@preact/signals';

const PALETTES = ['day', 'dusk', 'night'] as const;
export type Palette = (typeof PALETTES)[number];
const STORED = 'haidang.palette';

const dark = globalThis.matchMedia?.('(prefers-color-scheme: dark)');
const systemPalette = signal<Palette>(dark?.matches ? 'dusk' : 'day');
const chosen = signal<Palette | undefined>(storedChoice());

export const palette = computed<Palette>(() => chosen.value ?? systemPalette.value);

function storedChoice(): Palette | undefined {
  const value = globalThis.localStorage?.getItem(STORED);
  return PALETTES.find((known) => known === value);
}

/** From day to dusk, to night, and to day again. */
export function nextPalette(): void {
  chosen.value = PALETTES[(PALETTES.indexOf(palette.value) + 1) % PALETTES.length]!;
  localStorage.setItem(STORED, chosen.value);
}

export function startPalette(): void {
  dark?.addEventListener('change', (event) => {
    systemPalette.value = event.matches ? 'dusk' : 'day';
  });
  palette.subscribe((value) => {
    document.documentElement.dataset.palette = value;
  });
}
