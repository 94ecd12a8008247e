/**
 * Keeps count of what the server has sent: decides what of it counts and when to say hello again. Knows no socket and no
 * screen.
 */
import type { Frame, Hello, Rest, Snapshot } from '../../server/live/protocol.ts';

export interface LiveSink {
  snapshot(snapshot: Snapshot): void;
  rest(rest: Rest): void;
  frame(frame: Frame): void;
}

export class FrameSequence {
  readonly #sink: LiveSink;
  readonly #sendHello: (hello: Hello) => void;
  #epoch: string | undefined;
  #seq = 0;
  #alertSeq = 0;
  /** After a hello the next frame holds everything since the number in it, however far that was. */
  #resuming = false;
  /** False while vessels of the snapshot are still on the way: then there is nothing to resume from. */
  #whole = false;

  constructor(sink: LiveSink, sendHello: (hello: Hello) => void) {
    this.#sink = sink;
    this.#sendHello = sendHello;
  }

  /** A new connection, or a hole: tell the server what we have. */
  hello(): void {
    this.#resuming = true;
    this.#sendHello(
      this.#epoch === undefined || !this.#whole ? {} : { epoch: this.#epoch, seq: this.#seq, alertSeq: this.#alertSeq },
    );
  }

  onSnapshot(snapshot: Snapshot): void {
    this.#epoch = snapshot.epoch;
    this.#seq = snapshot.seq;
    this.#alertSeq = snapshot.alertSeq;
    this.#resuming = false;
    this.#whole = snapshot.whole;
    this.#sink.snapshot(snapshot);
  }

  onRest(rest: Rest): void {
    if (rest.epoch !== this.#epoch) return;
    this.#whole = rest.last;
    this.#sink.rest(rest);
  }

  onFrame(frame: Frame): void {
    if (frame.epoch !== this.#epoch) {
      // Slots of another epoch mean other vessels: nothing of this frame can be used.
      if (!this.#resuming) this.hello();
      return;
    }
    if (frame.seq <= this.#seq) return;
    // Rows are whole states, so showing them early does no harm; but our number only moves when nothing is missing.
    this.#sink.frame(frame);
    if (frame.seq > this.#seq + 1 && !this.#resuming) {
      this.hello();
      return;
    }
    this.#resuming = false;
    this.#seq = frame.seq;
    this.#alertSeq = Math.max(this.#alertSeq, frame.alertSeq);
  }
}
