/** What several tests of the interface need. */
import type { SystemStatus } from '../../server/live/protocol.ts';

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
