import { createDecoder } from '../../decoders/registry.ts';
import type { ColumnMap } from '../../decoders/tables/column-map.ts';
import { checkColumnMap } from '../../decoders/tables/column-map.ts';
import type { TableMessage } from '../../decoders/tables/row.ts';
import { Collector, NOW } from './collect.ts';

export function read(input: string | Uint8Array, map?: ColumnMap) {
  const collector = new Collector();
  const decoder = createDecoder('csv', collector, { columns: map });
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  decoder.push(bytes, NOW);
  decoder.end(NOW);
  const messages = collector.messages.map(({ message }) => message as TableMessage);
  return { messages, rejections: collector.rejections, stats: decoder.stats, findings: decoder.findings! };
}

export const reasons = (input: string | Uint8Array, map?: ColumnMap) =>
  read(input, map).rejections.map(({ reason }) => reason);

export function mapOf(changes: object): ColumnMap {
  const checked = checkColumnMap(changes);
  if ('faults' in checked) throw new Error(JSON.stringify(checked.faults));
  return checked.map;
}

export const header = 'id,time,lat,lon\n';
export const row = 'TS1,2026-03-01 01:15:30,15.5,108.6\n';
