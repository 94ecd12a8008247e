/** Tracks that are on the map: of the selected vessel and of those that somebody pinned, with what happened on them. */
import { computed, signal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Fix } from '../../geofences/fix.ts';
import type { Alert } from '../../server/models/alert.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { readTrack, readVesselAlerts } from '../api/resources.ts';
import { zoneList } from '../console/focus.ts';
import { said } from '../i18n/t.ts';
import { identity, identityVersion, positionVersion, vessels } from '../live/picture.ts';
import type { ShownTrack } from '../map/TrackLayer.ts';
import { cutTrack, leastGapMin, placeOnTrack, type Track } from '../map/track.ts';
import { shapeOf, type TrackEvent } from '../map/track-events.ts';
import type { TrackColouring } from '../map/track-style.ts';
import { DEFAULT_INTERVAL_MIN } from '../map/VesselStore.ts';
import { withLivePosition } from './live-end.ts';

/** As many as there are hues: two lines of one colour nobody tells apart. */
export const MOST_PINNED = 6;

interface Held {
  /** Epoch ms that it was asked for round; undefined for the newest. */
  around: number | undefined;
  fixes: Fix[];
  alerts: Alert[];
  track: Track;
}

export const trackColouring = signal<TrackColouring>('plain');
/** Vessel ids, in the order in which they were pinned. */
export const pinnedTracks = signal<readonly string[]>([]);
const zoneKinds = computed(() => new Map(zoneList.value.map(({ id, properties }) => [id, properties.kind])));
const held = signal<ReadonlyMap<string, Held>>(new Map());
const problems = signal<ReadonlyMap<string, Sentence>>(new Map());

export function togglePinned(id: string): void {
  const pins = pinnedTracks.value;
  if (pins.includes(id)) pinnedTracks.value = pins.filter((pin) => pin !== id);
  else if (pins.length < MOST_PINNED) pinnedTracks.value = [...pins, id];
}

/** Its track could not be read, and the map knows no vessel of this id. */
export function isUnseen(id: string): boolean {
  return problems.value.has(id) && identity(id) === undefined;
}

export interface TrackState {
  track: Track | undefined;
  events: readonly TrackEvent[];
  problem: Sentence | undefined;
}

interface Tracks {
  shown: ShownTrack[];
  /** Of the selected vessel. */
  selected: TrackState;
}

/** @param selected vessel whose track is wanted, if any @param around epoch ms; the newest two days without it */
export function useTracks(selected: string | undefined, around: number | undefined): Tracks {
  const pins = pinnedTracks.value;
  const ids = selected === undefined || pins.includes(selected) ? [...pins] : [selected, ...pins];
  const key = ids.join(' ');
  useEffect(() => {
    const abort = new AbortController();
    held.value = new Map([...held.peek()].filter(([id]) => ids.includes(id)));
    for (const id of ids) {
      const known = held.peek().get(id);
      if (!known || known.around !== around) void load(id, around, abort.signal);
    }
    return () => abort.abort();
  }, [key, around]);
  useSignalEffect(() => {
    void positionVersion.value;
    if (around === undefined) followLive();
  });
  void identityVersion.value;
  const shown = ids.flatMap((id): ShownTrack[] => {
    const one = held.value.get(id);
    if (!one || one.around !== around) return [];
    const pin = pins.indexOf(id);
    const name = identity(id)?.label ?? id;
    return [
      {
        track: one.track,
        events: eventsOf(one),
        colouring: trackColouring.value,
        name,
        hue: pin < 0 ? undefined : pin,
      },
    ];
  });
  const own = selected === undefined ? undefined : held.value.get(selected);
  const isOwn = own !== undefined && own.around === around;
  return {
    shown,
    selected: {
      track: isOwn ? own.track : undefined,
      events: isOwn ? eventsOf(own) : [],
      problem: selected === undefined ? undefined : problems.value.get(selected),
    },
  };
}

async function load(id: string, around: number | undefined, abort: AbortSignal): Promise<void> {
  try {
    const [fixes, alerts] = await Promise.all([
      readTrack(id, leastGapMin(intervalMin(id)), abort, around),
      readVesselAlerts(id, abort),
    ]);
    put(id, { around, fixes, alerts, track: cut(id, fixes) });
    problems.value = without(problems.value, id);
  } catch (error) {
    if (!abort.aborted) problems.value = new Map(problems.value).set(id, sentenceFor(error));
  }
}

/** What has come since the track was read stands at its end. */
function followLive(): void {
  for (const [id, one] of held.peek()) {
    const slot = vessels.slotOf(id);
    const fixes = slot === undefined ? one.fixes : withLivePosition(one.fixes, vessels, slot);
    if (fixes !== one.fixes) put(id, { ...one, fixes, track: cut(id, fixes) });
  }
}

function cut(id: string, fixes: readonly Fix[]): Track {
  return cutTrack(fixes, intervalMin(id));
}

function intervalMin(id: string): number {
  return identity(id)?.expectedIntervalMin ?? DEFAULT_INTERVAL_MIN;
}

function put(id: string, one: Held): void {
  held.value = new Map(held.peek()).set(id, one);
}

function without<T>(map: ReadonlyMap<string, T>, id: string): ReadonlyMap<string, T> {
  if (!map.has(id)) return map;
  const rest = new Map(map);
  rest.delete(id);
  return rest;
}

/** Those that lie on the track; what was taken back is none. */
function eventsOf({ track, alerts }: Held): TrackEvent[] {
  return alerts.flatMap((alert): TrackEvent[] => {
    const { kind, zoneId, raisedAt, priority, state } = alert.occurrence;
    const place = state === 'retracted' ? undefined : placeOnTrack(track, raisedAt);
    if (!place) return [];
    // A log event rings nobody: it has no priority to show.
    const shape = shapeOf(kind, zoneId === undefined ? undefined : zoneKinds.value.get(zoneId));
    return [{ ...place, shape, priority: alert.caseId === '' ? 0 : priority, words: said(alert.text) }];
  });
}
