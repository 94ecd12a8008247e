/** A small line of the last day. Pure. */
export const WIDTH = 100;
export const HEIGHT = 30;

/** From 0, so that a small change does not look like a large one. */
export function sparkPath(series: readonly (number | null)[]): string {
  const most = Math.max(1, ...series.map((value) => value ?? 0));
  let path = '';
  let isOpen = false;
  series.forEach((value, i) => {
    if (value === null) {
      isOpen = false;
      return;
    }
    const x = (i / Math.max(1, series.length - 1)) * WIDTH;
    const y = HEIGHT - 1 - (value / most) * (HEIGHT - 2);
    path += `${isOpen ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    // A value by itself is a dot.
    if (!isOpen) path += 'h0.01';
    isOpen = true;
  });
  return path;
}
