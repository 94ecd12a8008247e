/** The map beside the zones: the product's own chart without vessels, the zone in hand on top. */
import 'leaflet/dist/leaflet.css';
import * as L from 'leaflet';
import type { Zone } from '../../geofences/types.ts';
import { ArchipelagoNames } from '../map/ArchipelagoNames.ts';
import { Basemap } from '../map/Basemap.ts';
import { ChartOverlay } from '../map/ChartOverlay.ts';
import { createMap } from '../map/calm-map.ts';
import { readPalette } from '../map/palette.ts';
import { SeaZonesOverlay } from '../map/SeaZonesOverlay.ts';
import { zoneShape } from '../map/zones.ts';
import { ChosenZone } from './ChosenZone.ts';
import { Sketch, type SketchEvents } from './Sketch.ts';
import { strandsOf } from './strands.ts';
import type { HandTool } from './tools.ts';

interface ZoneMapEvents extends Omit<SketchEvents, 'colours'> {
  /** Somebody has clicked on the outline of another zone. */
  onZone(id: string): void;
  onCursor(place: { lon: number; lat: number } | undefined): void;
  onBasemap(state: 'world' | 'detail' | 'failed'): void;
}

const HOME: { center: L.LatLngTuple; zoom: number } = { center: [14.2, 110.6], zoom: 5 };
const MIN_ZOOM = 3;
const MAX_ZOOM = 17;
/** A zone of a harbour must not fill the view so that nobody sees where it is. */
const FIT_ZOOM = 12;
const PLACE_ZOOM = 11;
/** Round a zone that the map goes to; above it lie the tools. */
const FIT_PX = 40;
const TOOLS_PX = 100;
/** A hand that has moved so far between pressing and letting go has dragged something. */
const CLICK_PX = 4;

export class ZoneMap {
  readonly #map: L.Map;
  readonly #basemap: Basemap;
  readonly #seaZones = new SeaZonesOverlay();
  readonly #names = new ArchipelagoNames();
  readonly #chart = new ChartOverlay(() => this.#names.boxes());
  readonly #chosen = new ChosenZone();
  readonly #places = L.layerGroup();
  readonly #sketch: Sketch | undefined;
  readonly #resize: ResizeObserver;
  #pressed: L.Point | undefined;

  /** @param mayChange with the tools to draw */
  constructor(element: HTMLElement, events: ZoneMapEvents, mayChange: boolean) {
    this.#map = createMap(element, {
      ...HOME,
      minZoom: MIN_ZOOM,
      maxZoom: MAX_ZOOM,
      zoomControl: false,
      attributionControl: false,
      boxZoom: false,
    });
    this.#basemap = new Basemap((state) => events.onBasemap(state));
    const layers = [this.#basemap, this.#seaZones, this.#chart, this.#chosen, this.#names, this.#places];
    for (const layer of layers) layer.addTo(this.#map);
    if (mayChange) this.#sketch = new Sketch(this.#map, { ...events, colours: sketchColours });
    this.#map.on('mousemove', ({ latlng }) => {
      const { lng, lat } = latlng.wrap();
      events.onCursor({ lon: lng, lat });
    });
    this.#map.on('mouseout', () => events.onCursor(undefined));
    this.#map.on('mousedown', ({ containerPoint }) => {
      this.#pressed = containerPoint;
    });
    this.#map.on('click', ({ containerPoint }) => {
      if (this.#sketch?.isDrawing || (this.#pressed && this.#pressed.distanceTo(containerPoint) > CLICK_PX)) return;
      const zone = this.#chart.zoneAt(containerPoint);
      if (zone) events.onZone(zone.id);
    });
    this.#resize = new ResizeObserver(() => this.#map.invalidateSize({ animate: false }));
    this.#resize.observe(element);
  }

  destroy(): void {
    this.#resize.disconnect();
    this.#sketch?.destroy();
    this.#basemap.destroy();
    this.#map.remove();
  }

  /** All zones, the chosen one on top. @param words on our side of a directed line */
  setZones(zones: readonly Zone[], chosen: Zone | undefined, words: string): void {
    const shapes = zones.filter((zone) => zone.id !== chosen?.id && zone.properties.kind !== 'land').map(zoneShape);
    this.#seaZones.setZones(shapes);
    this.#chart.setZones(shapes);
    const isArea = chosen !== undefined && !chosen.geometry.type.endsWith('LineString');
    this.#chosen.show(chosen && zoneShape(chosen), isArea, words);
  }

  showBeside(zones: readonly Zone[]): void {
    this.#chosen.showBeside(zones.map(zoneShape));
  }

  /** Takes a zone in hand to reshape it. @returns whether its vertices can be taken hold of */
  take(zone: Zone | undefined): boolean {
    return this.#sketch?.take(zone) ?? true;
  }

  drawWith(tool: HandTool | undefined): void {
    this.#sketch?.drawWith(tool);
    this.#map.getContainer().classList.toggle('measuring', tool !== undefined);
  }

  /** Rings places and says what is there. */
  markPlaces(places: readonly { lon: number; lat: number; words: string }[]): void {
    this.#places.clearLayers();
    for (const { lon, lat, words } of places) {
      L.circleMarker([lat, lon], { radius: 13, className: 'zone-place', fill: false })
        .bindTooltip(words, { direction: 'top', offset: [0, -10] })
        .addTo(this.#places);
    }
  }

  goTo({ lon, lat }: { lon: number; lat: number }): void {
    this.#map.setView([lat, lon], Math.max(this.#map.getZoom(), PLACE_ZOOM), { animate: false });
  }

  fit(zones: readonly Zone[]): void {
    const places = zones.flatMap(strandsOf).flatMap(({ positions }) => positions);
    if (places.length === 0) return;
    const bounds = L.latLngBounds(places.map(([lon, lat]): L.LatLngTuple => [lat, lon]));
    const room = { paddingTopLeft: L.point(FIT_PX, TOOLS_PX), paddingBottomRight: L.point(FIT_PX, FIT_PX) };
    this.#map.fitBounds(bounds, { ...room, maxZoom: FIT_ZOOM, animate: false });
  }

  home(): void {
    this.#map.setView(HOME.center, HOME.zoom, { animate: false });
  }

  zoomBy(levels: number): void {
    this.#map.setZoom(this.#map.getZoom() + levels, { animate: false });
  }

  middle(): { lon: number; lat: number } {
    const { lng, lat } = this.#map.getCenter().wrap();
    return { lon: lng, lat };
  }

  setLanguage(language: 'vi' | 'en'): void {
    this.#chart.setLanguage(language);
  }

  repaint(): void {
    for (const layer of [this.#basemap, this.#seaZones, this.#chart]) layer.repaint();
    this.#chosen.requestRedraw();
    this.#sketch?.repaint();
  }
}

function sketchColours(): { line: string; point: string } {
  const palette = readPalette();
  return { line: palette.selected, point: palette.sea };
}
