/** The map's place on the page, with the tools to draw. The map itself is outside the VDOM. */
import { effect, type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatPosition } from '../../geofences/position-text.ts';
import type { Zone } from '../../geofences/types.ts';
import { language, t } from '../i18n/t.ts';
import { palette } from '../ui/palette.ts';
import { isArea, withHole } from './holes.ts';
import { type Position, withStrand } from './strands.ts';
import { type Drawn, type HandTool, tools } from './tools.ts';
import { z } from './words.ts';
import { changeZone, draft } from './workspace.ts';
import { ZoneMap } from './ZoneMap.ts';

const HELP = {
  polygon: 'draw.helpPolygon',
  linestring: 'draw.helpLinestring',
  rectangle: 'draw.helpRectangle',
  circle: 'draw.helpCircle',
  hole: 'draw.helpHole',
} as const;

interface MapPaneProps {
  chosen: Zone | undefined;
  mayChange: boolean;
  tool: Signal<HandTool | undefined>;
  /** Zones that are only looked at. */
  beside: readonly Zone[];
  onReady(map: ZoneMap | undefined): void;
  onZone(id: string): void;
  onDrawn(drawn: Drawn): void;
}

export function MapPane(props: MapPaneProps): JSX.Element {
  const { chosen, mayChange, tool, beside } = props;
  const element = useRef<HTMLDivElement>(null);
  const map = useRef<ZoneMap | undefined>(undefined);
  const events = useRef(props);
  events.current = props;
  /** The zone as the hand on the map has left it: it needs not be taken up again. */
  const inHand = useRef<Zone | undefined>(undefined);
  const cursor = useSignal<{ lon: number; lat: number } | undefined>(undefined);
  const noCoast = useSignal(false);
  const tooMany = useSignal(false);
  const isBeside = useSignal(false);
  const crossing = useSignal<Position | undefined>(undefined);

  useEffect(() => {
    const made = new ZoneMap(
      element.current!,
      {
        onZone: (id) => events.current.onZone(id),
        onCursor: (place) => (cursor.value = place),
        onBasemap: (state) => (noCoast.value = state === 'failed'),
        onDrawn: (drawn, by) => {
          tool.value = undefined;
          if (by !== 'hole') events.current.onDrawn(drawn);
          else isBeside.value = !cutOut(events.current.chosen, drawn);
        },
        onSketched: (place) => (crossing.value = place),
        onReshaped: (strand, positions, how) => {
          const before = draft.peek().find(({ id }) => id === events.current.chosen?.id);
          if (!before) return;
          const after = withStrand(before, strand, positions, how === 'moved' ? how : undefined);
          // A circle is drawn anew from what it means, the others are as they were let go.
          if (after.geometry.type !== 'Point') inHand.current = after;
          changeZone(after);
        },
      },
      mayChange,
    );
    map.current = made;
    events.current.onReady(made);
    const stopLanguage = effect(() => made.setLanguage(language.value));
    const stopTool = effect(() => made.drawWith(tool.value));
    let painted = palette.value;
    const stopPalette = palette.subscribe((wanted) => {
      if (wanted !== painted) made.repaint();
      painted = wanted;
    });
    return () => {
      stopLanguage();
      stopTool();
      stopPalette();
      map.current = undefined;
      events.current.onReady(undefined);
      made.destroy();
    };
  }, [mayChange]);

  const shownLanguage = language.value;
  const zones = draft.value;
  useEffect(() => map.current?.setZones(zones, chosen, z('ourSide')), [zones, chosen, shownLanguage, mayChange]);
  useEffect(() => {
    if (tool.value !== undefined) {
      // Another hand has the map: the zone is taken up again afterwards.
      inHand.current = undefined;
      return;
    }
    if (inHand.current && inHand.current === chosen) return;
    inHand.current = chosen;
    tooMany.value = map.current?.take(chosen) === false;
  }, [chosen, tool.value, mayChange]);
  useEffect(() => {
    isBeside.value = false;
  }, [chosen]);
  useEffect(() => map.current?.showBeside(beside), [beside, mayChange]);

  return (
    <section class="map-view zone-map" aria-label={z('map.label')}>
      <div class="map-canvas" ref={element} />
      {noCoast.value && <p class="map-problem">{t('map.noCoast')}</p>}
      {mayChange && (
        <Tools
          tool={tool}
          mayCut={chosen !== undefined && isArea(chosen)}
          crossing={crossing.value}
          help={isBeside.value && !tool.value ? z('hole.beside') : helpWords(tool.value, chosen, tooMany.value)}
        />
      )}
      <div class="map-buttons">
        <button
          type="button"
          aria-label={t('map.zoomIn')}
          title={t('map.zoomIn')}
          onClick={() => map.current?.zoomBy(1)}
        >
          +
        </button>
        <button
          type="button"
          aria-label={t('map.zoomOut')}
          title={t('map.zoomOut')}
          onClick={() => map.current?.zoomBy(-1)}
        >
          −
        </button>
        <button type="button" aria-label={t('map.home')} title={t('map.home')} onClick={() => map.current?.home()}>
          ⌂
        </button>
      </div>
      <div class="map-reading">
        {cursor.value && <span class="cursor">{formatPosition(cursor.value.lon, cursor.value.lat)}</span>}
      </div>
      <p class="attribution">{t('map.attribution')}</p>
    </section>
  );
}

/** @returns false when what was drawn lies beside the zone */
function cutOut(chosen: Zone | undefined, { geometry }: Drawn): boolean {
  const zone = draft.peek().find(({ id }) => id === chosen?.id);
  if (!zone || geometry.type !== 'Polygon') return true;
  const cut = withHole(zone, geometry.coordinates[0]!.slice(0, -1));
  if (cut) changeZone(cut);
  return cut !== undefined;
}

function helpWords(tool: HandTool | undefined, chosen: Zone | undefined, isTooMany: boolean): string | undefined {
  if (tool) return z(HELP[tool]);
  if (!chosen) return undefined;
  return z(isTooMany ? 'tooMany' : 'draw.helpEdit');
}

interface ToolsProps {
  tool: Signal<HandTool | undefined>;
  /** What is in hand is an area. */
  mayCut: boolean;
  help: string | undefined;
  /** Where the outline under the hand crosses itself. */
  crossing: Position | undefined;
}

function Tools({ tool, mayCut, help, crossing }: ToolsProps): JSX.Element {
  const offered: readonly HandTool[] = mayCut ? [...tools, 'hole'] : tools;
  return (
    <div class="draw-tools">
      <fieldset>
        <legend>{z('draw.label')}</legend>
        {offered.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={tool.value === one}
            onClick={() => (tool.value = tool.value === one ? undefined : one)}
          >
            {z(`draw.${one}`)}
          </button>
        ))}
        {tool.value && (
          <button type="button" onClick={() => (tool.value = undefined)}>
            {z('draw.cancel')}
          </button>
        )}
      </fieldset>
      {crossing && (
        <p class="fault" role="status">
          ✕ {z('draw.crossing', { where: formatPosition(...crossing) })}
        </p>
      )}
      {help && <p class={tool.value ? undefined : 'at-rest'}>{help}</p>}
    </div>
  );
}
