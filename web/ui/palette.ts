/** Day and night: follows the computer until somebody chooses with `N`. */
import { computed, signal } from '@preact/signals';

export type Palette = 'day' | 'night';
const STORED = 'haidang.palette';

const dark = globalThis.matchMedia?.('(prefers-color-scheme: dark)');
const systemPalette = signal<Palette>(dark?.matches ? 'night' : 'day');
const chosen = signal<Palette | undefined>(storedChoice());

export const palette = computed<Palette>(() => chosen.value ?? systemPalette.value);

function storedChoice(): Palette | undefined {
  const value = globalThis.localStorage?.getItem(STORED);
  return value === 'day' || value === 'night' ? value : undefined;
}

export function togglePalette(): void {
  chosen.value = palette.value === 'day' ? 'night' : 'day';
  localStorage.setItem(STORED, chosen.value);
}

export function startPalette(): void {
  dark?.addEventListener('change', (event) => {
    systemPalette.value = event.matches ? 'night' : 'day';
  });
  palette.subscribe((value) => {
    document.documentElement.dataset.palette = value;
  });
}
