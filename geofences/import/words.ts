/** Numbers in the sentences about zones. */
import { formatNumber } from '../position-text.ts';

type Language = 'vi' | 'en';

/** `12,3 km²` / `12.3 km²`; below a square kilometre with two digits that mean something, below 0.01 km² in m². */
export function areaText(km2: number, language: Language): string {
  if (km2 >= 1) return `${formatNumber(km2, language)} km²`;
  if (km2 < 0.01) return `${formatNumber(km2 * 1e6, language)} m²`;
  const text = km2.toFixed(km2 < 0.1 ? 3 : 2);
  return `${language === 'vi' ? text.replace('.', ',') : text} km²`;
}

/** `3 vertices`, `1 vertex`: only English bends its nouns. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
