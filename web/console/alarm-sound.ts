/**
 * The sound of alerts that wait: one timbre a priority; the most urgent repeats until it is silenced or taken up (ui.md §3).
 * A browser lets a page sound only after somebody has pressed something in it.
 */
import { computed, effect, signal } from '@preact/signals';
import { alerts } from '../live/picture.ts';
import { isWaiting } from './alert-states.ts';

const STORED = 'haidang.sound';
/** P1 is heard again after this. */
const REPEAT_MS = 5000;
/** By priority: tones in Hz and how long each lasts, seconds. */
const TIMBRES: Record<number, { tones: number[]; seconds: number; type: OscillatorType }> = {
  1: { tones: [880, 660, 880, 660], seconds: 0.18, type: 'square' },
  2: { tones: [660, 880], seconds: 0.2, type: 'triangle' },
  3: { tones: [520], seconds: 0.25, type: 'sine' },
};
const VOLUME = 0.15;

export const soundWanted = signal(globalThis.localStorage?.getItem(STORED) === 'on');
export const soundBlocked = signal(false);

/** Priority of the gravest alert that waits and that nobody has silenced. */
const sounding = computed(() => {
  let gravest: number | undefined;
  for (const alert of alerts.value.values()) {
    if (!isWaiting(alert) || alert.response.silencedAt !== undefined) continue;
    gravest = Math.min(gravest ?? 4, alert.occurrence.priority);
  }
  return gravest;
});

let audio: AudioContext | undefined;

/** From a press: turns the sound of this screen on or off. */
export function toggleSound(): void {
  soundWanted.value = !soundWanted.value || soundBlocked.value;
  globalThis.localStorage?.setItem(STORED, soundWanted.value ? 'on' : 'off');
  if (!soundWanted.value) return;
  audio ??= new AudioContext();
  void audio.resume().then(() => {
    soundBlocked.value = false;
    play(3);
  });
}

function play(priority: number): void {
  const timbre = TIMBRES[priority];
  if (!timbre || !audio) return;
  const { tones, seconds, type } = timbre;
  for (const [n, hertz] of tones.entries()) {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    tone.type = type;
    tone.frequency.value = hertz;
    volume.gain.value = VOLUME;
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + n * seconds);
    tone.stop(audio.currentTime + (n + 0.85) * seconds);
  }
}

/** Follows the alerts. Returns the way to end it. */
export function startSound(): () => void {
  if (soundWanted.value) audio ??= new AudioContext();
  // Without a press before, the browser keeps it silent: the officer must know.
  soundBlocked.value = soundWanted.value && audio?.state === 'suspended';
  let heard = new Set<string>();
  const stop = effect(() => {
    const waiting = [...alerts.value.values()].filter((one) => isWaiting(one) && one.response.silencedAt === undefined);
    const fresh = waiting.filter(({ id, occurrence }) => !heard.has(`${id} ${occurrence.priority}`));
    heard = new Set(waiting.map(({ id, occurrence }) => `${id} ${occurrence.priority}`));
    if (soundWanted.value && fresh.length > 0) play(Math.min(...fresh.map(({ occurrence }) => occurrence.priority)));
  });
  const timer = setInterval(() => {
    if (soundWanted.value && sounding.value === 1) play(1);
  }, REPEAT_MS);
  return () => {
    clearInterval(timer);
    stop();
  };
}
