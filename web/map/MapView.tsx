/** The map's place on the page, with what is read off it: scale, cursor, attribution. The map itself is outside the VDOM. */
import { effect, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatLocalTime, formatNumber, formatPosition } from '../../geofences/position-text.ts';
import type { Zone } from '../../geofences/types.ts';
import { markedPlace } from '../console/focus.ts';
import { FilterStrip } from '../filters/FilterStrip.tsx';
import { filterMask, shownCount } from '../filters/filters.ts';
import { formatCount, language, t } from '../i18n/t.ts';
import { connection, positionVersion, serverNow, vessels } from '../live/picture.ts';
import { lookAtSea, lookAtVessels } from '../live/view.ts';
import { addMeasured, measuring } from '../measure/measure.ts';
import { mapNotes, noteDraft, placeNote, pointedNote } from '../notes/notes.ts';
import { lookAt, onReplayFrame, replaying, shownFleet, startReplay } from '../replay/replay.ts';
import { pinnedTracks } from '../tracks/tracks.ts';
import { durationWords } from '../ui/format.ts';
import { later } from '../ui/later.tsx';
import { palette } from '../ui/palette.ts';
import type { Moment } from '../ui/router.ts';
import { LiveMap } from './LiveMap.ts';
import { MapButtons } from './MapButtons.tsx';
import { openPanel } from './panels.ts';
import { scaleBar } from './scale.ts';
import type { ShownTrack } from './TrackLayer.ts';
import { failingLayers, readLayers, shownLayers, tellTiles } from './tile-layers.ts';
import { vesselLabel, vesselWords } from './vessel-words.ts';
import type { LinkedView } from './view-link.ts';

const FilterPanel = later(async () => (await import('../filters/FilterPanel.tsx')).FilterPanel, 'panel');
const LayersPanel = later(async () => (await import('./LayersPanel.tsx')).LayersPanel, 'panel');
const MeasurePanel = later(async () => (await import('../measure/MeasurePanel.tsx')).MeasurePanel, 'panel');
const TimeBar = later(async () => (await import('../replay/TimeBar.tsx')).TimeBar, 'panel');
const LinkPanel = later(async () => (await import('./LinkPanel.tsx')).LinkPanel, 'panel');
const TrackTools = later(async () => (await import('../tracks/TrackTools.tsx')).TrackTools, 'panel');
const NotesPanel = later(async () => (await import('../notes/NotesPanel.tsx')).NotesPanel, 'panel');

const SCALE_PX = 120;

export interface MapViewProps {
  selected: string | undefined;
  zones: readonly Zone[];
  tracks: readonly ShownTrack[];
  /** Where and when something was, to be marked. */
  moment: Moment | undefined;
  /** What a link asks to be shown first. */
  linked: LinkedView | undefined;
  /** Gets the map once it stands, to fly it. */
  onReady(map: LiveMap): void;
  onVessel(id: string | undefined): void;
  onZone(id: string | undefined): void;
}

