/** The circle in which a silent vessel may be: dashed and unfilled, so that all that is known stays readable in it. */
import { circleRing } from '../../geofences/geometry/circle.ts';
import { groundedText, haloedLine } from '../map/line-drawing.ts';
import { mercatorX, mercatorY, viewX, viewY } from '../map/mercator.ts';
import type { Paint } from '../map/PaintedOverlay.ts';

/** Unlike every zone's and every measured ring's. */
const DASH_PX = [10, 7];
const WIDTH_PX = 2;
const LABEL_ABOVE_PX = 14;

/**
 * @param circle in degrees and nautical miles on the ellipsoid
 * @param label stands above its northern end
 */
export function possibleCircle(
  { lon, lat, radiusNm }: { lon: number; lat: number; radiusNm: number },
  label: string,
): Paint {
  // From its middle, so that over the date line it goes on as one line.
  const ring = circleRing([lon, lat], radiusNm).map(([at, north]) => ({
    east: mercatorX(at) - mercatorX(lon),
    y: mercatorY(north),
  }));
  return (ctx, view, palette) => {
    const middle = viewX(view, mercatorX(lon));
    const points = ring.map(({ east, y }) => [middle + east * view.scale, viewY(view, y)] as const);
    haloedLine(ctx, palette, points, WIDTH_PX, DASH_PX);
    const [x, y] = points.reduce((highest, point) => (point[1] < highest[1] ? point : highest));
    groundedText(ctx, palette, label, x, y - LABEL_ABOVE_PX);
  };
}
