/**
 * Playing the fleet's past on the map: what is shown instead of the live picture, at which time, how fast. Moments are asked for
 * two seconds of playing apart and kept a while, so that going back over the same stretch asks for nothing.
 */
import { batch, computed, signal } from '@preact/signals';
import type { ReplayMoment } from '../../server/api/replay.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { readMoment } from '../api/resources.ts';
import { alerts, identity, serverNow, vessels } from '../live/picture.ts';
import type { VesselStore } from '../map/VesselStore.ts';
import { ReplayFleet } from './moments.ts';
import type { PastAlerts } from './past-alerts.ts';

export const SPEEDS = [1, 10, 60, 300, 600, 1800, 3600] as const;
const USUAL_SPEED = 300;
/** Of playing between two moments. */
const STEP_PLAYED_MS = 2000;
/** Finer makes no difference to what reports every few minutes. */
const LEAST_STEP_MS = 60_000;
const MOST_KEPT = 60;
/** How often the screens hear of the time; the map itself follows every frame. */
const TELL_MS = 200;
const BACK_MS = 2 * 3_600_000;

interface MapBox {
  west: number;
  south: number;
  east: number;
  north: number;
}

export const replaying = signal(false);
/** Epoch ms that is shown. */
export const replayTime = signal(0);
/** Grows whenever the screens are told: the time may be the same while the places that belong to it have come. */
export const replayVersion = signal(0);
export const isPlaying = signal(false);
export const replaySpeed = signal<number>(USUAL_SPEED);
/** What is shown is not yet there for this time. */
export const isLoading = signal(false);
export const replayProblem = signal<Sentence | undefined>(undefined);

let fleet = new ReplayFleet(identity);
let time = 0;
let toldAt = 0;
let lastFrame = 0;
let frame = 0;
let kept = new Map<number, Promise<ReplayMoment>>();
let box: MapBox | undefined;
let pastAlerts: PastAlerts | undefined;
let asked = 0;

/** The fleet that screens show, and the time that they show it at. */
interface ShownFleet {
  store: VesselStore;
  /** Epoch ms. */
  now(): number;
  live: boolean;
}
const live: ShownFleet = { store: vessels, now: serverNow, live: true };
export const shownFleet = computed<ShownFleet>(() =>
  replaying.value ? { store: fleet.store, now: () => time, live: false } : live,
);

/** @param at epoch ms to begin at; two hours ago without it */
export function startReplay(at = serverNow() - BACK_MS): void {
  if (replaying.value) return;
  fleet = new ReplayFleet(identity);
  kept = new Map();
  pastAlerts = undefined;
  batch(() => {
    replayProblem.value = undefined;
    isPlaying.value = false;
    replaying.value = true;
  });
  lastFrame = 0;
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(onFrame);
  seek(at);
}

/** Back to the live picture. */
export function backToLive(): void {
  cancelAnimationFrame(frame);
  batch(() => {
    isPlaying.value = false;
    isLoading.value = false;
    replaying.value = false;
  });
}

export function togglePlaying(): void {
  if (!replaying.value) return;
  isPlaying.value = !isPlaying.value;
  // What it stands at is told now: while it plays screens hear of the time only now and then.
  if (!isPlaying.value) tell(true);
}

/** Goes to a time, and shows it as soon as it is known. @param to epoch ms */
export function seek(to: number): void {
  time = Math.min(to, serverNow());
  tell(true);
  void load();
}

/** Reads on while what is shown needs it: the rings come as soon as they are known. */
async function knowAlerts(): Promise<void> {
  const mine = fleet;
  try {
    // Not with the first visit, which has its budget.
    const module = await import('./past-alerts.ts');
    if (mine !== fleet) return;
    pastAlerts ??= new module.PastAlerts();
    await pastAlerts.know(time, () => mine === fleet && tell(true));
  } catch (error) {
    replayProblem.value = sentenceFor(error);
  }
}

export function setSpeed(speed: number): void {
  replaySpeed.value = speed;
  void load();
}

/** Faster or slower by one step. */
export function changeSpeed(by: 1 | -1): void {
  const at = SPEEDS.indexOf(replaySpeed.value as (typeof SPEEDS)[number]) + by;
  const speed = SPEEDS[at];
  if (speed !== undefined) setSpeed(speed);
}

/** The map shows another part of the sea: what was asked for does not reach there. */
export function lookAt(seen: MapBox): void {
  const covers = box && seen.west >= box.west && seen.east <= box.east && seen.south >= box.south;
  if (covers && seen.north <= box!.north) return;
  const [width, height] = [(seen.east - seen.west) / 2, (seen.north - seen.south) / 2];
  const isWhole = seen.east - seen.west + 2 * width >= 360;
  const [west, east] = isWhole ? [-180, 180] : [seen.west - width, seen.east + width];
  box = { west, east, south: Math.max(-90, seen.south - height), north: Math.min(90, seen.north + height) };
  kept = new Map();
  if (replaying.value) void load();
}

function stepMs(): number {
  return Math.max(LEAST_STEP_MS, replaySpeed.value * STEP_PLAYED_MS);
}

/** The moments round the time, and the one that comes next. */
async function load(): Promise<void> {
  const step = stepMs();
  const start = Math.floor(time / step) * step;
  const mine = ++asked;
  isLoading.value = true;
  void knowAlerts();
  try {
    const [from, to] = await Promise.all([momentAt(start), momentAt(start + step)]);
    if (mine !== asked || !replaying.value) return;
    fleet.between(from, to);
    batch(() => {
      isLoading.value = false;
      replayProblem.value = undefined;
    });
    show();
    void momentAt(start + 2 * step).catch(() => {});
  } catch (error) {
    if (mine !== asked) return;
    batch(() => {
      isLoading.value = false;
      isPlaying.value = false;
      replayProblem.value = sentenceFor(error);
    });
  }
}

/** Nobody has been anywhere in the future: the last moment is the present, and is not kept. */
function momentAt(at: number): Promise<ReplayMoment> {
  const known = kept.get(at);
  if (known) return known;
  const now = serverNow();
  const reading = readMoment(Math.min(at, now), box);
  if (at > now) return reading;
  kept.set(at, reading);
  reading.catch(() => kept.delete(at));
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return reading;
}

function onFrame(at: number): void {
  frame = requestAnimationFrame(onFrame);
  const passed = lastFrame === 0 ? 0 : at - lastFrame;
  lastFrame = at;
  if (!isPlaying.value) return;
  const end = fleet.to?.time ?? time;
  const wanted = time + passed * replaySpeed.value;
  // Not beyond what is known: it waits there.
  time = Math.min(wanted, end);
  if (time >= serverNow() - LEAST_STEP_MS) isPlaying.value = false;
  if (wanted >= end && !isLoading.value) void load();
  show();
}

const frameListeners = new Set<() => void>();

/** Told whenever the fleet of the replay stands elsewhere. Returns the way to end it. */
export function onReplayFrame(listener: () => void): () => void {
  frameListeners.add(listener);
  return () => void frameListeners.delete(listener);
}

function show(): void {
  fleet.advance(time);
  for (const listener of frameListeners) listener();
  tell(false);
}

function tell(now: boolean): void {
  const at = performance.now();
  if (!now && isPlaying.value && at - toldAt < TELL_MS) return;
  toldAt = at;
  fleet.store.setAlarms(pastAlerts?.at(time, alerts.peek().values()) ?? new Map());
  batch(() => {
    replayTime.value = time;
    replayVersion.value++;
  });
}
