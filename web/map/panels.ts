/** Which panel stands on the map: one at a time, so that none covers another. */
import { signal } from '@preact/signals';

export type MapPanel = 'filter' | 'notes' | 'layers' | 'link';

export const openPanel = signal<MapPanel | undefined>(undefined);

export function togglePanel(panel: MapPanel): void {
  openPanel.value = openPanel.value === panel ? undefined : panel;
}
