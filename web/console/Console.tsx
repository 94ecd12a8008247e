/** The officer's page: map, alerts, and the card of what is selected. */
import { computed, effect, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { filterOf, withFilter } from '../filters/address.ts';
import { followGroups, mapFilter, showAll, toggleGroup, vesselGroups } from '../filters/filters.ts';
import { said } from '../i18n/t.ts';
import { firstPicture } from '../live/first-picture.ts';
import { identityVersion } from '../live/picture.ts';
import { openPanel, togglePanel } from '../map/panels.ts';
import { type LinkedView, viewOf, withoutView } from '../map/view-link.ts';
import { measuring, toggleMeasuring, undoMeasured } from '../measure/measure.ts';
import { followNotes, seesNotes } from '../notes/notes.ts';
import { backToLive, replaying, replayTime, startReplay } from '../replay/replay.ts';
import { MOST_PINNED, pinnedTracks, togglePinned, trackColouring, useTracks } from '../tracks/tracks.ts';
import { bindKeys } from '../ui/keys.ts';
import { later } from '../ui/later.tsx';
import { currentAddress, type Moment, navigate, recordPath, vesselPath } from '../ui/router.ts';
import { AlertRail } from './AlertRail.tsx';
import {
  escalating,
  flyTo,
  flyToVessel,
  knowZones,
  mapIsReady,
  markedPlace,
  selectedAlert,
  selectedZone,
  shelving,
  zoneList,
  zoneProblem,
} from './focus.ts';
import { MapExport } from './MapExport.tsx';
import { followSelection, onlyPart, tellSelection } from './windows.ts';

/** Comes after the list of alerts: on a poor link that can be read, and answered, long before there is a map. */
const MapView = later(async () => {
  await firstPicture();
  return (await import('../map/MapView.tsx')).MapView;
}, 'map');
const VesselCard = later(async () => (await import('./VesselCard.tsx')).VesselCard, 'panel');

interface ConsoleProps {
  vesselId: string | undefined;
  /** Somebody wants to see the vessel as it was then. */
  moment: Moment | undefined;
}

const ZoneCard = later(async () => (await import('./ZoneCard.tsx')).ZoneCard, 'panel');

export function Console({ vesselId, moment }: ConsoleProps): JSX.Element {
  const trackWanted = useSignal(true);
  const tracks = useTracks(trackWanted.value ? vesselId : undefined, around(moment));
  const selectedVessel = useRef(vesselId);
  selectedVessel.current = vesselId;
  const linked = useLinkedView();
  useFirstFlight(moment || linked ? undefined : vesselId);
  useMoment(moment);
  useFilterInAddress();
  const alertId = selectedAlert.value;
  useEffect(() => tellSelection({ vesselId, alertId }), [vesselId, alertId]);

  useEffect(() => {
    const stopFollowing = followSelection();
    void firstPicture().then(() => knowZones(true));
    const stopNotes = followNotes();
    const unbind = bindKeys({
      d: toggleMeasuring,
      Backspace: undoMeasured,
      r: () => startReplay(),
      l: backToLive,
      f: () => togglePanel('filter'),
      g: () => seesNotes() && togglePanel('notes'),
      0: showAll,
      ...groupKeys,
      u: () => togglePanel('link'),
      p: () => selectedVessel.current !== undefined && togglePinned(selectedVessel.current),
      v: () => selectedVessel.current !== undefined && navigate(recordPath(selectedVessel.current)),
      Escape: () => {
        if (openPanel.value !== undefined) {
          openPanel.value = undefined;
          return;
        }
        if (shelving.peek() !== undefined || escalating.peek() !== undefined) {
          shelving.value = undefined;
          escalating.value = undefined;
          // Back to where the keys are commands.
          if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
          return;
        }
        if (measuring.peek()) {
          toggleMeasuring();
          return;
        }
        selectedZone.value = undefined;
        markedPlace.value = undefined;
        selectedAlert.value = undefined;
        navigate('/');
      },
    });
    return () => {
      unbind();
      stopFollowing();
      stopNotes();
      backToLive();
      mapIsReady(undefined);
    };
  }, []);

  const zone = selectedZone.value;
  const only = onlyPart.value;
  if (only === 'alerts') {
    return (
      <main class="console only">
        <AlertRail />
      </main>
    );
  }
  return (
    <main class={only ? 'console only' : 'console'}>
      <MapView
        selected={vesselId}
        zones={zoneList.value}
        tracks={tracks.shown}
        moment={moment}
        linked={linked}
        onReady={mapIsReady}
        onVessel={(id) => {
          selectedZone.value = undefined;
          navigate(id === undefined ? '/' : vesselPath(id));
        }}
        onZone={(id) => (selectedZone.value = zoneList.peek().find((zone) => zone.id === id))}
      />
      {zoneProblem.value && (
        <p class="map-problem" role="alert">
          {said(zoneProblem.value)}
        </p>
      )}
      {vesselId !== undefined && (
        <VesselCard
          key={vesselId}
          id={vesselId}
          track={tracks.selected}
          trackWanted={trackWanted.value}
          onTrack={() => (trackWanted.value = !trackWanted.value)}
        />
      )}
      {vesselId === undefined && zone && (
        <ZoneCard id={zone.id} zone={zone.properties} onClose={() => (selectedZone.value = undefined)} />
      )}
      <MapExport selected={vesselId} />
      {only === undefined && <AlertRail />}
    </main>
  );
}

/** 1 to 9 for the first saved groups. */
const groupKeys = Object.fromEntries(
  Array.from({ length: 9 }, (_, i) => [
    String(i + 1),
    () => {
      const group = vesselGroups.peek()[i];
      if (group) toggleGroup(group.id);
    },
  ]),
);

/** A link opens with the filter of whoever sent it; from then on the address says which one there is. */
function useFilterInAddress(): void {
  useEffect(() => {
    const sent = filterOf(currentAddress.peek());
    if (Object.keys(sent).length > 0) mapFilter.value = sent;
    const stopGroups = followGroups();
    const stopAddress = effect(() => navigate(withFilter(currentAddress.value, mapFilter.value), 'replace'));
    return () => {
      stopGroups();
      stopAddress();
    };
  }, []);
}

/** What the address of a link asks to be shown, taken out of it so that it does not outlive the first move of the map. */
function useLinkedView(): LinkedView | undefined {
  const linked = useRef(viewOf(currentAddress.peek())).current;
  useEffect(() => {
    if (linked?.tracks) pinnedTracks.value = linked.tracks.slice(0, MOST_PINNED);
    if (linked?.colouring) trackColouring.value = linked.colouring;
    navigate(withoutView(currentAddress.peek()), 'replace');
  }, []);
  return linked;
}

/** The time round which a track is asked for: that which is shown, in steps, so that playing does not ask for it anew. */
function around(moment: Moment | undefined): number | undefined {
  if (!replaying.value) return moment?.time;
  return trackDay.value;
}

const TRACK_STEP_MS = 6 * 3_600_000;
const trackDay = computed(() => Math.round(replayTime.value / TRACK_STEP_MS) * TRACK_STEP_MS);

function useMoment(moment: Moment | undefined): void {
  const { time, lon, lat } = moment ?? {};
  useEffect(() => {
    if (lon !== undefined && lat !== undefined) flyTo(lon, lat);
  }, [time, lon, lat]);
}

/** A permalink opens before the first snapshot is there: the map goes to the vessel once it is known. */
function useFirstFlight(vesselId: string | undefined): void {
  const wanted = useRef(vesselId);
  void identityVersion.value;
  useEffect(() => {
    if (wanted.current === undefined) return;
    if (wanted.current !== vesselId || flyToVessel(wanted.current)) wanted.current = undefined;
  });
}
