/** The map as the console uses it: nothing outside this folder touches Leaflet. */
import 'leaflet/dist/leaflet.css';
import * as L from 'leaflet';
import type { Zone } from '../../geofences/types.ts';
import type { TileLayer } from '../../server/map/config.ts';
import { NoteLayer, type ShownNote } from '../notes/NoteLayer.ts';
import { ArchipelagoNames } from './ArchipelagoNames.ts';
import { Basemap } from './Basemap.ts';
import { ChartOverlay } from './ChartOverlay.ts';
import { createMap } from './calm-map.ts';
import { type Paint, PaintedOverlay } from './PaintedOverlay.ts';
import { SeaZonesOverlay } from './SeaZonesOverlay.ts';
import { TileLayers } from './TileLayers.ts';
import type { ShownTrack, TrackLayer, TrackWords } from './TrackLayer.ts';
import { type VesselFilter, VesselLayer } from './VesselLayer.ts';
import type { VesselStore } from './VesselStore.ts';
import { VesselTip } from './VesselTip.ts';
import { type LinkedView, zoomFor } from './view-link.ts';
import { zoneShape } from './zones.ts';

interface MapView {
  nmPerPixel: number;
  /** Degrees; beyond ±180 in another copy of the world. */
  west: number;
  south: number;
  east: number;
  north: number;
}

interface MapEvents {
  onVessel(id: string | undefined): void;
  onZone(id: string | undefined): void;
  onNote(id: string): void;
  onCursor(place: { lon: number; lat: number } | undefined): void;
  /** After every move: what is seen, and the nautical miles that one CSS pixel measures in the middle. */
  onView(view: MapView): void;
  onBasemap(state: 'world' | 'detail' | 'failed'): void;
  /** Whether the tiles of a further layer come. */
  onTiles(name: string, come: boolean): void;
  /** What is written beside a vessel. */
  label(slot: number): string;
  /** What is said of the vessel under the pointer. */
  words(slot: number): readonly string[];
  /** How many vessels are in view, and how many of them are drawn as dots. */
  onDrawn(inView: number, thinned: number): void;
}

/** All of Vietnam's seas. */
const HOME: { center: L.LatLngTuple; zoom: number } = { center: [14.2, 110.6], zoom: 6 };
const MIN_ZOOM = 3;
const MAX_ZOOM = 16;
/** Close enough to tell a vessel from its neighbours. */
const VESSEL_ZOOM = 9;
const FLIGHT_S = 1.5;
const METRES_PER_NM = 1852;
/** Width that the card of what is selected covers on the left; what the map goes to stands in the middle of the rest. */
const CARD_PX = 446;

const UNTOUCHED = {
  dragging: false,
  keyboard: false,
  scrollWheelZoom: false,
  doubleClickZoom: false,
  touchZoom: false,
  zoomAnimation: false,
} as const;

/** Where the map stood when the page was left; the next one opens there. */
let lastView: { center: L.LatLng; zoom: number } | undefined;

export class LiveMap {
  readonly #map: L.Map;
  readonly #basemap: Basemap;
  readonly #seaZones = new SeaZonesOverlay();
  readonly #names: ArchipelagoNames;
  readonly #chart = new ChartOverlay(() => [...this.#names.boxes(), ...this.#vessels.islandBoxes()]);
  #track: TrackLayer | undefined;
  #tracks: { shown: readonly ShownTrack[]; words: TrackWords } | undefined;
  readonly #tip = new VesselTip();
  readonly #notes: NoteLayer;
  readonly #tiles: TileLayers;
  readonly #vessels: VesselLayer;
  readonly #resize: ResizeObserver;
  #onPoint: ((place: { lon: number; lat: number }, vesselId: string | undefined) => void) | undefined;
  readonly #mark = L.circleMarker([0, 0], { radius: 14, className: 'moment-mark', interactive: false, fill: false });

