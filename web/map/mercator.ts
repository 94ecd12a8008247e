/** Web Mercator on the unit square (x east, y south, 0..1), the plane that everything on the map is kept in. Pure. */

const RAD = Math.PI / 180;
/** Latitude at which the square ends (EPSG:3857). */
const LIMIT = 85.0511287798;

export function mercatorX(lon: number): number {
  return lon / 360 + 0.5;
}

export function mercatorY(lat: number): number {
  const sin = Math.sin(Math.max(-LIMIT, Math.min(LIMIT, lat)) * RAD);
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
}

export function longitude(x: number): number {
  return (x - 0.5) * 360;
}

export function latitude(y: number): number {
  return Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) / RAD;
}

/** What part of the world a canvas shows: world pixels = mercator × `scale`; the canvas begins at (`left`, `top`). CSS pixels. */
export interface View {
  zoom: number;
  scale: number;
  left: number;
  top: number;
  width: number;
  height: number;
  /** Device pixels per CSS pixel. */
  dpr: number;
}

/** Canvas x of a mercator x, in the copy of the world nearest the view's middle. */
export function viewX(view: View, x: number): number {
  const middle = (view.left + view.width / 2) / view.scale;
  return (x - Math.round(x - middle)) * view.scale - view.left;
}

export function viewY(view: View, y: number): number {
  return y * view.scale - view.top;
}
