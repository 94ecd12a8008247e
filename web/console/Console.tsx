/** The officer's page: map, alerts, and the card of what is selected. */
import { computed, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { said } from '../i18n/t.ts';
import { identityVersion } from '../live/picture.ts';
import { MapView } from '../map/MapView.tsx';
import { toggleMeasuring, undoMeasured } from '../measure/measure.ts';
import { backToLive, replaying, replayTime, startReplay } from '../replay/replay.ts';
import { togglePinned, useTracks } from '../tracks/tracks.ts';
import { bindKeys } from '../ui/keys.ts';
import { type Moment, navigate, vesselPath } from '../ui/router.ts';
import { AlertRail } from './AlertRail.tsx';
import {
  flyTo,
  flyToVessel,
  knowZones,
  mapIsReady,
  markedPlace,
  selectedAlert,
  selectedZone,
  zoneList,
  zoneProblem,
} from './focus.ts';
import { MapExport } from './MapExport.tsx';
import { VesselCard } from './VesselCard.tsx';
import { ZoneCard } from './ZoneCard.tsx';

export interface ConsoleProps {
  vesselId: string | undefined;
  /** Somebody wants to see the vessel as it was then. */
  moment: Moment | undefined;
}

export function Console({ vesselId, moment }: ConsoleProps): JSX.Element {
  const trackWanted = useSignal(true);
  const tracks = useTracks(trackWanted.value ? vesselId : undefined, around(moment));
  const selectedVessel = useRef(vesselId);
  selectedVessel.current = vesselId;
  useFirstFlight(moment ? undefined : vesselId);
  useMoment(moment);

  useEffect(() => {
    void knowZones(true);
    const unbind = bindKeys({
      d: toggleMeasuring,
      Backspace: undoMeasured,
      r: () => startReplay(),
      l: backToLive,
      p: () => selectedVessel.current !== undefined && togglePinned(selectedVessel.current),
      Escape: () => {
        selectedZone.value = undefined;
        markedPlace.value = undefined;
        selectedAlert.value = undefined;
        navigate('/');
      },
    });
    return () => {
      unbind();
      backToLive();
      mapIsReady(undefined);
    };
  }, []);

  const zone = selectedZone.value;
  return (
    <main class="console">
      <MapView
        selected={vesselId}
        zones={zoneList.value}
        tracks={tracks.shown}
        moment={moment}
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
      <MapExport />
      <AlertRail />
    </main>
  );
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
