/** Units in which senders write speeds. */
export const speedUnits = ['kn', 'km/h', 'm/s'] as const;
export type SpeedUnit = (typeof speedUnits)[number];

/** Knots in one of each unit: a nautical mile is 1852 m. */
export const knotsPer: Readonly<Record<SpeedUnit, number>> = { kn: 1, 'km/h': 1 / 1.852, 'm/s': 3600 / 1852 };

/** Knots to 0.001. */
export function toKnots(speed: number, unit: SpeedUnit): number {
  return Math.round(speed * knotsPer[unit] * 1000) / 1000;
}

/** The unit that a text such as `Tốc độ (km/h)`, `kn` or `hải lý/giờ` names; undefined when it names none. */
export function unitIn(text: string): SpeedUnit | undefined {
  const lower = text.toLowerCase();
  if (/km\s?\/\s?(?:h|g)|kmh|kph/.test(lower)) return 'km/h';
  if (/\bm\s?\/\s?s\b|\bmps\b/.test(lower)) return 'm/s';
  return /\bkn\b|\bkts?\b|knot|nudo|hải lý|hai ly|\bhl\/(?:h|g)/.test(lower) ? 'kn' : undefined;
}
