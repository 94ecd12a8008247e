/** What the crash test's process is given: a zone, a rule, two boats that go out over a line and come back, an answer to the alert. */
import type { Entry } from '../../../server/models/entry.ts';
import { nafPosition } from '../../naf-position.ts';

export const SEGMENT_BYTES = 1200;
const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 1);
const STEPS = 5;

interface Input {
  /** Epoch ms. */
  at: number;
  act?: Entry;
  naf?: string;
  /** Acknowledge the newest alert. */
  acknowledge?: boolean;
}

export const feed = { name: 'crash', url: 'test://crash', format: 'naf' as const };

const ours = {
  type: 'Polygon' as const,
  coordinates: [
    [
      [108, 16],
      [110, 16],
      [110, 17],
      [108, 17],
      [108, 16],
    ],
  ],
};

function document(name: 'zones' | 'rules', body: unknown): Input {
  return { at: START, act: { type: 'document', name, body, by: 'test' } };
}

function position(boat: number, step: number): Input {
  const time = START + step * 20 * MINUTE;
  const lat = (16.6 + 0.3 * Math.min(step, STEPS - step) + boat / 1000).toFixed(4);
  const naf = `${nafPosition(`QNa-${91000 + boat}-TS`, time, { lat, lon: 108.9 })}\r\n`;
  return { at: time + 1000, naf };
}

export const inputs: Input[] = [
  document('zones', {
    type: 'FeatureCollection',
    features: [{ type: 'Feature', id: 'ours', geometry: ours, properties: { kind: 'test', name: 'Vùng thử' } }],
  }),
  document('rules', [{ id: 'out', kind: 'zone-exit', zones: ['ours'], params: { confirm: 1, confirmMinutes: 0 } }]),
  ...Array.from({ length: STEPS }, (_, step) => [position(0, step), position(1, step)]).flat(),
  { at: START, acknowledge: true },
];
