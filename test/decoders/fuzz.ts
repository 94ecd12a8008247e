/**
 * Mutated input for every format: what a decoder must never do is throw, grow, or give a message for a sentence whose
 * checksum is wrong. Seeded, so that what it finds can be found again. `npm run fuzz -- RUNS [SEED]` runs it for long.
 */
import type { PositionColumns } from '../../decoders/ais/position-columns.ts';
import { createDecoder, type DecoderFormat, decoderFormats } from '../../decoders/registry.ts';
import { bytesOf } from './collect.ts';
import { framingVectors, payloadVectors, vmsVectors } from './vectors.ts';

interface FuzzResult {
  inputs: number;
  messages: number;
  rejected: number;
  /** What went wrong, with the input that did it. */
  faults: string[];
}

/** Anything a decoder remembers beyond this, in characters of JSON, has no bound that we know of. */
const MOST_STATE = 600_000;
/** Inputs between two looks at what a decoder remembers. */
const STATE_EVERY = 5000;

const seeds: Record<string, Uint8Array[]> = {
  nmea: [...framingVectors, ...payloadVectors].map(({ lines }) => bytesOf(`${lines.join('\r\n')}\r\n`)),
  vms: vmsVectors.map(({ raw }) => (/^([0-9a-f]{2})+$/i.test(raw) ? hexBytes(raw) : bytesOf(raw))),
};

/** Characters that mean something to one format or another. */
const telling = bytesOf('!$\\,*\r\n:;/%<>&"\'{}[]=-+.0Aa\0\x01\x1b\xff');

export function fuzz(runs: number, seed: number): FuzzResult {
  const random = generator(seed);
  const result: FuzzResult = { inputs: 0, messages: 0, rejected: 0, faults: [] };
  const fuzzers = decoderFormats.flatMap((format) => [true, false].map((asRows) => new Fuzzer(format, asRows, result)));
  const nmea = fuzzers.filter(({ format }) => format === 'nmea');
  while (result.inputs < runs && result.faults.length === 0) {
    const pool = random() < 0.7 ? seeds.nmea! : seeds.vms!;
    const input = mutated(pool, random);
    const suited = pick(random() < 0.5 ? nmea : fuzzers, random);
    suited.push(input, random() < 0.2);
    result.inputs++;
  }
  return result;
}

class Fuzzer {
  readonly format: DecoderFormat;
  private readonly asRows: boolean;
  private readonly result: FuzzResult;
  private decoder;
  private time = Date.UTC(2024, 0, 1);
  private pushed = 0;

  constructor(format: DecoderFormat, asRows: boolean, result: FuzzResult) {
    this.format = format;
    this.asRows = asRows;
    this.result = result;
    this.decoder = this.fresh();
  }

  push(input: Uint8Array, whole: boolean): void {
    this.time += 40;
    try {
      this.decoder.push(input, this.time, whole);
      if (++this.pushed % STATE_EVERY === 0) this.look();
    } catch (error) {
      this.fault(error instanceof Error ? (error.stack ?? error.message) : String(error), input);
      this.decoder = this.fresh();
    }
    if (this.format === 'nmea') this.single(input);
  }

  /** By itself, so that every message can be traced to sentences whose checksum is right. */
  private single(input: Uint8Array): void {
    const [messages, asRows] = [this.count(input, false), this.count(input, true)];
    const right = rightSentences(input);
    if (messages > right) this.fault(`${messages} messages from ${right} sentences with a right checksum`, input);
    if (asRows !== messages) this.fault(`${messages} messages, and ${asRows} when positions are rows`, input);
  }

  private count(input: Uint8Array, asRows: boolean): number {
    let messages = 0;
    const positions = ({ count }: PositionColumns): void => {
      messages += count;
    };
    const sink = { message: () => messages++, rejected: () => {} };
    const decoder = createDecoder('nmea', asRows ? { ...sink, positions } : sink);
    decoder.push(input, this.time, true);
    return messages;
  }

  private look(): void {
    const state = JSON.stringify(this.decoder.save());
    if (state.length > MOST_STATE) this.fault(`remembers ${state.length} characters`, new Uint8Array());
    const next = this.fresh();
    next.restore(JSON.parse(state));
    this.decoder = next;
  }

  private fresh() {
    const { result } = this;
    const positions = ({ count }: PositionColumns): void => {
      result.messages += count;
    };
    const sink = { message: () => result.messages++, rejected: () => result.rejected++ };
    return createDecoder(this.format, this.asRows ? { ...sink, positions } : sink);
  }

  private fault(what: string, input: Uint8Array): void {
    const text = JSON.stringify(String.fromCharCode(...input.subarray(0, 4000)));
    this.result.faults.push(`${this.format}: ${what}\n${text}`);
  }
}

/** Sentences of `input` whose checksum holds, by the plainest reading of the standard. */
function rightSentences(input: Uint8Array): number {
  const text = Array.from(input, (byte) => String.fromCharCode(byte)).join('');
  let count = 0;
  for (const [, body, sum] of text.matchAll(/!([^!$\r\n*]*)\*([0-9A-Fa-f]{2})/g)) {
    let xor = 0;
    for (const character of body!) xor ^= character.charCodeAt(0);
    if (xor === Number.parseInt(sum!, 16)) count++;
  }
  return count;
}

function mutated(pool: readonly Uint8Array[], random: () => number): Uint8Array {
  let bytes = Array.from(pick(pool, random));
  if (random() < 0.2) bytes = bytes.concat(Array.from(pick(pool, random)));
  const changes = Math.floor(random() * 4);
  for (let i = 0; i < changes; i++) mutate(bytes, random);
  return Uint8Array.from(bytes);
}

function mutate(bytes: number[], random: () => number): void {
  const at = Math.floor(random() * bytes.length);
  const kind = Math.floor(random() * 6);
  if (kind === 0) bytes[at] = Math.floor(random() * 256);
  else if (kind === 1) bytes[at] = pick(telling, random);
  else if (kind === 2) bytes.splice(at, 1 + Math.floor(random() * 8));
  else if (kind === 3)
    bytes.splice(at, 0, ...Array.from({ length: 1 + Math.floor(random() * 8) }, () => pick(telling, random)));
  else if (kind === 4) bytes.splice(at, 0, ...bytes.slice(at, at + Math.floor(random() * 60)));
  else bytes[at] = bytes[at]! ^ (1 << Math.floor(random() * 8));
}

function pick<T>(list: ArrayLike<T>, random: () => number): T {
  return list[Math.floor(random() * list.length)]!;
}

/** Park and Miller's minimal standard generator. */
function generator(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return (state - 1) / 2147483646;
  };
}

function hexBytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g)!, (pair) => Number.parseInt(pair, 16));
}
