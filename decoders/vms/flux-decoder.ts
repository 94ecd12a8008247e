/** A stream or body with FLUX vessel position documents, one after another → messages, one for each position event. */
import { latin1 } from '../bytes.ts';
import type { DecoderSink, DecoderState, DecodeStats, StreamDecoder } from '../report.ts';
import { Tally } from '../tally.ts';
import { type FluxDocument, type FluxEvent, type FluxVessel, fluxMessage, withdraws } from './flux.ts';
import { FluxReader } from './flux-reader.ts';
import { XmlDocuments, type XmlState } from './xml-documents.ts';

/** SOAP envelopes, transport envelopes and bare messages. */
const ROOT = /^<(?:[\w.-]+:)?(?:Envelope|POSTMSG|Connector2BridgeRequest|FLUXVesselPositionMessage)[\s/>]/;
const EVIDENCE = /<(?:[\w.-]+:)?(?:POSTMSG|Connector2BridgeRequest|FLUXVesselPositionMessage)[\s/>]/;

/** Where in `text` (one character a byte) the first sign of FLUX stands; −1 when there is none. */
export function begins(text: string): number {
  return text.search(EVIDENCE);
}

export class FluxDecoder implements StreamDecoder {
  private readonly tally: Tally;
  private readonly documents: XmlDocuments;
  private receivedAt = 0;

  constructor(sink: DecoderSink) {
    this.tally = new Tally(sink);
    const reader = new FluxReader({
      done: (messages, raw) => this.done(messages, raw),
      failed: (fault, raw) => this.reject(fault, raw),
    });
    this.documents = new XmlDocuments(reader, ROOT);
  }

  get stats(): DecodeStats {
    return this.tally.stats(0);
  }

  push(bytes: Uint8Array, receivedAt: number, whole = false): void {
    this.receivedAt = receivedAt;
    if (whole) this.documents.end();
    this.documents.push(latin1(bytes, 0, bytes.length));
    if (whole) this.documents.end();
  }

  end(receivedAt: number): void {
    this.receivedAt = receivedAt;
    this.documents.end();
  }

  save(): DecoderState {
    return { ...this.documents.save() };
  }

  restore(state: DecoderState): void {
    this.documents.restore(state as unknown as XmlState);
  }

  private done(messages: readonly FluxDocument[], raw: string): void {
    if (messages.length === 0) this.reject('not-flux', raw);
    for (const document of messages) {
      const isEmpty = document.vessels.every(({ events }) => events.length === 0);
      if (isEmpty && withdraws(document)) this.message(document, document.vessels[0], undefined, raw);
      else if (isEmpty) this.reject('no-position', raw);
      for (const vessel of document.vessels) {
        for (const event of vessel.events) this.message(document, vessel, event, raw);
      }
    }
  }

  private message(
    document: FluxDocument,
    vessel: FluxVessel | undefined,
    event: FluxEvent | undefined,
    raw: string,
  ): void {
    const message = fluxMessage(document, vessel, event);
    if (typeof message === 'string') {
      this.reject(message, event ? raw.slice(event.from, event.to) : raw);
      return;
    }
    this.tally.sentences++;
    this.tally.accept(message, { receivedAt: this.receivedAt });
  }

  private reject(reason: string, raw: string): void {
    this.tally.sentences++;
    this.tally.reject(reason, raw, this.receivedAt);
  }
}