export function MapView(props: MapViewProps): JSX.Element {
  const element = useRef<HTMLDivElement>(null);
  const map = useRef<LiveMap | undefined>(undefined);
  const events = useRef(props);
  events.current = props;
  const middle = (): { lon: number; lat: number } | undefined => map.current?.middle();
  const cursor = useSignal<{ lon: number; lat: number } | undefined>(undefined);
  const nmPerPixel = useSignal(1);
  const noCoast = useSignal(false);
  const thinned = useSignal(0);

  const { linked } = props;

  useEffect(() => {
    const made = new LiveMap(element.current!, vessels, serverNow, {
      onVessel: (id) => events.current.onVessel(id),
      onZone: (id) => events.current.onZone(id),
      onTiles: tellTiles,
      onNote: (id) => {
        pointedNote.value = id;
        openPanel.value = 'notes';
      },
      onCursor: (place) => {
        cursor.value = place;
      },
      onView: (view) => {
        nmPerPixel.value = view.nmPerPixel;
        lookAt(view);
        lookAtSea(view);
      },
      onBasemap: (state) => {
        noCoast.value = state === 'failed';
      },
      label: (slot) => vesselLabel(shownFleet.peek().store, slot, shownFleet.peek().now()),
      words: (slot) => vesselWords(shownFleet.peek().store, slot, shownFleet.peek().now()),
      onDrawn: (_, count) => {
        thinned.value = count;
        tellShown();
      },
    });
    map.current = made;
    events.current.onReady(made);
    if (linked) made.showPlace(linked);
    if (linked?.time !== undefined) startReplay(linked.time);
    const stopLanguage = effect(() => made.setLanguage(language.value));
    const stopFleet = effect(() => made.showFleet(shownFleet.value.store, shownFleet.value.now));
    const stopFilter = effect(() => made.filterBy(filterMask.value));
    const stopPoints = effect(() => {
      const taker = noteDraft.value ? placeNote : measuring.value ? addPoint : undefined;
      made.takePoints(taker);
    });
    void readLayers();
    const stopTiles = effect(() => made.showTiles(shownLayers.value));
    const stopNotes = effect(() => made.showNotes(mapNotes.value, noteDraft.value?.place));
    const stopMoves = positionVersion.subscribe(() => made.vesselsMoved());
    const stopReplay = onReplayFrame(() => made.redrawVessels());
    let painted = palette.value;
    const stopPalette = palette.subscribe((wanted) => {
      if (wanted !== painted) made.repaint();
      painted = wanted;
    });
    return () => {
      stopLanguage();
      stopFleet();
      stopFilter();
      stopMoves();
      stopReplay();
      stopPoints();
      stopNotes();
      stopTiles();
      stopPalette();
      map.current = undefined;
      made.destroy();
      lookAtSea(undefined);
    };
  }, [cursor, nmPerPixel, noCoast, thinned]);

  useEffect(() => map.current?.select(props.selected), [props.selected]);
  const named = [...(props.selected === undefined ? [] : [props.selected]), ...pinnedTracks.value];
  useEffect(() => lookAtVessels(named));
  useEffect(() => map.current?.setZones(props.zones), [props.zones]);
  const shownLanguage = language.value;
  const tracksKey = useSame(props.tracks);
  useEffect(
    () => map.current?.showTracks(props.tracks, { duration: durationWords, time: formatLocalTime }),
    [tracksKey, shownLanguage],
  );

  const { moment } = props;
  const marked = markedPlace.value;
  useEffect(() => {
    map.current?.mark(moment ? { ...moment, words: t('map.moment', { time: formatLocalTime(moment.time) }) } : marked);
  }, [moment?.time, moment?.lon, moment?.lat, marked, shownLanguage]);

  const bar = scaleBar(nmPerPixel.value, SCALE_PX);
  const live = connection.value === 'live';
  return (
    <section
      class={`map-view${live ? '' : ' stale'}${replaying.value ? ' replaying' : ''}`}
      aria-label={t('map.label')}
    >
      <div class="map-canvas" role="application" aria-label={t('map.label')} ref={element} />
      {!live && <p class="no-data">{t('map.notLive')}</p>}
      <FilterStrip />
      {noCoast.value && <p class="map-problem">{t('map.noCoast')}</p>}
      <MapButtons map={map} />
      <div class="map-reading">
        <span class="scale" ref={(node) => node?.style.setProperty('width', `${bar.px}px`)}>
          {t('map.scale', { nm: bar.nm < 1 ? formatNumber(bar.nm, language.value) : formatCount(bar.nm) })}
        </span>
        {thinned.value > 0 && <span class="thinned">{t('map.thinned', { n: thinned.value })}</span>}
        {failingLayers.value.size > 0 && <span class="layer-problem">{t('layers.failing')}</span>}
        {cursor.value && <span class="cursor">{formatPosition(cursor.value.lon, cursor.value.lat)}</span>}
      </div>
      <p class="attribution">
        {[t('map.attribution'), ...shownLayers.value.map(({ attribution }) => attribution)].join(' · ')}
      </p>
      {(props.tracks.length > 0 || pinnedTracks.value.length > 0) && <TrackTools />}
      {measuring.value && <MeasurePanel onMiddle={() => map.current && addMeasured(map.current.middle())} />}
      {openPanel.value === 'filter' && <FilterPanel selected={props.selected} />}
      {openPanel.value === 'layers' && <LayersPanel />}
      {openPanel.value === 'notes' && <NotesPanel middle={middle} />}
      {openPanel.value === 'link' && <LinkPanel place={() => map.current?.place()} />}
      {replaying.value && <TimeBar />}
    </section>
  );
}

/** How many of how many the filter lets through, as the last redraw had it. */
function tellShown(): void {
  const mask = filterMask.peek();
  const next = mask && { shown: mask.count, all: shownFleet.peek().store.count, kept: mask.kept };
  const before = shownCount.peek();
  if (JSON.stringify(next) !== JSON.stringify(before)) shownCount.value = next;
}

/** A point that is put on a vessel is where the vessel is. */
function addPoint(place: { lon: number; lat: number }, vesselId: string | undefined): void {
  const { store } = shownFleet.peek();
  const slot = vesselId === undefined ? undefined : store.slotOf(vesselId);
  if (slot === undefined) addMeasured(place);
  else {
    const label = store.identities[slot]?.label;
    addMeasured({ lon: store.lonE5[slot]! / 1e5, lat: store.latE5[slot]! / 1e5, ...(label && { label }) });
  }
}

/** The list before when nothing in it has changed, so that nothing is drawn for it. */
function useSame(tracks: readonly ShownTrack[]): readonly ShownTrack[] {
  const before = useRef(tracks);
  const isSame =
    before.current.length === tracks.length &&
    before.current.every(({ track, colouring, hue, events, name }, i) => {
      const other = tracks[i]!;
      const looksSame = colouring === other.colouring && hue === other.hue && name === other.name;
      return track === other.track && looksSame && events.length === other.events.length;
    });
  if (!isSame) before.current = tracks;
  return before.current;
}
