/** A hole from a list of coordinates: for people without a mouse, and for those who copy from a decision on paper. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Zone } from '../../geofences/types.ts';
import { positionsFromText, type TypedFault } from './fresh.ts';
import { withHole } from './holes.ts';
import { TypedPoints } from './TypedZone.tsx';
import { z } from './words.ts';

const LEAST_CORNERS = 3;

export function TypedHole({ zone, onChange }: { zone: Zone; onChange: (zone: Zone) => void }): JSX.Element {
  const text = useSignal('');
  const fault = useSignal<TypedFault | undefined>(undefined);
  const isBeside = useSignal(false);
  const cut = (event: Event): void => {
    event.preventDefault();
    const positions = positionsFromText(text.value, LEAST_CORNERS);
    fault.value = 'fault' in positions ? positions : undefined;
    if ('fault' in positions) return;
    const after = withHole(zone, positions);
    isBeside.value = !after;
    if (!after) return;
    text.value = '';
    onChange(after);
  };
  return (
    <details class="typed-zone">
      <summary>{z('hole.typed')}</summary>
      <form onSubmit={cut}>
        <TypedPoints text={text} fault={fault.value} />
        {isBeside.value && (
          <p class="fault" role="alert">
            {z('hole.beside')}
          </p>
        )}
        <button type="submit">{z('hole.cut')}</button>
      </form>
    </details>
  );
}
