/** The vectors of test/fixtures/vectors. */
import { readFileSync } from 'node:fs';

export interface PayloadVector {
  id: string;
  layer: 'payload';
  case: string;
  lines: string[];
  expect: Record<string, number | string | boolean | null> & { type: number; mmsi: number };
  /** Decoders that give something else, and what. */
  differ?: Record<string, string[]>;
}

export interface FramingVector {
  id: string;
  layer: 'framing';
  case: string;
  lines: string[];
  expect: {
    messages: Record<string, number | string | boolean | null>[];
    errors?: string[];
    meta?: Record<string, number | string | boolean>;
  };
}

interface VmsVector {
  id: string;
  format: string;
  raw: string;
  note?: string;
  expect: Record<string, number | string>;
}

function read<T>(name: string): T[] {
  const text = readFileSync(new URL(`../fixtures/vectors/${name}`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

const ais = read<PayloadVector | FramingVector>('ais.jsonl');
export const payloadVectors = ais.filter((vector): vector is PayloadVector => vector.layer === 'payload');
export const framingVectors = ais.filter((vector): vector is FramingVector => vector.layer === 'framing');
export const vmsVectors = read<VmsVector>('vms.jsonl');
