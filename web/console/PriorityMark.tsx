/** Priority by colour, shape, letter and words at once; nothing else on the screen uses these four hues. */
import type { JSX } from 'preact';
import type { Priority } from '../../geofences/types.ts';
import { type Key, t } from '../i18n/t.ts';

const NAMES: Record<Priority, Key> = { 1: 'priority.1', 2: 'priority.2', 3: 'priority.3', 4: 'priority.4' };
/** Octagon, diamond, square, circle on a 24×24 field. */
const SHAPES: Record<Priority, string> = {
  1: 'M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z',
  2: 'M12 .5 23.5 12 12 23.5.5 12z',
  3: 'M2 2h20v20H2z',
  4: 'M12 1a11 11 0 1 1 0 22 11 11 0 0 1 0-22z',
};

export function PriorityMark({ priority }: { priority: Priority }): JSX.Element {
  return (
    <span class={`priority p${priority}`}>
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
        <path d={SHAPES[priority]} />
        <text x="12" y="16" text-anchor="middle">
          P{priority}
        </text>
      </svg>
      <span class="name">{t(NAMES[priority])}</span>
    </span>
  );
}
