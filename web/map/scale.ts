/** Length of the scale bar. Pure. */

/** Nautical miles that a bar of at most `maxPx` shows, as a round number, and its length. */
export function scaleBar(nmPerPixel: number, maxPx: number): { nm: number; px: number } {
  const longest = nmPerPixel * maxPx;
  const power = 10 ** Math.floor(Math.log10(longest));
  const nm = ([5, 2].find((factor) => factor * power <= longest) ?? 1) * power;
  return { nm, px: nm / nmPerPixel };
}
