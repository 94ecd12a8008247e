/** Turns the sound of this screen on, and says when the browser blocks it. */
import type { JSX } from 'preact';
import { t } from '../i18n/t.ts';
import { soundBlocked, soundWanted, toggleSound } from './alarm-sound.ts';

export function SoundSwitch(): JSX.Element {
  const blocked = soundWanted.value && soundBlocked.value;
  const words = blocked ? 'sound.blocked' : soundWanted.value ? 'sound.off' : 'sound.on';
  return (
    <button
      type="button"
      class={blocked ? 'sound blocked' : 'sound'}
      aria-pressed={soundWanted.value}
      onClick={toggleSound}
      title={t(words)}
      aria-label={t(words)}
    >
      {t(blocked ? 'sound.blocked' : 'sound.short')}
    </button>
  );
}