  /** @param handled people move it; else nobody points at it */
  constructor(element: HTMLElement, store: VesselStore, clock: () => number, events: MapEvents, handled = true) {
    this.#map = createMap(element, {
      center: lastView?.center ?? HOME.center,
      zoom: lastView?.zoom ?? HOME.zoom,
      minZoom: MIN_ZOOM,
      maxZoom: MAX_ZOOM,
      zoomControl: false,
      attributionControl: false,
      worldCopyJump: true,
      // Each tile would be a layer of its own to the browser.
      fadeAnimation: false,
      boxZoom: handled,
      ...(!handled && { ...UNTOUCHED, zoomSnap: 0.25 }),
    });
    this.#tiles = new TileLayers(this.#map, (name, come) => events.onTiles(name, come));
    this.#basemap = new Basemap((state) => events.onBasemap(state));
    this.#names = new ArchipelagoNames(handled);
    const names = this.#names;
    this.#notes = new NoteLayer(
      (id) => events.onNote(id),
      () => names.boxes(),
    );
    this.#vessels = new VesselLayer(store, clock, {
      reserved: () => [...names.boxes(), ...this.#notes.boxes()],
      seaNames: () => this.#chart.seaBoxes(),
      onIslandNames: () => this.#chart.requestRedraw(),
      label: (slot) => events.label(slot),
      words: (slot) => events.words(slot),
      onDrawn: (inView, thinned) => events.onDrawn(inView, thinned),
      onSelect: (id, at) => {
        if (this.#onPoint) {
          const { lng, lat } = at.wrap();
          this.#onPoint({ lon: lng, lat }, id);
          return;
        }
        if (id !== undefined) {
          events.onVessel(id);
          return;
        }
        const zone = this.#chart.zoneAt(this.#map.latLngToContainerPoint(at));
        events.onZone(zone?.id);
        if (!zone) events.onVessel(undefined);
      },
    });
    for (const layer of [this.#basemap, this.#seaZones, this.#chart, names, this.#notes, this.#vessels, this.#tip]) {
      layer.addTo(this.#map);
    }
    // Until they are there, or without a line, the chart has the names beneath the vessels.
    import('./IslandNames.ts').then(
      ({ IslandNames }) => {
        this.#chart.leaveIslands();
        this.#vessels.nameIslands(new IslandNames());
      },
      () => {},
    );
    this.#map.on('mousemove', ({ containerPoint, latlng }) => {
      const { lng, lat } = latlng.wrap();
      events.onCursor({ lon: lng, lat });
      const event = this.#track?.eventAt(containerPoint);
      if (event) this.#tip.say(latlng, event.words.split('\n'));
      else this.#tip.hide();
    });
    this.#map.on('mouseout', () => events.onCursor(undefined));
    const tellView = (): void => {
      const center = this.#map.getCenter();
      lastView = { center, zoom: this.#map.getZoom() };
      const point = this.#map.latLngToContainerPoint(center);
      const beside = this.#map.containerPointToLatLng(point.add([100, 0]));
      events.onView({ nmPerPixel: center.distanceTo(beside) / 100 / METRES_PER_NM, ...this.frame() });
    };
    this.#map.on('moveend', tellView);
    tellView();
    this.#resize = new ResizeObserver(() => this.#map.invalidateSize({ animate: false }));
    this.#resize.observe(element);
  }

  destroy(): void {
    this.#resize.disconnect();
    this.#tracks = undefined;
    this.#basemap.destroy();
    this.#map.remove();
  }

  select(id: string | undefined): void {
    this.#vessels.select(id);
  }

  /** Rings of what nobody has acknowledged stand, thicker, from now on. */
  flashNothing(): void {
    this.#vessels.flashNothing();
  }

  filterBy(filter: VesselFilter | undefined): void {
    this.#vessels.filterBy(filter);
  }

  /** Clicks give places to this instead of selecting anything, until it is called with undefined. */
  takePoints(onPoint: ((place: { lon: number; lat: number }, vesselId: string | undefined) => void) | undefined): void {
    this.#onPoint = onPoint;
    this.#map.getContainer().classList.toggle('measuring', onPoint !== undefined);
    if (onPoint) this.#map.doubleClickZoom.disable();
    else this.#map.doubleClickZoom.enable();
  }

  middle(): { lon: number; lat: number } {
    const { lng, lat } = this.#map.getCenter().wrap();
    return { lon: lng, lat };
  }

  /** Its middle, scale and size, as `showPlace` takes them. */
  place(): LinkedView {
    return { ...this.middle(), zoom: this.#map.getZoom(), size: this.#size() };
  }

  /** Shows all that another map showed, which may be larger. */
  showPlace(view: LinkedView): void {
    this.#show([view.lat, view.lon], zoomFor(view, this.#size()));
  }

  #size(): { width: number; height: number } {
    const { x, y } = this.#map.getSize();
    return { width: x, height: y };
  }

  /** Depths or charts from a tile server, those first lowest. */
  showTiles(layers: readonly TileLayer[]): void {
    this.#tiles.show(layers);
  }

  /** @param draft where the note that is being written will stand */
  showNotes(notes: readonly ShownNote[], draft: { lon: number; lat: number } | undefined): void {
    this.#notes.show(notes);
    this.#notes.showDraft(draft);
  }

  /** Draws something for a while, in the colours of now. @param zIndex its height among the layers. @returns ends it */
  lay(pane: string, zIndex: number, paint: Paint): () => void {
    const layer = new PaintedOverlay(pane, zIndex, paint).addTo(this.#map);
    return () => layer.remove();
  }

  /** Shows another fleet, or the same at another time. @param clock the time that it is shown at, epoch ms */
  showFleet(store: VesselStore, clock: () => number): void {
    this.#vessels.show(store, clock);
  }

  /** Positions have come: they are drawn at once, and not more often than twice a second. */
  vesselsMoved(): void {
    this.#vessels.redrawForData();
  }

  /** Its vessels have moved. */
  redrawVessels(): void {
    this.#vessels.requestRedraw();
  }

  /** Goes to a place, near enough to see it; never away from a closer look that somebody already has. */
  goTo(lon: number, lat: number, besideCard = true): void {
    const zoom = Math.max(this.#map.getZoom(), VESSEL_ZOOM);
    const covered = besideCard && this.#map.getSize().x > 2 * CARD_PX ? CARD_PX : 0;
    const middle = this.#map.project([lat, lon], zoom).subtract([covered / 2, 0]);
    this.#show(this.#map.unproject(middle, zoom), zoom);
  }

  /** Goes to a place so that whoever watches sees from where to where. */
  flyTo(lon: number, lat: number): void {
    this.#map.flyTo([lat, lon], Math.max(this.#map.getZoom(), VESSEL_ZOOM), { duration: FLIGHT_S });
  }

  /** What is seen, in degrees; beyond ±180 in another copy of the world. */
  frame(): Omit<MapView, 'nmPerPixel'> {
    const bounds = this.#map.getBounds();
    return {
      west: bounds.getWest(),
      south: bounds.getSouth(),
      east: bounds.getEast(),
      north: bounds.getNorth(),
    };
  }

  home(): void {
    this.#show(HOME.center, HOME.zoom);
  }

  /** Shows the whole of a box, in degrees. */
  fit({ west, south, east, north }: Omit<MapView, 'nmPerPixel'>): void {
    const bounds = L.latLngBounds([south, west], [north, east]);
    this.#map.fitBounds(bounds, { animate: false });
  }

  /** Another scale comes at once: Leaflet drops what is asked of it during a zoom animation, and every press counts. */
  #show(center: L.LatLngExpression, zoom: number): void {
    this.#map.setView(center, zoom, { animate: zoom === this.#map.getZoom() });
  }

  zoomBy(levels: number): void {
    this.#map.setZoom(this.#map.getZoom() + levels, { animate: false });
  }

  setZones(zones: readonly Zone[]): void {
    const shapes = zones.map(zoneShape);
    this.#seaZones.setZones(shapes);
    this.#chart.setZones(shapes);
  }

  setLanguage(language: 'vi' | 'en'): void {
    this.#chart.setLanguage(language);
  }

  /** Rings a place and says what it is about. */
  mark(moment: { lon: number; lat: number; words: string } | undefined): void {
    this.#mark.remove();
    if (!moment) return;
    this.#mark.setLatLng([moment.lat, moment.lon]).addTo(this.#map);
    this.#mark.unbindTooltip().bindTooltip(moment.words, { permanent: true, direction: 'top', offset: [0, -12] });
  }

  showTracks(tracks: readonly ShownTrack[], words: TrackWords): void {
    this.#tracks = { shown: tracks, words };
    if (this.#track) this.#track.show(tracks, words);
    else if (tracks.length > 0) this.#loadTrack();
  }

  /** With the first track that is asked for, which comes over the same line. */
  #loadTrack(): void {
    import('./TrackLayer.ts').then(
      ({ TrackLayer }) => {
        if (!this.#tracks) return;
        this.#track ??= new TrackLayer().addTo(this.#map);
        this.#track.show(this.#tracks.shown, this.#tracks.words);
      },
      () => {},
    );
  }

  /** The palette has changed. */
  repaint(): void {
    for (const layer of [this.#basemap, this.#seaZones, this.#chart, this.#track, this.#vessels]) layer?.repaint();
  }
}
