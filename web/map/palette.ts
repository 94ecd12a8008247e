/** The map's colours, read from the page's CSS custom properties: canvases follow the same day and night palettes as the text. */

const NAMES = {
  land: '--chart-land',
  sea: '--chart-sea',
  coast: '--chart-coast',
  grid: '--chart-grid',
  ink: '--chart-ink',
  halo: '--chart-halo',
  seaName: '--chart-sea-name',
  boundary: '--chart-boundary',
  zone: '--chart-zone',
  port: '--chart-port',
  own: '--vessel-own',
  fishing: '--vessel-fishing',
  other: '--vessel-other',
  aid: '--vessel-aid',
  outline: '--vessel-outline',
  selected: '--vessel-selected',
  track: '--vessel-track',
  fishingTrack: '--track-fishing',
  speed0: '--speed-0',
  speed1: '--speed-1',
  speed2: '--speed-2',
  speed3: '--speed-3',
  speed4: '--speed-4',
  speed5: '--speed-5',
  hue0: '--hue-0',
  hue1: '--hue-1',
  hue2: '--hue-2',
  hue3: '--hue-3',
  hue4: '--hue-4',
  hue5: '--hue-5',
  p1: '--p1',
  p2: '--p2',
  p3: '--p3',
  p4: '--p4',
} as const;

export type MapPalette = Record<keyof typeof NAMES, string>;

export function readPalette(): MapPalette {
  const style = getComputedStyle(document.documentElement);
  const entries = Object.entries(NAMES).map(([key, name]) => [key, style.getPropertyValue(name).trim()]);
  return Object.fromEntries(entries) as MapPalette;
}

export function priorityColour(palette: MapPalette, priority: number): string {
  return [palette.p4, palette.p1, palette.p2, palette.p3, palette.p4][priority] ?? palette.p4;
}

/** The family that labels on canvases are set in; the page's own. */
export function canvasFont(px: number, style = ''): string {
  return `${style} ${px}px system-ui, 'Noto Sans', 'Segoe UI', 'DejaVu Sans', sans-serif`.trim();
}
