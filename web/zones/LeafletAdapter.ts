/**
 * Joins terra-draw to our map. Ours instead of the published one, which writes a style sheet into the page for each of its
 * panes: a page that allows no style but its own refuses that.
 */
import * as L from 'leaflet';
import { TerraDrawExtend } from 'terra-draw';

interface Feature {
  id: string;
  geometry:
    | { type: 'Point'; coordinates: number[] }
    | { type: 'LineString'; coordinates: number[][] }
    | { type: 'Polygon'; coordinates: number[][][] };
  properties: Readonly<Record<string, unknown>>;
}

interface Changes {
  created: Feature[];
  updated: Feature[];
  deletedIds: string[];
}

interface Callbacks {
  onReady?(): void;
  onClear(): void;
}

/** What is used of terra-draw's base; its own declarations are written for bundlers and say nothing to a strict compiler. */
interface AdapterBase {
  _currentModeCallbacks: Callbacks | undefined;
  getMapElementXYPosition(event: PointerEvent | MouseEvent): { containerX: number; containerY: number };
  register(callbacks: Callbacks): void;
  unregister(): void;
  getCoordinatePrecision(): number;
}
const AdapterBase = TerraDrawExtend.TerraDrawBaseAdapter as unknown as new (config: {
  coordinatePrecision: number;
}) => AdapterBase;

const SHAPES = 'sketch-shapes';
const POINTS = 'sketch-points';

export interface SketchColours {
  line: string;
  point: string;
}

export class LeafletAdapter extends AdapterBase {
  readonly #map: L.Map;
  readonly #colours: () => SketchColours;
  readonly #layers = new Map<Feature['id'], { layer: L.Layer; feature: Feature }>();

  /** @param colours asked whenever something is drawn, so that they follow the palette */
  constructor(map: L.Map, colours: () => SketchColours) {
    super({ coordinatePrecision: 9 });
    this.#map = map;
    this.#colours = colours;
    for (const [name, zIndex] of [
      [SHAPES, '430'],
      [POINTS, '440'],
    ] as const) {
      const pane = map.getPane(name) ?? map.createPane(name);
      pane.style.zIndex = zIndex;
      pane.style.pointerEvents = 'none';
    }
  }

  getMapEventElement(): HTMLElement {
    return this.#map.getContainer();
  }

  getLngLatFromEvent(event: PointerEvent | MouseEvent): { lng: number; lat: number } | null {
    const { containerX, containerY } = this.getMapElementXYPosition(event);
    const { lng, lat } = this.#map.containerPointToLatLng([containerX, containerY]);
    return Number.isFinite(lng) && Number.isFinite(lat) ? { lng, lat } : null;
  }

  project(lng: number, lat: number): { x: number; y: number } {
    const { x, y } = this.#map.latLngToContainerPoint([lat, lng]);
    return { x, y };
  }

  unproject(x: number, y: number): { lng: number; lat: number } {
    const { lng, lat } = this.#map.containerPointToLatLng([x, y]);
    return { lng, lat };
  }

  setCursor(cursor: string): void {
    this.getMapEventElement().style.cursor = cursor === 'unset' ? '' : cursor;
  }

  setDraggability(isEnabled: boolean): void {
    if (isEnabled) this.#map.dragging.enable();
    else this.#map.dragging.disable();
  }

  setDoubleClickToZoom(isEnabled: boolean): void {
    if (isEnabled) this.#map.doubleClickZoom.enable();
    else this.#map.doubleClickZoom.disable();
  }

  render({ created, updated, deletedIds }: Changes): void {
    for (const id of [...deletedIds, ...updated.map((feature) => feature.id)]) this.#remove(id);
    for (const feature of [...created, ...updated]) this.#add(feature);
  }

  /** In the palette that holds now. */
  repaint(): void {
    for (const { feature } of [...this.#layers.values()]) {
      this.#remove(feature.id);
      this.#add(feature);
    }
  }

  clear(): void {
    if (!this._currentModeCallbacks) return;
    this._currentModeCallbacks.onClear();
    for (const id of [...this.#layers.keys()]) this.#remove(id);
  }

  override register(callbacks: Callbacks): void {
    super.register(callbacks);
    callbacks.onReady?.();
  }

  #remove(id: Feature['id']): void {
    this.#layers.get(id)?.layer.remove();
    this.#layers.delete(id);
  }

  #add(feature: Feature): void {
    const layer = this.#layerOf(feature);
    this.#layers.set(feature.id, { layer, feature });
    layer.addTo(this.#map);
  }

  #layerOf({ geometry, properties }: Feature): L.Layer {
    const { line, point } = this.#colours();
    const isSelected = properties.selected === true;
    const shape = { pane: SHAPES, interactive: false, color: line, weight: isSelected ? 3 : 2 };
    if (geometry.type === 'Point') {
      const isMiddle = properties.midPoint === true;
      return L.circleMarker(placeOf(geometry.coordinates), {
        ...{ pane: POINTS, interactive: false, color: line, fillOpacity: 1 },
        ...(isMiddle ? { radius: 4, weight: 1, fillColor: line } : { radius: 6, weight: 2, fillColor: point }),
        className: isMiddle ? 'sketch-middle' : 'sketch-vertex',
      });
    }
    if (geometry.type === 'LineString') return L.polyline(geometry.coordinates.map(placeOf), shape);
    return L.polygon(
      geometry.coordinates.map((ring) => ring.map(placeOf)),
      { ...shape, fillColor: line, fillOpacity: isSelected ? 0.05 : 0.02 },
    );
  }
}

function placeOf([lon = 0, lat = 0]: readonly number[]): L.LatLngTuple {
  return [lat, lon];
}
