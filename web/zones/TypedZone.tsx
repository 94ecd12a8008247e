/** A new zone from a list of coordinates: for people without a mouse, and for those who copy from a decision on paper. */
import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { drawnFromText, type TypedFault } from './fresh.ts';
import { type Drawn, type Tool, tools } from './tools.ts';
import { z } from './words.ts';

export function TypedZone({ onMade }: { onMade: (drawn: Drawn) => void }): JSX.Element {
  const tool = useSignal<Tool>('polygon');
  const text = useSignal('');
  const fault = useSignal<TypedFault | undefined>(undefined);
  const make = (event: Event): void => {
    event.preventDefault();
    const made = drawnFromText(text.value, tool.value);
    fault.value = 'fault' in made ? made : undefined;
    if (!('fault' in made)) onMade(made);
  };
  return (
    <details class="typed-zone">
      <summary>{z('typed.title')}</summary>
      <form onSubmit={make}>
        <label class="field">
          <span>{z('typed.shape')}</span>
          <select value={tool.value} onChange={(event) => (tool.value = event.currentTarget.value as Tool)}>
            {tools.map((one) => (
              <option key={one} value={one}>
                {z(`draw.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <TypedPoints text={text} fault={fault.value} />
        <button type="submit">{z('typed.make')}</button>
      </form>
    </details>
  );
}

/** A list of positions to be typed, one a line, and what is wrong with it. */
export function TypedPoints({ text, fault }: { text: Signal<string>; fault: TypedFault | undefined }): JSX.Element {
  return (
    <>
      <label class="field">
        <span>{z('typed.points')}</span>
        <textarea
          name="points"
          rows={6}
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
      </label>
      {fault && (
        <p class="fault" role="alert">
          {fault.fault === 'few'
            ? z('typed.few', { n: fault.n })
            : z('typed.unreadable', { n: fault.n, text: fault.text })}
        </p>
      )}
    </>
  );
}
