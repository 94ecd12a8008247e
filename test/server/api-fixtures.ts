/** What several tests of the interface need. */
import type { SystemStatus } from '../../server/live/protocol.ts';

/** A square off the coast that nobody may enter: 108–109° E, 15–16° N. */
export const closedSquare = {
  type: 'Feature',
  id: 'closed-1',
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [108, 15],
        [109, 15],
        [109, 16],
        [108, 16],
        [108, 15],
      ],
    ],
  },
  properties: { name: 'Vùng cấm', nameEn: 'Closed area', kind: 'closed', version: 1, source: 'test' },
} as const;
export const closedZones = { type: 'FeatureCollection', features: [closedSquare] };
/** Told at the first fix inside. */
export const noEntry = { id: 'no-entry', kind: 'zone-enter', zones: ['closed-1'], params: { confirm: 1 }, priority: 2 };

/** The smallest picture. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export function systemStatus(): SystemStatus {
  return {
    demo: true,
    time: 5000,
    startedAt: 1000,
    version: '0.0.0',
    journal: { bytes: 0, healthy: true },
    store: {},
    behindBytes: 0,
    outbox: { queued: 0, failed: 0 },
    vessels: 2,
    feeds: [],
  };
}
