/** What the decoders of all JSON formats have in common: objects out of the stream, counted, parsed and handed to the format. */
import { isPlain, type Plain } from '../faults.ts';
import type { DecoderSink, DecoderState, DecodeStats, StreamDecoder } from '../report.ts';
import { Tally } from '../tally.ts';
import { JsonObjects, type ObjectsState } from './objects.ts';

export abstract class JsonDecoder implements StreamDecoder {
  protected readonly tally: Tally;
  private readonly objects: JsonObjects;
  private receivedAt = 0;

  /** @param lists names of lists, in an object around them, whose elements are read one by one */
  constructor(sink: DecoderSink, lists: readonly string[]) {
    this.tally = new Tally(sink);
    this.objects = new JsonObjects(
      {
        object: (text) => this.parsed(text),
        envelope: () => {},
        broken: (reason, text) => this.reject(reason, text),
      },
      lists,
    );
  }

  get stats(): DecodeStats {
    return this.tally.stats(0);
  }

  push(bytes: Uint8Array, receivedAt: number, whole = false): void {
    this.receivedAt = receivedAt;
    this.objects.push(bytes);
    if (whole) this.objects.end();
  }

  end(receivedAt: number): void {
    this.receivedAt = receivedAt;
    this.objects.end();
  }

  save(): DecoderState {
    return { objects: this.objects.save() };
  }

  restore(state: DecoderState): void {
    this.objects.restore(state.objects as ObjectsState);
  }

  /** Makes of one object what the format makes of it. @returns why it cannot be used, when it is counted and kept */
  protected abstract read(value: Plain, receivedAt: number): string | undefined;

  protected reject(reason: string, text: string): void {
    this.tally.sentences++;
    this.tally.reject(reason, text, this.receivedAt);
  }

  private parsed(text: string): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.reject('bad-json', text);
      return;
    }
    const fault = isPlain(value) ? this.read(value, this.receivedAt) : 'bad-json';
    if (fault !== undefined) this.reject(fault, text);
  }
}
