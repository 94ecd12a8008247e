/** Drawing and reshaping by hand: terra-draw, told in zones and strands. What is drawn is handed over; the zones are kept elsewhere. */
import type * as L from 'leaflet';
import {
  TerraDraw,
  TerraDrawCircleMode,
  TerraDrawLineStringMode,
  TerraDrawPolygonMode,
  TerraDrawRectangleMode,
  TerraDrawSelectMode,
} from 'terra-draw';
import type { Zone } from '../../geofences/types.ts';
import { LeafletAdapter, type SketchColours } from './LeafletAdapter.ts';
import { crossingOf } from './shaping/reshaped.ts';
import { circleOf, type Position, type Strand, strandsOf } from './strands.ts';
import type { Drawn, HandTool, Tool } from './tools.ts';

export interface SketchEvents {
  /** @param tool with which */
  onDrawn(drawn: Drawn, tool: HandTool): void;
  /** @param how `moved`: the whole strand was */
  onReshaped(strand: Strand, positions: Position[], how: 'moved' | 'reshaped'): void;
  /** @param crossing where the outline under the hand crosses itself; undefined: nowhere */
  onSketched(crossing: Position | undefined): void;
  colours(): SketchColours;
}

/** Under which mode terra-draw keeps a strand, which says what may be done with it. */
const MODES: Readonly<Record<Strand['form'], Tool>> = { ring: 'polygon', line: 'linestring', circle: 'circle' };
/** More handles than anybody can take hold of; such an outline is shown whole and changed by its coordinates. */
const MOST_HANDLES = 1500;
/** Decimals of a degree, 0.1 mm: what terra-draw takes at most. */
const PRECISION = 1e9;

const RESHAPABLE = {
  feature: { draggable: true, coordinates: { midpoints: true, draggable: true, deletable: true } },
} as const;

export class Sketch {
  readonly #draw: TerraDraw;
  readonly #adapter: LeafletAdapter;
  readonly #strands = new Map<string, Strand>();
  #events: SketchEvents;
  #tool: HandTool | undefined;
  #crossing: Position | undefined;

  constructor(map: L.Map, events: SketchEvents) {
    this.#events = events;
    this.#adapter = new LeafletAdapter(map, () => this.#events.colours());
    this.#draw = new TerraDraw({
      adapter: this.#adapter,
      modes: [
        new TerraDrawPolygonMode(),
        new TerraDrawLineStringMode(),
        new TerraDrawRectangleMode(),
        new TerraDrawCircleMode(),
        new TerraDrawSelectMode({
          // The zone goes by its own button; a key that is meant for something else must not take it away.
          keyEvents: { deselect: null, delete: null, rotate: null, scale: null },
          allowManualDeselection: false,
          flags: {
            polygon: RESHAPABLE,
            linestring: RESHAPABLE,
            circle: { feature: { draggable: true, coordinates: { resizable: 'center-fixed' } } },
          },
        }),
      ],
    });
    this.#draw.start();
    this.#draw.on('finish', (id, { action }) => this.#finished(String(id), action));
    this.#draw.on('change', (ids, type) => this.#watched(ids.map(String), type));
    this.#draw.setMode('select');
  }

  /** While it is drawn or dragged: an outline that crosses itself is said at once. */
  #watched(ids: readonly string[], type: string): void {
    if (type === 'delete') {
      this.#say(undefined);
      return;
    }
    if (type !== 'update' && type !== 'create') return;
    for (const id of ids) {
      const feature = this.#draw.getSnapshotFeature(id);
      if (feature?.geometry.type !== 'Polygon' || feature.properties.mode !== 'polygon') continue;
      this.#say(crossingOf(feature.geometry.coordinates[0] as Position[]));
    }
  }

  #say(crossing: Position | undefined): void {
    if (crossing?.join() === this.#crossing?.join()) return;
    this.#crossing = crossing;
    this.#events.onSketched(crossing);
  }

  destroy(): void {
    this.#draw.stop();
  }

  repaint(): void {
    this.#adapter.repaint();
  }

  get isDrawing(): boolean {
    return this.#tool !== undefined;
  }

  /** Begins to draw something new; undefined: no longer. */
  drawWith(tool: HandTool | undefined): void {
    this.#tool = tool;
    this.#clear();
    this.#draw.setMode(tool === 'hole' ? 'polygon' : (tool ?? 'select'));
  }

  /** Takes a zone in hand. @returns false when it has more vertices than can be taken hold of */
  take(zone: Zone | undefined): boolean {
    if (this.isDrawing) this.drawWith(undefined);
    else this.#clear();
    if (!zone) return true;
    const strands = strandsOf(zone);
    if (strands.reduce((sum, { positions }) => sum + positions.length, 0) > MOST_HANDLES) return false;
    const ids = strands.map((strand) => this.#add(strand));
    if (ids[0] !== undefined) this.#draw.selectFeature(ids[0]);
    return true;
  }

  #clear(): void {
    this.#strands.clear();
    this.#draw.clear();
  }

  #add(strand: Strand): string {
    const id = String(this.#draw.getFeatureId());
    const positions = strand.positions.map(rounded);
    const geometry =
      strand.form === 'line'
        ? { type: 'LineString' as const, coordinates: positions }
        : { type: 'Polygon' as const, coordinates: [[...positions, positions[0]!]] };
    const properties = { mode: MODES[strand.form], ...(strand.form === 'circle' && { radiusKilometers: 1 }) };
    this.#draw.addFeatures([{ type: 'Feature', id, geometry, properties }]);
    this.#strands.set(id, strand);
    return id;
  }

  #finished(id: string, action: string): void {
    const feature = this.#draw.getSnapshotFeature(id);
    if (!feature) return;
    const { geometry } = feature;
    if (action === 'draw') {
      const tool = this.#tool ?? 'polygon';
      this.#tool = undefined;
      // terra-draw is still at work on what it has just finished.
      queueMicrotask(() => this.#events.onDrawn(drawnOf(geometry as Drawable, tool === 'circle'), tool));
      return;
    }
    const strand = this.#strands.get(id);
    if (!strand) return;
    const positions = openPositions(geometry as Drawable);
    this.#strands.set(id, { ...strand, positions });
    this.#events.onReshaped(strand, positions, action === 'dragFeature' ? 'moved' : 'reshaped');
  }
}

type Drawable = { type: 'Polygon'; coordinates: number[][][] } | { type: 'LineString'; coordinates: number[][] };

function openPositions(geometry: Drawable): Position[] {
  return geometry.type === 'LineString'
    ? (geometry.coordinates as Position[])
    : (geometry.coordinates[0]!.slice(0, -1) as Position[]);
}

function drawnOf(geometry: Drawable, isCircle: boolean): Drawn {
  if (geometry.type === 'LineString') {
    return { geometry: { type: 'LineString', coordinates: openPositions(geometry) } };
  }
  if (isCircle) {
    const { center, radiusNm } = circleOf(openPositions(geometry));
    return { geometry: { type: 'Point', coordinates: center }, radiusNm };
  }
  return { geometry: { type: 'Polygon', coordinates: geometry.coordinates as Position[][] } };
}

function rounded([lon, lat]: Position): Position {
  return [Math.round(lon * PRECISION) / PRECISION, Math.round(lat * PRECISION) / PRECISION];
}
