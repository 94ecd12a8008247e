/** A Leaflet map that glides nowhere for whoever asked the browser for less motion. */
import * as L from 'leaflet';

const lessMotion = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)');

class CalmMap extends L.Map {
  override panBy(offset: L.PointExpression, options?: L.PanOptions): this {
    return super.panBy(offset, lessMotion?.matches ? { ...options, animate: false } : options);
  }

  override flyTo(center: L.LatLngExpression, zoom?: number, options?: L.ZoomPanOptions): this {
    return super.flyTo(center, zoom, lessMotion?.matches ? { ...options, animate: false } : options);
  }
}

export function createMap(element: HTMLElement, options: L.MapOptions): L.Map {
  return new CalmMap(element, {
    ...options,
    ...(lessMotion?.matches && { zoomAnimation: false, fadeAnimation: false, inertia: false }),
  });
}
