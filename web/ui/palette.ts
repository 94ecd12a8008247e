/** Day, dusk and night (S-52): follows the computer until somebody chooses with `N`. */
import { computed, signal } from '@preact/signals';
import { darkSystem, PALETTES, type Palette, storedPalette, storePalette, systemPaletteNow } from './stored-palette.ts';

const systemPalette = signal<Palette>(systemPaletteNow());
const chosen = signal<Palette | undefined>(storedPalette());

export const palette = computed<Palette>(() => chosen.value ?? systemPalette.value);

/** From day to dusk, to night, and to day again. */
export function nextPalette(): void {
  chosen.value = PALETTES[(PALETTES.indexOf(palette.value) + 1) % PALETTES.length]!;
  storePalette(chosen.value);
}

export function startPalette(): void {
  darkSystem?.addEventListener('change', () => {
    systemPalette.value = systemPaletteNow();
  });
  palette.subscribe((value) => {
    document.documentElement.dataset.palette = value;
  });
}
