/** The live picture for programs of partners: server-sent events, resumed by `Last-Event-ID`. Knows no express and no person. */
import type { Alert } from '../models/alert.ts';
import type { LiveClient } from './connection.ts';
import type { Frame, Hello, IdentityRow, PositionRow, Snapshot, SourceCode } from './protocol.ts';

/** As much of a response as a stream needs. */
interface EventSink {
  write(text: string): boolean;
  end(text: string): void;
  /** Bytes handed over and not yet taken by the network. */
  readonly writableLength: number;
}

/** A position as a program reads it; what is not available is absent. */
interface StreamedPosition {
  vesselId: string;
  label: string;
  registration?: string;
  mmsi?: number;
  /** Degrees WGS84, on a grid of 1e-5°. */
  lon: number;
  lat: number;
  speedKn?: number;
  courseDeg?: number;
  headingDeg?: number;
  /** Epoch ms. */
  fixTime: number;
  source: 'ais' | 'vms' | 'manual';
}

/** Proxies cut a silent line after a minute or less. */
const heartbeatMs = 15_000;
const sources = ['ais', 'vms', 'manual'] as const satisfies Record<SourceCode, string>;

/** Where a stream stood: what `Last-Event-ID` brings back. @returns an empty hello, which is answered with everything, when it is none of ours */
export function helloOf(lastEventId: string | undefined): Hello {
  const [, epoch, seq, alertSeq] = /^([\w-]{1,64}):(\d{1,15}):(\d{1,15})$/.exec(lastEventId ?? '') ?? [];
  return epoch === undefined ? {} : { epoch, seq: Number(seq), alertSeq: Number(alertSeq) };
}

/** One stream: events `positions`, `gone` (ids of vessels that are seen no more), `alerts`, and `end` with why the server closes it. */
export class EventStream implements LiveClient {
  readonly #sink: EventSink;
  readonly #clock: () => number;
  readonly #identityOf: (slot: number) => IdentityRow | undefined;
  #wroteAt: number;
  #isOver = false;

  /** @param identityOf who sits in a slot of the common picture @param clock epoch ms */
  constructor(sink: EventSink, identityOf: (slot: number) => IdentityRow | undefined, clock: () => number) {
    this.#sink = sink;
    this.#identityOf = identityOf;
    this.#clock = clock;
    this.#wroteAt = clock();
  }

  bufferedBytes(): number {
    return this.#sink.writableLength;
  }

  send(_event: 'snapshot' | 'frame', part: Snapshot | Frame): void {
    if (this.#isOver) return;
    const { positions, alerts, epoch, seq, alertSeq } = part;
    const gone = ('gone' in part ? (part.gone ?? []) : []).flatMap((slot) => this.#identityOf(slot)?.id ?? []);
    if (gone.length > 0) this.#say('gone', gone, undefined);
    const placed = positions.flatMap((row) => this.#position(row) ?? []);
    const id = `${epoch}:${seq}:${alertSeq}`;
    // The id comes with the last event: a line that is cut in between is resumed before both.
    if (placed.length > 0) this.#say('positions', placed, alerts.length > 0 ? undefined : id);
    if (alerts.length > 0) this.#say('alerts', alerts, id);
    if (this.#clock() - this.#wroteAt >= heartbeatMs) this.#write(`: ${id}\n\n`);
  }

  /** It did not keep up, or the server ends. */
  disconnect(): void {
    this.close(this.bufferedBytes() > 0 ? 'slow' : 'closing');
  }

  /** `slow`: it did not read fast enough · `closing`: the server ends · `not-allowed`: whoever asked may no more */
  close(reason: 'slow' | 'closing' | 'not-allowed'): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#sink.end(`event: end\ndata: ${JSON.stringify({ reason })}\n\n`);
  }

  #say(event: string, data: StreamedPosition[] | Alert[] | string[], id: string | undefined): void {
    this.#write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  #write(text: string): void {
    this.#wroteAt = this.#clock();
    this.#sink.write(text);
  }

  #position(row: PositionRow): StreamedPosition | undefined {
    const [slot, lon, lat, speed, course, heading, seconds, source] = row;
    const known = this.#identityOf(slot);
    if (!known) return undefined;
    const { id: vesselId, label, registration, mmsi } = known;
    return {
      ...{ vesselId, label, registration, mmsi, lon: lon / 1e5, lat: lat / 1e5 },
      ...(speed >= 0 && { speedKn: speed / 10 }),
      ...(course >= 0 && { courseDeg: course / 10 }),
      ...(heading >= 0 && { headingDeg: heading }),
      ...{ fixTime: seconds * 1000, source: sources[source] },
    };
  }
}
