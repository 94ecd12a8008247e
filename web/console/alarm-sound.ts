/**
 * The sound of alerts that wait: one timbre a priority; the most urgent repeats until it is silenced or taken up (ui.md §3).
 * A browser lets a page sound only after somebody has pressed something in it.
 */
import { computed, effect, signal } from '@preact/signals';
import { alerts } from '../live/picture.ts';
import { freshIn, type Known, knownOf } from './alert-news.ts';
import { isAudible } from './alert-states.ts';
import { takeTurns } from './sound-turn.ts';

const STORED = 'haidang.sound';
/** P1 is heard again after this; of a flood of others one sound is heard in it, unless a graver one comes. */
const REPEAT_MS = 5000;
const LOOK_MS = 500;
/** By priority: tones in Hz and how long each lasts, seconds. */
const TIMBRES: Record<number, { tones: number[]; seconds: number; type: OscillatorType }> = {
  1: { tones: [880, 660, 880, 660], seconds: 0.18, type: 'square' },
  2: { tones: [660, 880], seconds: 0.2, type: 'triangle' },
  3: { tones: [520], seconds: 0.25, type: 'sine' },
};
const VOLUME = 0.15;

export const soundWanted = signal(globalThis.localStorage?.getItem(STORED) === 'on');
export const soundBlocked = signal(false);

/** The gravest alert that waits and that nobody has silenced. */
export const sounding = computed(() => freshIn(alerts.value.values(), new Map(), isAudible)[0]);

let audio: AudioContext | undefined;

/** From a press: turns the sound of this browser's windows on or off. */
export function toggleSound(): void {
  soundWanted.value = !soundWanted.value || soundBlocked.value;
  globalThis.localStorage?.setItem(STORED, soundWanted.value ? 'on' : 'off');
  if (soundWanted.value) unblock(() => play(sounding.peek()?.occurrence.priority ?? 3));
}

/** Within a press. */
function unblock(then?: () => void): void {
  audio ??= new AudioContext();
  void audio.resume().then(() => {
    soundBlocked.value = false;
    then?.();
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

/** Follows the alerts, whatever page or part is shown; of several windows one sounds. Returns the way to end it. */
export function startSound(): () => void {
  if (soundWanted.value) audio ??= new AudioContext();
  // Without a press before, the browser keeps it silent: the officer must know.
  soundBlocked.value = soundWanted.value && audio?.state === 'suspended';
  const onPress = ({ target }: Event): void => {
    // The switch itself answers its own press.
    if (target instanceof Element && target.closest('.sound')) return;
    if (soundWanted.peek() && soundBlocked.peek()) unblock();
  };
  const onStored = ({ key, newValue }: StorageEvent): void => {
    if (key === STORED) soundWanted.value = newValue === 'on';
  };
  addEventListener('storage', onStored);
  addEventListener('pointerdown', onPress);
  addEventListener('keydown', onPress);
  const turn = takeTurns(() => soundWanted.value && !soundBlocked.value);
  let known: Known = new Map();
  let unheard: number | undefined;
  let soundedAt = 0;
  let sounded = 0;
  const sound = (): void => {
    if (unheard === undefined) return;
    if (turn.isOurs.peek()) play(unheard);
    sounded = unheard;
    unheard = undefined;
    soundedAt = Date.now();
  };
  const stop = effect(() => {
    const current = [...alerts.value.values()];
    const gravest = freshIn(current, known, isAudible)[0]?.occurrence.priority;
    known = knownOf(current, isAudible);
    if (gravest === undefined) return;
    unheard = Math.min(unheard ?? gravest, gravest);
    if (unheard === 1 || unheard < sounded) sound();
  });
  const timer = setInterval(() => {
    if (Date.now() - soundedAt < REPEAT_MS) return;
    if (sounding.value?.occurrence.priority === 1) unheard = 1;
    sound();
  }, LOOK_MS);
  return () => {
    removeEventListener('storage', onStored);
    removeEventListener('pointerdown', onPress);
    removeEventListener('keydown', onPress);
    clearInterval(timer);
    stop();
    turn.end();
  };
}
