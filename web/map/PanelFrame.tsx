/** The frame of a panel on the map: its title, and the ways to close it. */
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/t.ts';
import { openPanel } from './panels.ts';

export function PanelFrame({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  const panel = useRef<HTMLElement>(null);
  // At once: later it would take the keyboard from whatever somebody quick is in already.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const own = panel.current;
    own?.focus();
    return () => {
      // Somebody is elsewhere already.
      if (document.activeElement !== document.body && !own?.contains(document.activeElement)) return;
      const map = document.querySelector('.map-canvas');
      const back = before === document.body ? map : before;
      if (back instanceof HTMLElement) back.focus();
    };
  }, []);
  return (
    <section
      class="map-panel"
      ref={panel}
      tabIndex={-1}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        openPanel.value = undefined;
      }}
    >
      <header>
        <h2>{title}</h2>
        <button
          type="button"
          class="close"
          aria-label={t('action.close')}
          onClick={() => (openPanel.value = undefined)}
        >
          ×
        </button>
      </header>
      {children}
    </section>
  );
}
