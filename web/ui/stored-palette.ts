/** Which palette this browser's person chose, or its computer has. Knows no signals: the first page is as small as it can be. */
export const PALETTES = ['day', 'dusk', 'night'] as const;
export type Palette = (typeof PALETTES)[number];

const STORED = 'haidang.palette';

export const darkSystem = globalThis.matchMedia?.('(prefers-color-scheme: dark)');

export function storedPalette(): Palette | undefined {
  const value = globalThis.localStorage?.getItem(STORED);
  return PALETTES.find((known) => known === value);
}

export function storePalette(palette: Palette): void {
  globalThis.localStorage?.setItem(STORED, palette);
}

/** While nobody has chosen. */
export function systemPaletteNow(): Palette {
  return darkSystem?.matches ? 'dusk' : 'day';
}
